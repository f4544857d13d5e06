"""Where a quote stands in its provision, and what its wording becomes."""

from __future__ import annotations

from dataclasses import dataclass

from consultation.enums import CommentKind
from consultation.passages.anchoring import CONTEXT
from plans.models import EditionProvision
from plans.text.comparing.characters import redline
from plans.text.comparing.values import Segment
from plans.text.markup import plain


@dataclass(frozen=True)
class Standing:
    """A quote with what stands around it; ``start`` (code points) is None when it is not found."""

    quote: str
    prefix: str = ""
    suffix: str = ""
    start: int | None = None


def body_of(place: EditionProvision) -> str:
    """The provision as people read and quote it: title, then plain text."""
    return f"{place.title}\n{plain(place.text)}"


def paragraphs_of(place: EditionProvision | None) -> list[str]:
    """The paragraphs that a person may choose to speak about."""
    return [line for line in body_of(place).split("\n")[1:] if line.strip()] if place else []


def standing(place: EditionProvision | None, quote: str, start: int | None = None) -> Standing:
    """The quote where it stands nearest behind ``start``, or first."""
    quote = quote.replace("\r\n", "\n")
    body = body_of(place) if place else ""
    at = body.find(quote, max(0, (start or 0) - 5)) if quote else -1
    if at < 0 and quote:
        at = body.find(quote)
    if at < 0:
        return Standing(quote)
    end = at + len(quote)
    return Standing(quote, body[max(0, at - CONTEXT) : at], body[end : end + CONTEXT], at)


def wording(kind: str, quote: str, proposal: str) -> tuple[Segment, ...]:
    """The quote against the wording proposed for it; empty where there is nothing to compare."""
    if not quote:
        return ()
    if kind == CommentKind.DELETE:
        return redline(quote, proposal)
    if kind == CommentKind.CHANGE and proposal:
        return redline(quote, proposal)
    return ()
