"""Devices that an account has signed in from: they wait for their own wrong guesses alone.

A browser keeps a signed cookie with, for each account that signed in there, a mark of the device
and of the password it signed in with: a new password ends them all.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare, salted_hmac

from plans.models import User
from plans.system.guessing import Guesser, Secret, address_of

SALT = "plans.device"
AGE = timedelta(days=365)
MOST = 8
"""So many accounts of one browser are known, the latest ones."""
Known = dict[str, list[str]]
"""By account the mark of the device and that of the password."""


def guesser_of(secret: Secret, request: HttpRequest, username: str) -> Guesser:
    """Who guesses a secret of this account, at which address, from a device known or not."""
    return Guesser(secret, address_of(request), username, device_of(request, username))


def device_of(request: HttpRequest, username: str) -> str:
    """The mark of this device where the account has signed in from it with its password of today,
    else nothing."""
    known = _known(request)
    user = User.objects.filter(username=username.strip()).first() if known else None
    device, generation = known.get(str(user.pk), ["", ""]) if user else ("", "")
    return device if user and constant_time_compare(generation, _generation(user)) else ""


def remember(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """This device has signed in with the account's password of today."""
    known = _known(request)
    device, _ = known.pop(str(user.pk), (secrets.token_urlsafe(9), ""))
    latest = {str(user.pk): [device, _generation(user)], **known}
    value = signing.dumps(dict(list(latest.items())[:MOST]), salt=SALT, compress=True)
    response.set_cookie(
        _name(),
        value,
        max_age=AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _known(request: HttpRequest) -> Known:
    try:
        return dict(signing.loads(request.COOKIES.get(_name(), ""), salt=SALT, max_age=AGE))
    except signing.BadSignature:
        return {}


def _name() -> str:
    """Where the connection is safe, no neighbouring host can set it."""
    return "__Host-device" if settings.SESSION_COOKIE_SECURE else "device"


def _generation(user: User) -> str:
    """What changes with the password, and tells nothing of it."""
    return salted_hmac(SALT, f"{user.pk}:{user.password}").hexdigest()[:24]
