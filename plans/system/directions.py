"""Invisible marks that turn the direction of the text around them: never shown, never exported.

A stored text keeps them, since it is kept to the letter; what a reader sees goes through one of
these, so that no name and no opinion can turn a sentence of the portal around.
"""

from __future__ import annotations

import re

_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ENCODED = re.compile(rb"\xd8\x9c|\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]")


def undirected(text: str) -> str:
    """The text without marks of direction."""
    return _MARKS.sub("", text)


def undirected_page(page: bytes) -> bytes:
    """The same of a page in UTF-8."""
    return _ENCODED.sub(b"", page)
