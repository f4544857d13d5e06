"""没有送达的邮件, for whoever maintains units and people: why, how often tried, 重发."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.enums import MailState
from plans.permissions import may_keep_mail
from plans.system.actions.outbox import MAX_ATTEMPTS, failed_mail, resend
from plans.system.pages import actor, number_in, numbers_in, press, require, staff_page

PAGE = 50
STATES = (
    (MailState.FAILED.value, "已停止重试"),
    (MailState.WAITING.value, "还在自动重试"),
)


@staff_page
def mail(request: HttpRequest) -> HttpResponse:
    """Undelivered mail, newest first; ?state=, ?to=, ?before= an id."""
    require(may_keep_mail(request.user))
    rows = failed_mail()
    state, to = request.GET.get("state", ""), request.GET.get("to", "").strip()
    if state in dict(STATES):
        rows = rows.filter(state=state)
    if to:
        rows = rows.filter(to__icontains=to)
    before = number_in(request.GET.get("before"))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    following = {"state": state, "to": to, "before": found[PAGE - 1].pk if len(found) > PAGE else 0}
    context = {
        "title": "没有送达的邮件",
        "crumbs": [("我的工作台", reverse("desk")), ("没有送达的邮件", None)],
        "rows": found[:PAGE],
        "next_url": f"?{urlencode(following)}" if len(found) > PAGE else "",
        "states": STATES,
        "state": state,
        "to": to,
        "most": MAX_ATTEMPTS,
    }
    return render(request, "plans/system/outbox.html", context)


@staff_page
@require_POST
def send_again(request: HttpRequest) -> HttpResponse:
    """重发 of the chosen mails."""
    require(may_keep_mail(request.user))
    chosen = numbers_in(request.POST.getlist("selected"))
    return press(
        request,
        lambda: resend(chosen, by=actor(request)),
        "已重新排队，一分钟内发送。仍不成功的会再列在这里。",
        reverse("mail"),
    )
