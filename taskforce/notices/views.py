"""通知: one's own notices, and how they come by mail."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.permissions import may_keep_mail
from plans.system.actions.outbox import failed_mail
from plans.system.pages import actor, attempt, press, staff_page
from taskforce.models import Notice
from taskforce.notices.actions import choose_mail, mail_mode, mark_read
from taskforce.notices.forms import MailForm


@staff_page
def notices(request: HttpRequest) -> HttpResponse:
    """The newest notices; for whoever maintains people, also the mails that failed."""
    user = actor(request)
    form = MailForm(request.POST or None, initial={"mode": mail_mode(user)})
    if form.is_valid():
        mode = form.cleaned_data["mode"]
        if attempt(form, lambda: choose_mail(mode, by=user)):
            messages.success(request, "邮件通知方式已保存。")
            return redirect("notices")
    context = {
        "title": "通知",
        "crumbs": [("我的工作台", reverse("desk")), ("通知", None)],
        "rows": Notice.objects.filter(user=user)[:100],
        "failed": failed_mail().count() if may_keep_mail(user) else 0,
        "form": form,
        "submit": "保存",
    }
    return render(request, "taskforce/notices/notices.html", context)


@staff_page
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    to = reverse("notices")
    return press(request, lambda: mark_read(by=actor(request)), "通知已全部标为已读。", to)
