"""Codes of an authenticator as RFC 6238 says, by no code of the portal or of what it rests on."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time

STEP = 30


def code_at(secret: str, moment: float) -> str:
    """Six digits for the step of thirty seconds in which the moment lies."""
    counter = int(moment // STEP).to_bytes(8, "big")
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def code_now(secret: str, *, later: int = 0) -> str:
    """What the telephone shows now, or so many steps later; the step next to now is taken too."""
    return code_at(secret, time.time() + later * STEP)
