"""Sign-ins 登录 of a person: when one is over, which live, and ending them all.

A session bears when it began, when its person last did something, and which idle end is theirs.
What no person did (a page that asks by itself) counts for nothing (``plans.system.pages.polled``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db.models import F
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from plans.enums import SignedOut, UserKind
from plans.models import User
from plans.people.browsers import browser_in_words
from plans.people.offices import offices_of
from plans.system import clock

BEGAN, SEEN, IDLE = "began", "seen", "idle_end"
EVERY = 60
"""So many seconds pass before the last act is written again; an idle end comes as much later."""
AGAIN = "，已退出登录。请重新登录。"
ELSEWHERE = "这次登录已经结束，请重新登录。"


@dataclass(frozen=True)
class SignIn:
    """One browser in which the person is signed in; ``key`` is its session's."""

    pk: int
    key: str
    device: str
    ip: str
    began: datetime
    seen: datetime


def listen() -> None:
    """Every session of a person begins alike, by whatever way they sign in."""
    user_logged_in.connect(_signed_in)


def _signed_in(request: HttpRequest, user: User, **_: object) -> None:
    begin(request.session, user)


def begin(session: SessionBase, user: User) -> None:
    """Note when the sign-in began and which idle end is the person's by the offices held today.

    Who came by a personal link has none of these: the link says how long a visit lasts. Accounts
    of the demo have no idle end, so that looking around is not interrupted.
    """
    if user.kind != UserKind.PERSON:
        return
    now = _now()
    idle = "" if user.is_demo else "offices" if offices_of(user) else "others"
    session.update({BEGAN: now, SEEN: now, IDLE: idle})
    session.set_expiry(settings.ACCOUNT_SESSION_COOKIE_AGE)


def note_act(session: SessionBase) -> None:
    """The person did something: written at once, and at most once a minute.

    UpdateError where the session was ended meanwhile: it does not come back.
    """
    now = _now()
    if now - session[SEEN] < EVERY:
        return
    session[SEEN] = now
    session.save()
    session.modified = False


def why_over(data: Mapping[str, Any]) -> str:
    """The sentence for a session whose time is over; empty while it goes on."""
    now, limits = _now(), settings.SESSIONS
    if now >= data[BEGAN] + limits["whole"]:
        return f"您这次登录已满{_span(limits['whole'])}{AGAIN}"
    idle = limits.get(data[IDLE], 0)
    if idle and now >= data[SEEN] + idle + EVERY:
        return f"您已{_span(idle)}没有操作{AGAIN}"
    return ""


def why_ended(user_id: str) -> str:
    """The sentence for a session that the account knows no more."""
    told = User.objects.filter(pk=user_id).values_list("signed_out", flat=True).first()
    return f"{SignedOut(told).label}{AGAIN}" if told else ELSEWHERE


def _span(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    return f"{seconds // 60}分钟" if rest else f"{hours}小时"


def _now() -> int:
    return int(clock.now().timestamp())


def sign_ins_of(user: User) -> list[SignIn]:
    """Where the person is signed in now, the latest first; looking removes no row."""
    rows = UserSession.objects.filter(user=user).order_by("-created_at", "-pk")
    keys = [row.session_key for row in rows]
    kept = Session.objects.filter(session_key__in=keys, expire_date__gt=clock.now())
    data = {one.session_key: one.get_decoded() for one in kept}
    mark = user.get_session_auth_hash()
    return [
        _sign_in(row, data[row.session_key])
        for row in rows
        if _lives(data.get(row.session_key, {}), mark)
    ]


def _lives(data: Mapping[str, Any], mark: str) -> bool:
    known = constant_time_compare(data.get(HASH_SESSION_KEY, ""), mark)
    return known and (BEGAN not in data or not why_over(data))


def _sign_in(row: UserSession, data: Mapping[str, Any]) -> SignIn:
    began, seen = (data.get(name, row.created_at.timestamp()) for name in (BEGAN, SEEN))
    return SignIn(
        row.pk,
        row.session_key,
        browser_in_words(row.user_agent),
        row.ip,
        datetime.fromtimestamp(began, UTC),
        datetime.fromtimestamp(seen, UTC),
    )


def end_sessions(user: User, why: SignedOut) -> None:
    """End every sign-in of the person at its next request; inside the caller's transaction."""
    User.objects.filter(pk=user.pk).update(session_mark=F("session_mark") + 1, signed_out=why)
    UserSession.objects.filter(user=user).delete()
