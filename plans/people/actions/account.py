"""One's own account: signing in as the log tells it, changing the password."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from plans.enums import Act, SignedOut
from plans.errors import NotAllowed
from plans.models import User
from plans.people.actions.elsewhere import end_after_reset
from plans.system.audit import record
from plans.system.locking import locked
from plans.system.system_user import system_user


def note_login(user: User, *, through: str = "") -> None:
    """Keep in the log that the person signed in, and by which provider where it was by one."""
    record(Act.USER_LOGIN, user, by=user, new={"through": through} if through else {})


def change_password(user: User, password: str, *, by: User) -> User:
    """Set one's own new password; every session but the caller's renewed one ends by it."""
    if user.pk != by.pk or not user.has_usable_password():
        raise NotAllowed("只能修改自己的密码。")
    with transaction.atomic():
        user = locked(User.objects).get(pk=user.pk)
        return _set(user, password)


def set_by_mail(user: User, password: str) -> User:
    """A new password by the link of a mail: as above, and identities elsewhere are untied."""
    with transaction.atomic():
        user = locked(User.objects).get(pk=user.pk)
        if not user.is_active or not user.has_usable_password():
            raise NotAllowed("这个账号已停用或者还没有开通，请联系平台管理员。")
        end_after_reset(user, by=user)
        return _set(user, password)


def _set(user: User, password: str) -> User:
    user.set_password(password)
    user.password_is_given, user.signed_out = False, SignedOut.PASSWORD
    user.save(update_fields=["password", "password_is_given", "signed_out"])
    record(Act.USER_PASSWORD, user, by=user)
    return user


def note_server_password(user: User) -> None:
    """Whoever runs the server has set a password: the log and its owner learn of it."""
    with transaction.atomic():
        user = locked(User.objects).get(pk=user.pk)
        user.password_is_given, user.signed_out = True, SignedOut.PASSWORD
        user.save(update_fields=["password_is_given", "signed_out"])
        end_after_reset(user, by=system_user())
        record(Act.USER_SERVER_PASSWORD, user, by=system_user(), new={"username": user.username})


def forget_ended_sessions() -> None:
    """Where somebody was signed in is forgotten with the sign-in's own row."""
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
