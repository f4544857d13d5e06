"""Personal links 专用链接: signed, expiring, revocable; sign in a password-less user."""

from __future__ import annotations

import secrets
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from consultation.enums import Act, Audience
from consultation.models import Delivery, ExpertPanel, Invitation, PersonalLink, Round
from consultation.permissions import closing_time, may_run_round, may_see_collation, takes_link
from consultation.rounds.actions.invitations import mark_opened
from consultation.rounds.rules import require_in_force
from plans.enums import UserKind
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import User
from plans.permissions import Visitor
from plans.system import clock
from plans.system.audit import record
from plans.system.clock import database_now
from plans.system.locking import locked

SALT = "consultation.link"
_BROKEN = "链接无效或不完整，请从来函或邮件中重新打开，或联系组织单位。"


def make_link(
    invitation: Invitation, *, by: User, expires_at: datetime
) -> tuple[PersonalLink, str]:
    """A new link for an invited unit or person, and its token (shown once, not stored).

    Each browser that opens it acts as a user of its own (``open_link``), so a forwarded link
    shows no draft that someone else wrote.
    """
    if not may_run_round(by, invitation.round):
        raise NotAllowed("您没有制作专用链接的权限。")
    if not takes_link(invitation):
        raise WrongState(f"{invitation}有平台账号，请其登录后提出意见，不能制作专用链接。")
    require_in_force(invitation.round)
    if _lacks_chair(invitation):
        raise WrongState("请先邀请有平台账号的专家担任组长，再制作专用链接，否则意见无法启封。")
    if expires_at <= database_now():
        raise InvalidInput("链接的有效期应晚于现在。")
    with transaction.atomic():
        link = PersonalLink.objects.create(
            invitation=invitation,
            nonce=secrets.token_urlsafe(18),
            expires_at=expires_at,
            created_by=by,
        )
        record(
            Act.LINK_MAKE,
            link,
            by=by,
            plan=invitation.round.plan,
            new={"for": str(invitation), "expires_at": expires_at.isoformat()},
        )
    return link, token_of(link)


def _lacks_chair(invitation: Invitation) -> bool:
    """A last word by link is opened by the chair alone: without one nothing ever opens."""
    if invitation.round.audience != Audience.EXPERTS:
        return False
    return not ExpertPanel.objects.filter(round=invitation.round, chair__isnull=False).exists()


def token_of(link: PersonalLink) -> str:
    """The signed token of a link, to stand in its address and QR code; always the same one."""
    return signing.Signer(salt=SALT).sign(link.nonce)


def address_of(link: PersonalLink) -> str:
    """The whole address that a link is sent as."""
    return f"{settings.PUBLIC_URL}{reverse('come_in', args=[token_of(link)])}"


def end_of_link(round_: Round, invitation: Invitation) -> datetime:
    """Until when a link is good that nobody gave a date: the end of the day after closing."""
    closes = timezone.localtime(closing_time(round_, invitation))
    return timezone.make_aware(datetime.combine(closes.date() + timedelta(days=1), time.max))


def open_link(
    token: str, *, visitor: Visitor | None = None, known_user: int | None = None
) -> tuple[PersonalLink, User]:
    """Press the button of a link: the link of a token, and the user as whom this browser acts.

    ``known_user`` is the one that this browser got before. InvalidInput with a sentence when
    the token is forged, expired or revoked; NotAllowed for a ``visitor`` who is signed in and
    works on the plan that asks.
    """
    try:
        nonce = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature as error:
        raise InvalidInput(_BROKEN) from error
    with transaction.atomic():
        locked(Invitation.objects).filter(links__nonce=nonce).first()
        link = (
            locked(PersonalLink.objects)
            .select_related("invitation__round__plan", "invitation__unit", "invitation__person")
            .filter(nonce=nonce)
            .first()
        )
        if link is None:
            raise InvalidInput(_BROKEN)
        if link.revoked_at is not None:
            raise InvalidInput("这个链接已被停用，请联系组织单位重新发送。")
        if link.expires_at <= database_now():
            raise InvalidInput("这个链接已过有效期，请联系组织单位重新发送。")
        if link.invitation.round.voided_at is not None:
            raise InvalidInput("这一轮征求意见已经作废，不需要再反馈。请以组织单位的通知为准。")
        if visitor is not None and may_see_collation(visitor, link.invitation.round):
            raise NotAllowed(
                f"您登录的账号参与这个规划的编制，不能以{link.invitation}的身份打开链接。代为录入的，"
                "请在“征求意见”中登记来函。"
            )
        link.used_at = clock.now()
        link.save(update_fields=["used_at"])
        user = _user_of(link, known_user)
        record(Act.LINK_OPEN, link, by=user, plan=link.invitation.round.plan)
        mark_opened(link.invitation, by=user)
        unopened = Delivery.objects.filter(link=link, opened_at__isnull=True)
        unopened.update(opened_at=link.used_at)
    return link, user


def is_for_expert(token: str) -> bool:
    """Whether the link invites an expert; looking at it opens nothing."""
    try:
        nonce = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return False
    asked = PersonalLink.objects.filter(nonce=nonce)
    return asked.filter(invitation__round__audience=Audience.EXPERTS).exists()


def revoke_link(link: PersonalLink, *, by: User) -> PersonalLink:
    """Stop a link and sign out whoever came by it."""
    if not may_run_round(by, link.invitation.round):
        raise NotAllowed("您没有停用专用链接的权限。")
    with transaction.atomic():
        link.revoked_at = link.revoked_at or clock.now()
        link.save(update_fields=["revoked_at"])
        link.users.filter(kind=UserKind.LINK).update(is_active=False)
        record(Act.LINK_REVOKE, link, by=by, plan=link.invitation.round.plan)
    return link


def _user_of(link: PersonalLink, known_user: int | None) -> User:
    known = link.users.filter(pk=known_user or 0, is_active=True).first()
    return known or _new_user(link)


def _new_user(link: PersonalLink) -> User:
    """A user of this browser alone, never a person's own account: a link may be forwarded.

    What it may do follows from the link (``permissions.came_by_link``); it belongs to no unit.
    """
    user = User(
        username=f"link-{secrets.token_hex(10)}",
        full_name=f"{str(link.invitation)[:50]}（专用链接）",
        kind=UserKind.LINK,
    )
    user.set_unusable_password()
    user.save()
    link.users.add(user)
    return user
