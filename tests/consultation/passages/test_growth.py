"""Finding a passage again, and reading a letter, takes no longer than the text grows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from consultation.incoming.letter_text import paragraphs, tidy
from consultation.passages.anchoring import Anchor, find, find_in_plan
from tests.growth import VARIED, grows_no_faster_than_the_text

pytestmark = pytest.mark.embedded  # it asks no database, so once is enough


def found_in_one(text: str) -> None:
    """A short quote, one whose words have changed, and half of the text turned around."""
    at = len(text) // 2
    before, after = text[at - 32 : at], text[at + 60 : at + 92]
    for quote in (text[at : at + 10], text[at : at + 60][::-1] + "不在", text[:at][::-1]):
        find(Anchor(quote, before, after, at), text)


def found_in_plan(text: str) -> None:
    lines = (
        text.split("\n")
        if "\n" in text
        else [text[at : at + 500] for at in range(0, len(text), 500)]
    )
    gone = Anchor(text[100:160][::-1] + "不在", "前" * 20, "后" * 20, 3)
    find_in_plan(gone, dict(enumerate(lines)), 0)


def read_letter(text: str) -> None:
    paragraphs(tidy(text))


WAYS: dict[str, Callable[[str], object]] = {
    "in one text": found_in_one,
    "in a plan": found_in_plan,
    "in a letter": read_letter,
}


@pytest.mark.parametrize("way", WAYS)
def test_each_way_through_a_text_grows_with_it(way: str) -> None:
    assert [kind for kind in VARIED if not grows_no_faster_than_the_text(WAYS[way], kind)] == []
