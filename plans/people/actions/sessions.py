"""Ending sign-ins 登录: one's own elsewhere, the oldest of too many, all by a change of role."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction

from plans.enums import Act, SignedOut
from plans.errors import WrongState
from plans.models import User
from plans.people.sessions import SignIn, end_sessions, sign_ins_of
from plans.system.audit import record
from plans.system.locking import locked


def end_for_role(user: User | None, *, by: User) -> None:
    """A right was given or taken: the person signs in anew with it, or without; inside the
    caller's transaction. Nothing ends by what one does oneself."""
    if user is not None and user.pk != by.pk:
        end_sessions(user, SignedOut.ROLE)


def end_sign_in(sign_in_id: int, *, by: User) -> SignIn:
    """End one of one's own sign-ins; WrongState where it has ended."""
    with transaction.atomic():
        user = locked(User.objects).get(pk=by.pk)
        chosen = [one for one in sign_ins_of(user) if one.pk == sign_in_id]
        if not chosen:
            raise WrongState("这次登录已经结束，请刷新页面查看。")
        _end(user, chosen)
    return chosen[0]


def end_other_sign_ins(kept: str, *, by: User) -> int:
    """End all of one's own sign-ins but the one whose session has this key; gives how many."""
    with transaction.atomic():
        user = locked(User.objects).get(pk=by.pk)
        others = [one for one in sign_ins_of(user) if one.key != kept]
        _end(user, others)
    return len(others)


def end_oldest(user: User, present: str) -> list[SignIn]:
    """Of more sign-ins than may be at once the oldest end; inside the transaction of the present
    one, which stays."""
    most = settings.SESSIONS["at_once"]
    if not most:
        return []
    user = locked(User.objects).get(pk=user.pk)
    others = [one for one in sign_ins_of(user) if one.key != present]
    ended = others[most - 1 :]
    _end(user, ended)
    return ended


def _end(user: User, chosen: Iterable[SignIn]) -> None:
    for one in chosen:
        UserSession.objects.get(pk=one.pk).end()
        record(Act.USER_SESSIONS_END, user, by=user, new={"what": one.device})
