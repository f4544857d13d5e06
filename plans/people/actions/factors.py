"""What happens to second factors 两步验证: in the log, and where a device is lost by two."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_save

from plans.enums import Act, LinkPurpose, SignedOut
from plans.errors import NotAllowed, WrongState
from plans.models import ActivationLink, User
from plans.people.factors import has_factor
from plans.people.offices import offices_of
from plans.people.sessions import end_sessions
from plans.permissions import may_keep_accounts
from plans.system import clock
from plans.system.actions.outbox import post
from plans.system.audit import record
from plans.system.locking import locked

WORDS = {"totp": "验证器", "webauthn": "安全密钥", "recovery_codes": "恢复码"}


def listen() -> None:
    """A new row is told in its own transaction, by whatever door it comes; the rest by allauth."""
    post_save.connect(_added, sender=Authenticator)
    signals.authenticator_removed.connect(_removed)
    signals.authenticator_used.connect(_used)


def _added(instance: Authenticator, *, created: bool, raw: bool, **_: Any) -> None:
    if created and not raw:
        _note(Act.USER_FACTOR, instance.user, instance)


def _removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    _note(Act.USER_FACTOR_END, user, authenticator)


def _used(user: User, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        _note(Act.USER_FACTOR_CODE, user, authenticator)


def _note(act: Act, user: User, authenticator: Authenticator) -> None:
    new = {"username": user.username, "factor": WORDS[authenticator.type]}
    record(act, user, by=user, new=new)


def put_codes_away(codes: Authenticator) -> None:
    """The owner has kept the recovery codes: they are not shown again."""
    codes.wrap().mark_as_viewed()


def name_lost_factor(user_id: int, reason: str, *, by: User) -> ActivationLink:
    """Say that somebody has lost the device; it counts for nothing until a second confirms it.

    What waited of this account, a link too, ends by it; the owner is told at once.
    """
    with transaction.atomic():
        if not may_keep_accounts(User.objects.get(pk=by.pk)):
            raise NotAllowed("您没有管理账号的权限，请联系系统管理员。")
        user = locked(User.objects).get(pk=user_id)
        if user.pk == by.pk:
            raise NotAllowed("不能给自己解除两步验证，请由另一位系统管理员办理。")
        if not user.is_active or not has_factor(user):
            raise WrongState(f"{user}的账号已停用或者没有设置两步验证，不需要解除。")
        now = clock.database_now()
        waiting = ActivationLink.objects.filter(user=user, used_at=None, ended_at=None)
        waiting.update(ended_at=now)
        link = ActivationLink.objects.create(
            user=user, purpose=LinkPurpose.FACTOR, reason=reason, given_by=by, made_by=by,
            given_at=now, expires_at=now + timedelta(days=settings.ACTIVATION_DAYS),
        )  # fmt: skip
        record(Act.USER_FACTOR_LOST, user, by=by, new={"username": user.username, "reason": reason})
        _mail(user, f"{by}提出解除您账号的两步验证，理由：{reason}。经另一位管理员确认后解除。")
    return link


def take_factor(link: ActivationLink, *, by: User) -> None:
    """Every second factor of the owner goes, recovery codes too; inside the confirmation's own
    transaction. The owner is signed out, and the voice of an office rests as after a reset."""
    user = locked(User.objects).get(pk=link.user_id)
    Authenticator.objects.filter(user=user).delete()
    user.voice_rests = user.voice_rests or bool(offices_of(user))
    user.save(update_fields=["voice_rests"])
    link.used_at = clock.now()
    link.save(update_fields=["used_at"])
    end_sessions(user, SignedOut.FACTOR)
    new = {"username": user.username, "reason": link.reason}
    record(Act.USER_FACTOR_TAKEN, user, by=by, new=new)
    _mail(user, f"经{link.made_by}提出、{by}确认，您账号的两步验证已解除，请在下次登录时重新设置。")


def _mail(user: User, what: str) -> None:
    body = f"{user.full_name}：\n\n{what}如果不是您本人提出的，请立即联系平台管理员。"
    post(user.email, "账号的两步验证", body, about=f"user:{user.pk}")
