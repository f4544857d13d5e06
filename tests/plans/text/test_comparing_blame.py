"""Who wrote each paragraph, over few and over many versions."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from plans.text.comparing import advance, blame, lines
from tests.growth import takes_less_than
from tests.real_plans import edited, plan_lines


def test_each_paragraph_has_the_version_that_wrote_it():
    versions = [
        ("甲", "一。\n二。"),
        ("乙", "一。\n\n二，改。\n——三。"),
        ("丙", "——三。\n一。\n二，改。"),
    ]
    assert blame(versions) == [("——三。", "乙"), ("一。", "甲"), ("二，改。", "乙")]


def test_what_was_deleted_and_restored_is_the_restorer_s():
    assert blame([(1, "一。\n二。"), (2, "一。"), (3, "一。\n二。")]) == [("一。", 1), ("二。", 3)]


def test_the_end_of_a_box_prints_nothing_and_is_nobody_s():
    text = ":::box 专栏\n|甲|乙|\n:::\n末"
    assert blame([(1, text)]) == [("专栏", 1), ("甲\t乙", 1), ("末", 1)]


def test_no_version_no_paragraph():
    assert blame([]) == []
    assert blame([(1, "")]) == []


@given(st.lists(st.text(alphabet="甲乙\n:|— ", max_size=20), max_size=6))
def test_every_printed_line_is_attributed_once(texts):
    found = blame(enumerate(texts))
    assert [text for text, _ in found] == [line.text for line in lines(texts[-1] if texts else "")]


@given(st.lists(st.text(alphabet="甲乙\n", max_size=20), min_size=2, max_size=6))
def test_going_on_from_a_kept_state_gives_the_same(texts):
    kept: list[tuple[str, int]] = []
    for key, text in enumerate(texts):
        kept = advance(kept, key, text)
    assert [(text, key) for text, key in kept if text] == blame(enumerate(texts))


def test_500_versions_of_a_chapter_take_a_fraction_of_a_second():
    chance = random.Random(3)
    text = "\n".join(plan_lines("chongqing"))[:5000]
    versions = [(0, text)]
    for key in range(1, 500):
        versions.append((key, edited(versions[-1][1], 2, chance)))
    found = blame(versions)
    assert takes_less_than(1, lambda: blame(versions))
    assert [line for line, _ in found] == [line.text for line in lines(versions[-1][1])]
