"""A proof of work 验证: the browser counts until a hash begins with enough zero bits.

The challenge is signed by the server, with its round, its time and its difficulty; a solution is a
number. ``static/js/proof_worker.js`` looks for it in the same way as ``is_solved`` checks it.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing

from plans.errors import WrongState
from plans.system import clock

SALT = "consultation.suggestion-proof"
PREFIX = 32
"""So many digits of the challenge's hash stand before the number: all fits in one SHA-256 block."""


@dataclass(frozen=True)
class Proof:
    """A solved challenge, not yet spent."""

    digest: str
    expires_at: datetime


def new_challenge(round_id: int) -> str:
    """A challenge for one suggestion in a round; empty where none is asked for."""
    if not settings.PROOF_BITS:
        return ""
    what = {"round": round_id, "nonce": secrets.token_hex(8), "bits": settings.PROOF_BITS}
    return signing.dumps(what, salt=SALT)


def read_proof(challenge: str, solution: str, round_id: int) -> Proof | None:
    """The proof that was sent; None where there is none that holds for this round.

    A solved challenge that has expired is WrongState: the page asks for a new one.
    """
    try:
        what = signing.loads(challenge, salt=SALT)
    except signing.BadSignature:
        return None
    if what["round"] != round_id or not is_solved(challenge, solution, what["bits"]):
        return None
    try:
        signing.loads(challenge, salt=SALT, max_age=settings.PROOF_SECONDS)
    except signing.SignatureExpired:
        raise WrongState(
            "本页打开的时间太长，验证已经过期，这一条还没有提交。内容都还在，请再提交一次。"
        ) from None
    return Proof(_hash(challenge), clock.database_now() + timedelta(seconds=settings.PROOF_SECONDS))


def is_solved(challenge: str, solution: str, bits: int) -> bool:
    """Whether the hash of challenge and number begins with so many zero bits."""
    if not (solution.isascii() and solution.isdecimal() and len(solution) <= 15):
        return False
    found = _hash(f"{_hash(challenge)[:PREFIX]}:{solution}")
    return int(found, 16) >> (256 - bits) == 0


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
