"""The second factor 两步验证: who must have one, and whether they have."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings

from plans.enums import UserKind
from plans.models import User
from plans.people.offices import offices_of

DUE = "second_factor_due"
"""The session's mark: at this sign-in the person had to have a second factor and had none."""
FIRST = "您承担的职责要求两步验证：请先在下面任选一种方式设置好，再继续办理。"
LAST = "您承担的职责要求两步验证，最后一种方式不能停用。更换设备的，请先添加另一种方式。"
_ALONE = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def must_have_factor(user: User) -> bool:
    """Whether ``PORTAL_SECOND_FACTOR`` asks it of this person, by the offices held today."""
    if settings.SECOND_FACTOR == "off" or user.kind != UserKind.PERSON:
        return False
    return settings.SECOND_FACTOR == "everyone" or bool(offices_of(user))


def has_factor(user: User) -> bool:
    """Whether a code or a passkey is asked at sign-in; recovery codes alone are none."""
    return Authenticator.objects.filter(user=user, type__in=_ALONE).exists()


def is_due(user: User) -> bool:
    """Must have one and has none."""
    return not has_factor(user) and must_have_factor(user)


def may_end_factor(factor: Authenticator) -> bool:
    """Whether it may be taken away by its owner: not the last of who must have one."""
    others = Authenticator.objects.filter(user=factor.user_id, type__in=_ALONE)
    return others.exclude(pk=factor.pk).exists() or not must_have_factor(factor.user)
