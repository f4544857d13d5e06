"""Giving a 开通链接 and setting the password by it: nobody sets another's password."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from plans.enums import Act, LinkPurpose, SignedOut, UserKind
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import ActivationLink, User, Vouch
from plans.people.actions.elsewhere import end_after_reset
from plans.people.actions.factors import take_factor
from plans.people.offices import offices_of
from plans.people.vouching import (
    RELATED,
    is_given_by_one,
    may_confirm_link,
    may_give_voice,
    unvouched,
)
from plans.permissions import may_open_accounts
from plans.system import clock
from plans.system.actions.outbox import post
from plans.system.audit import record
from plans.system.chinese_dates import chinese_time
from plans.system.locking import locked
from plans.system.system_user import system_user

ASK = "请联系给您链接的平台管理员，领取新的开通链接。"
PORTAL = "规划编制与征求意见平台"


def give_link(user: User, *, by: User, reason: str = "") -> tuple[ActivationLink, str]:
    """A new link for an account and its secret, which is shown once; older links end.

    With a ``reason`` it is for a forgotten password, and the owner is told. The old password
    goes on until the link is used. For who holds an office it waits for ``confirm_link``.
    """
    purpose = LinkPurpose.RESET if reason else LinkPurpose.OPEN
    with transaction.atomic():
        user = locked(User.objects).get(pk=user.pk)
        _require_may_give(user, purpose, by=by)
        ActivationLink.objects.filter(user=user, used_at=None, ended_at=None).update(
            ended_at=clock.now()
        )
        link, token = _make(user, purpose, by=by, reason=reason)
        user.opened_by = by
        user.save(update_fields=["opened_by"])
        act = Act.USER_LINK_RESET if reason else Act.USER_LINK
        record(act, user, by=by, new={"username": user.username, "reason": reason})
        _mail(link, token)
    return link, token


def link_by_server(user: User) -> str:
    """The first link of an account that a command made where nobody can give one; its address.

    Inside the command's own transaction; nobody opened such an account.
    """
    link, token = _make(user, LinkPurpose.OPEN, by=system_user(), reason="")
    record(Act.USER_LINK, user, by=system_user(), new={"username": user.username, "reason": ""})
    _mail(link, token)
    return address_of(token)


def _require_may_give(user: User, purpose: LinkPurpose, *, by: User) -> None:
    if not may_open_accounts(by):
        raise NotAllowed("您没有维护人员的权限。")
    if user.pk == by.pk:
        raise NotAllowed("不能给自己开通链接。忘记密码请通过邮件重设，或由另一位管理员办理。")
    if user.kind != UserKind.PERSON or not user.is_active:
        raise WrongState("只能给账号在用的人员开通链接。请先核对人员账号。")
    if purpose == LinkPurpose.OPEN and user.has_usable_password():
        raise InvalidInput("这个账号已经开通。重新给出开通链接的，请写明理由。")


def _make(user: User, purpose: LinkPurpose, *, by: User, reason: str) -> tuple[ActivationLink, str]:
    token, now = secrets.token_hex(24), clock.database_now()
    by_two = by.kind == UserKind.PERSON and bool(offices_of(user))
    link = ActivationLink.objects.create(
        user=user,
        purpose=purpose,
        digest=_digest(token),
        reason=reason,
        given_by=by,
        given_at=now,
        made_by=by if by_two else None,
        confirmed_at=None if by_two else now,
        expires_at=now + timedelta(days=settings.ACTIVATION_DAYS),
    )
    return link, token


def _mail(link: ActivationLink, token: str) -> None:
    user = link.user
    what = "重设密码" if link.reason else "开通账号"
    why = f"理由：{link.reason}。" if link.reason else ""
    body = (
        f"{user.full_name}：\n\n{link.given_by}为您在{PORTAL}的账号给出了开通链接，"
        f"用户名是{user.username}。{why}请在{chinese_time(link.expires_at)}前打开，"
        "设定只有您自己知道的密码：\n\n{secret}\n\n链接只能用一次，请勿转发。"
    )
    post(user.email, f"{what}：{PORTAL}", body, about=f"user:{user.pk}", secret=address_of(token))


def address_of(token: str) -> str:
    """What is printed, mailed and in the QR code."""
    return f"{settings.PUBLIC_URL}{reverse('activate', args=[token])}"


def link_of(token: str) -> ActivationLink:
    """The link that a secret opens; WrongState with what to do where it opens nothing."""
    link = _find(token)
    if link is None:
        raise WrongState(f"这个链接不正确，可能没有复制完整。请重新扫描二维码，或者{ASK[1:]}")
    _require_open(link)
    return link


def link_given(token: str, user: User, *, by: User) -> ActivationLink:
    """The link that ``by`` has just given to this person, for its sheet; WrongState else."""
    link = link_of(token)
    if (link.user_id, link.given_by_id) != (user.pk, by.pk):
        raise WrongState("这不是您给出的开通链接。")
    return link


def set_by_link(token: str, password: str) -> User:
    """The owner sets the password; the link is spent and every session of before ends.

    What the owner is by now is read under the lock: an office wants a link by two.
    """
    with transaction.atomic():
        found = link_of(token)
        link = _locked(found.pk)
        user = link.user
        _require_open(link)
        user.set_password(password)
        user.password_is_given, user.signed_out = False, SignedOut.PASSWORD
        user.voice_rests = user.voice_rests or link.made_by_id is not None
        user.save(update_fields=["password", "password_is_given", "signed_out", "voice_rests"])
        end_after_reset(user, by=user)
        link.used_at = clock.now()
        link.save(update_fields=["used_at"])
        record(Act.USER_ACTIVATE, user, by=user, new={"username": user.username})
    return user


def _find(token: str) -> ActivationLink | None:
    rows = ActivationLink.objects.select_related("user__unit", "given_by")
    return rows.filter(digest=_digest(token)).first()


def _require_open(link: ActivationLink) -> None:
    if not link.user.is_active:
        raise WrongState("这个账号已停用，请联系平台管理员。")
    if link.used_at is not None:
        raise WrongState(
            "这个链接已经用过。请用您设定的密码登录；忘记密码的，请在登录页选择“忘记密码”。"
        )
    if link.ended_at is not None:
        raise WrongState("这个链接已被新的链接代替，请使用最近收到的开通链接。")
    if not link.in_force:
        raise WrongState("这个链接还要由另一位管理员确认后才能使用，请稍后再打开。")
    if is_given_by_one(link):
        raise WrongState(f"您已担任职务，开通链接须由两位管理员办理，这个链接不能再用。{ASK}")
    if link.expires_at <= clock.database_now():
        raise WrongState(f"这个链接已于{chinese_time(link.expires_at)}过期。{ASK}")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def confirm_link(link_id: int, *, by: User) -> ActivationLink:
    """确认 as a second person that the owner asked for it: the link can be used from now on, or
    the lost second factor is taken away."""
    with transaction.atomic():
        owner_id = ActivationLink.objects.values_list("user", flat=True).get(pk=link_id)
        locked(User.objects).get(pk=owner_id)
        link = _locked(link_id)
        if not may_confirm_link(by, link):
            raise NotAllowed("您不能确认这个开通链接：须由没有经办的另一位管理员确认。")
        link.confirmed_by, link.confirmed_at = by, clock.now()
        link.save(update_fields=["confirmed_by", "confirmed_at"])
        if link.purpose == LinkPurpose.FACTOR:
            take_factor(link, by=by)
        else:
            record(Act.USER_LINK_CONFIRM, link.user, by=by, new={"username": link.user.username})
    return link


def give_voice(link_id: int, *, by: User) -> ActivationLink:
    """Confirm that the account is its owner's again, for the offices beside one's own: what was
    resting counts from when each office has such a word."""
    with transaction.atomic():
        link = _locked(link_id)
        owner = link.user
        if not may_give_voice(by, link):
            raise NotAllowed("您不能确认：须由没有给出、也没有复核这个链接的另一位有权人员办理。")
        Vouch.objects.get_or_create(link=link, by=by)
        left = [office.words for office in unvouched(link)]
        if not left:
            link.voice_by, link.voice_at = by, clock.now()
            link.save(update_fields=["voice_by", "voice_at"])
            owner.voice_rests = False
            owner.save(update_fields=["voice_rests"])
        record(Act.USER_VOICE, owner, by=by, new={"username": owner.username, "left": left})
    return link


def _locked(link_id: int) -> ActivationLink:
    """The link behind the account that it is for, both locked."""
    owner_id = ActivationLink.objects.values_list("user", flat=True).get(pk=link_id)
    owner = locked(User.objects).get(pk=owner_id)
    link = locked(ActivationLink.objects).select_related(*RELATED).get(pk=link_id)
    link.user = owner
    return link
