"""What happens to second factors 两步验证, as the log tells it."""

from __future__ import annotations

from typing import Any

from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.db.models.signals import post_save

from plans.enums import Act
from plans.models import User
from plans.system.audit import record

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
