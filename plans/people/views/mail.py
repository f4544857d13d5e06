"""修改邮箱: the buttons by which another address of an account is confirmed or refused."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.models import MailChange
from plans.people.actions.mail import confirm_mail, decline_mail
from plans.people.vouching import may_confirm_mail, may_decline_mail
from plans.permissions import may_keep_accounts
from plans.system.pages import actor, press, require, staff_page


@staff_page
@require_POST
def confirm(request: HttpRequest, mail_change_id: int) -> HttpResponse:
    """确认 an address, as its owner or as the second person."""
    change = _load(mail_change_id)
    require(may_confirm_mail(actor(request), change))
    done = f"已确认，{change.user}的电子邮箱已启用。"
    return press(
        request, lambda: confirm_mail(change.pk, by=actor(request)), done, reverse("vouching")
    )


@staff_page
@require_POST
def decline(request: HttpRequest, mail_change_id: int) -> HttpResponse:
    """不同意 an address, or 撤回."""
    change, by = _load(mail_change_id), actor(request)
    require(may_decline_mail(by, change))
    asked = by.pk == change.made_by_id and may_keep_accounts(by)
    to = reverse("account", args=[change.user_id]) if asked else reverse("vouching")
    done = f"{change.user}的电子邮箱没有改变。"
    return press(request, lambda: decline_mail(change.pk, by=by), done, to)


def _load(mail_change_id: int) -> MailChange:
    rows = MailChange.objects.select_related("user", "made_by")
    return get_object_or_404(rows, pk=mail_change_id)
