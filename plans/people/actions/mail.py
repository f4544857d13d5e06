"""Changing the mail address of an account that is open: asked for by one, confirmed by another."""

from __future__ import annotations

from django.db import transaction

from plans.enums import Act
from plans.errors import NotAllowed, WrongState
from plans.models import MailChange, User
from plans.people.vouching import may_confirm_mail, may_decline_mail
from plans.system import clock
from plans.system.actions.outbox import post
from plans.system.audit import record
from plans.system.locking import locked

SUBJECT = "账号的电子邮箱"
ALARM = "如果不是您要求的，请立即联系安全管理员。"


def name_mail(user: User, email: str, *, by: User) -> MailChange:
    """Ask for another address of a locked account, inside the caller's transaction: what waited
    ends, and the owner hears of it at the address of before."""
    MailChange.objects.filter(user=user, confirmed_at=None, ended_at=None).update(
        ended_at=clock.now()
    )
    change = MailChange(user=user, email=email, made_by=by)
    change.full_clean()
    change.save()
    new = {"username": user.username, "email": email}
    record(Act.USER_MAIL, user, by=by, old={"email": user.email}, new=new)
    said = f"{by}提出把您的账号“{user.username}”的电子邮箱改为{email or '（空）'}。"
    said += "您登录后本人确认，或者由另一位管理员确认后启用；在此之前仍用现在的邮箱。"
    post(user.email, SUBJECT, said + ALARM, about=f"user:{user.pk}")
    return change


def confirm_mail(mail_change_id: int, *, by: User) -> MailChange:
    """确认 as the owner or a second administrator: the address is the account's from now on."""
    with transaction.atomic():
        change, by = _lock(mail_change_id), User.objects.get(pk=by.pk)
        if not may_confirm_mail(by, change):
            raise NotAllowed("您不能确认：须由本人，或者没有经办的另一位管理员确认。")
        user, before = change.user, change.user.email
        user.email = change.email
        user.save(update_fields=["email"])
        change.confirmed_by, change.confirmed_at = by, clock.now()
        change.save(update_fields=["confirmed_by", "confirmed_at"])
        new = {"username": user.username, "email": user.email}
        record(Act.USER_MAIL_CONFIRM, user, by=by, old={"email": before}, new=new)
        said = f"您的账号“{user.username}”的电子邮箱经{by}确认，已改为{user.email or '（空）'}。"
        for address in (before, user.email):
            post(address, SUBJECT, said + ALARM, about=f"user:{user.pk}")
    return change


def decline_mail(mail_change_id: int, *, by: User) -> MailChange:
    """不同意, or 撤回 by who asked: the address stays as it is."""
    with transaction.atomic():
        change, by = _lock(mail_change_id), User.objects.get(pk=by.pk)
        if not may_decline_mail(by, change):
            raise NotAllowed("您不能办理这项修改。")
        change.ended_at = clock.now()
        change.save(update_fields=["ended_at"])
        new = {"username": change.user.username, "email": change.email}
        record(Act.USER_MAIL_DECLINE, change.user, by=by, new=new)
    return change


def _lock(mail_change_id: int) -> MailChange:
    """The account, then what was asked for it, both locked; WrongState when it is over."""
    owner = MailChange.objects.values_list("user", flat=True).get(pk=mail_change_id)
    locked(User.objects).get(pk=owner)
    rows = locked(MailChange.objects).select_related("user", "made_by")
    change = rows.get(pk=mail_change_id)
    if change.in_force or change.ended_at is not None:
        raise WrongState("这项修改已经确认、撤回或者没有得到同意，请刷新页面查看。")
    return change
