"""The number of a 反馈表: round and unit with check digits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from django.utils.crypto import salted_hmac

_NUMBER = re.compile(r"(\d{4,9})\s*-\s*(\d{5,9})\s*-\s*([0-9A-F]{4})")


def form_number(round_id: int, invitation_id: int = 0) -> str:
    """The number printed on a blank form; its last four signs reveal a slip of the pen."""
    body = f"{round_id:04d}-{invitation_id:05d}"
    check = salted_hmac("consultation.reply_form", body).hexdigest()[:4].upper()
    return f"{body}-{check}"


def read_number(text: str) -> tuple[int, int] | None:
    """Round and invitation of the first true form number in a text."""
    for found in _numbers(text):
        ids = int(found[1]), int(found[2])
        if form_number(*ids) == f"{found[1]}-{found[2]}-{found[3]}":
            return ids
    return None


def is_misnumbered(text: str) -> bool:
    """Whether a text bears what looks like a form number, and none that is true."""
    return read_number(text) is None and any(True for _ in _numbers(text))


def _numbers(text: str) -> Iterator[re.Match[str]]:
    return _NUMBER.finditer(unicodedata.normalize("NFKC", text))
