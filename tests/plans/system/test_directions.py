"""Marks that turn text around are left out, and nothing else is."""

from __future__ import annotations

import pytest

from plans.system.directions import undirected, undirected_page

MARKS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize("mark", MARKS)
def test_each_mark_is_left_out(mark: str) -> None:
    assert undirected(f"甲{mark}乙{mark}") == "甲乙"
    assert undirected_page(f"<p>甲{mark}乙</p>".encode()) == "<p>甲乙</p>".encode()


def test_everything_else_stays() -> None:
    """The neighbours of the marks by number, and letters that are written from the right."""
    others = "\u061b\u061d\u200b\u200c\u200d\u2010\u2029\u202f\u2065\u206a甲א1—“”…"
    assert undirected(others) == others
    assert undirected_page(others.encode()) == others.encode()
