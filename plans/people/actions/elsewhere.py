"""Identities at other platforms 外部登录: linked by the owner of an account, never making one."""

from __future__ import annotations

import hashlib

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction

from plans.enums import Act, UserKind
from plans.errors import NotAllowed, WrongState
from plans.models import User
from plans.system import clock
from plans.system.actions.outbox import post
from plans.system.audit import record
from plans.system.locking import locked

PORTAL = "规划编制与征求意见平台"
FORMER = "以前的平台"
"""The name of a provider that the settings no longer have."""
NOT_YOURS = "这个身份不能关联到您的账号，请联系平台管理员。"


def offered() -> dict[str, str]:
    """The providers that the settings name: key and the words of the button."""
    apps = (app for one in settings.SOCIALACCOUNT_PROVIDERS.values() for app in one["APPS"])
    return {app["provider_id"]: app["name"] for app in apps}


def identity_of(provider: str, issuer: str, subject: str) -> str:
    """What is kept of an identity: a hash, of another issuer another one, nothing to read."""
    return hashlib.sha256("\n".join((provider, issuer, subject)).encode()).hexdigest()


def may_come_from_elsewhere(user: User) -> bool:
    """An account in use: not ended by a person or by its date, and no holder of a link."""
    in_time = user.ends_on is None or user.ends_on >= clock.today()
    return user.kind == UserKind.PERSON and user.is_active and in_time


def link(user: User, provider: str, identity: str, *, by: User) -> None:
    """The owner ties an identity to the account; one of each provider, one account for each."""
    if user.pk != by.pk:
        raise NotAllowed("只能关联自己的账号。")
    with transaction.atomic():
        user = locked(User.objects).get(pk=user.pk)
        if not may_come_from_elsewhere(user):
            raise NotAllowed(NOT_YOURS)
        if SocialAccount.objects.filter(user=user, provider=provider).exists():
            raise WrongState("已经关联过，请先解除原来的关联。")
        _row, new = SocialAccount.objects.get_or_create(
            provider=provider, uid=identity, defaults={"user": user}
        )
        if not new:
            raise NotAllowed(NOT_YOURS)
        _note(user, provider, "关联", by=by)


def unlink(user: User, provider: str, *, by: User) -> None:
    """The owner ends it; who signs in by the password goes on."""
    if user.pk != by.pk:
        raise NotAllowed("只能解除自己的关联。")
    with transaction.atomic():
        user = locked(User.objects).get(pk=user.pk)
        ended, _ = SocialAccount.objects.filter(user=user, provider=provider).delete()
        if not ended:
            raise WrongState("没有关联，不需要解除。")
        _note(user, provider, "解除关联", by=by)


def end_after_reset(user: User, *, by: User) -> None:
    """A password that was set by a link, or at the server, ends what else may let in: whoever had
    the account may have tied it; inside the caller's transaction."""
    held = SocialAccount.objects.filter(user=user)
    providers = list(held.values_list("provider", flat=True))
    held.delete()
    for provider in providers:
        _note(user, provider, "重设密码，解除关联", by=by)


def owner_of_mail(address: str) -> User | None:
    """The one account in use that this address is registered with; None where it is not one, or
    its owner has not opened it yet."""
    found = User.objects.filter(kind=UserKind.PERSON, email__iexact=address) if address else ()
    users = list(found)
    if len(users) != 1 or not users[0].has_usable_password():
        return None
    return users[0] if may_come_from_elsewhere(users[0]) else None


def _note(user: User, provider: str, what: str, *, by: User) -> None:
    name = offered().get(provider, FORMER)
    record(Act.USER_ELSEWHERE, user, by=by, new={"what": what, "through": name})
    body = f"{user.full_name}：\n\n您在{PORTAL}的账号：{what}“{name}”登录。"
    body += "如果不是您本人操作，请立即联系平台管理员。"
    post(user.email, f"{what}外部登录", body, about=f"user:{user.pk}")
