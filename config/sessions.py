"""Sessions 登录: how long they last, how many at once, and what their cookies are called."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from config.reading import number

MINUTE, HOUR = 60, 3600
COOKIES = ("sessionid", "csrftoken", "mfa_trusted")


def session_limits() -> dict[str, int]:
    """In seconds when a sign-in ends: ``offices`` without an act of who holds an office, ``others``
    of everybody else (0: by nothing but time), ``whole`` in any case. ``at_once``: of so many of a
    person the latest stay; 0 for all."""
    limits = {
        "offices": number("PORTAL_SESSION_IDLE_OFFICES", 30) * MINUTE,
        "others": number("PORTAL_SESSION_IDLE", 120) * MINUTE,
        "whole": number("PORTAL_SESSION_HOURS", 12) * HOUR,
        "at_once": number("PORTAL_SESSIONS_AT_ONCE", 0),
    }
    hours = limits["whole"] // HOUR
    if not 1 <= hours <= 720:
        raise ImproperlyConfigured(f"PORTAL_SESSION_HOURS is {hours}: 1 to 720 hours are expected.")
    return limits


def kept(limits: dict[str, int]) -> int:
    """How long row and cookie of a person's sign-in stay: longer than it lasts, so that whoever
    comes back is told why it has ended."""
    return limits["whole"] + 24 * HOUR


def cookie_names(secure: bool) -> tuple[str, ...]:
    """Of session, form token and remembered device. Where the connection is safe no neighbouring
    host and no unsafe page can set them."""
    return tuple(f"__Host-{name}" if secure else name for name in COOKIES)
