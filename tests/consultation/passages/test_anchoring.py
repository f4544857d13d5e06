"""A quoted passage is found again in a later text, and not found where it is not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.passages.anchoring import (
    GONE,
    Anchor,
    Match,
    PlanMatch,
    State,
    find,
    find_in_plan,
)
from tests.growth import takes_less_than
from tests.real_plans import provisions

TEXT = (
    "全面加强科协系统党的建设，发挥科协党组织作用。实施科普能力提升工程，"
    "到2025年，全市公民具备科学素质的比例超过15%，建成科普基地200个。"
    "支持区县科协建设科技馆，推动流动科技馆巡展全覆盖。"
)
QUOTE = "全市公民具备科学素质的比例超过15%"
AT = TEXT.index(QUOTE)


def anchor_at(plain: str, start: int, end: int) -> Anchor:
    """The anchor of a stretch, with 32 characters on either side."""
    return Anchor(plain[start:end], plain[max(0, start - 32) : start], plain[end : end + 32], start)


ANCHOR = anchor_at(TEXT, AT, AT + len(QUOTE))
LETTERS = "科普组织人才建设推进加强服务，。"


def quoted(text: str, match: Match) -> str | None:
    return None if match.start is None else text[match.start : match.end]


@given(st.text(alphabet="甲乙丙，\n", min_size=1), st.data())
def test_in_the_same_text_an_anchor_finds_just_its_stretch(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    match = find(anchor_at(text, start, end), text)
    assert (match.start, match.end, match.state) == (start, end, State.EXACT)


@given(st.text(alphabet="甲乙，", max_size=9), st.text(alphabet="甲乙，", max_size=60))
def test_whatever_is_looked_for_the_answer_is_a_stretch_of_the_text(quote, text):
    match = find(Anchor(quote, "甲", "乙", 7), text)
    if match.start is None or match.end is None:
        assert match == GONE
    else:
        assert 0 <= match.start <= match.end <= len(text)


def test_text_before_it_only_shifts_a_passage():
    later = "新增的一段话。" * 30 + TEXT
    assert find(ANCHOR, later) == Match(AT + 210, AT + 228, State.EXACT, 1.0, 1.0)


def test_of_several_the_one_with_the_same_neighbours():
    text = "甲方负责建设科普基地。乙方参与建设科普基地。丙方验收建设科普基地。"
    at = text.index("建设科普基地", 15)
    assert find(anchor_at(text, at, at + 6), "前言。" + text).start == at + 3


@pytest.mark.parametrize(
    ("old", "new", "now", "state"),
    [
        ("超过15%", "达到16%以上", "全市公民具备科学素质的比例达到16%以上", State.CHANGED),
        (QUOTE, "科学素质建设走在西部前列", "科学素质建设走在西部前列", State.CHANGED),
        ("，全市公民", "，力争全市公民", QUOTE, State.EXACT),
        ("，建成科普基地200个", "", QUOTE, State.EXACT),
    ],
)
def test_a_passage_that_was_changed_is_shown_as_it_reads_now(old, new, now, state):
    later = TEXT.replace(old, new)
    match = find(ANCHOR, later)
    assert (quoted(later, match), match.state) == (now, state)


def test_a_deleted_passage_is_gone_and_its_place_is_known():
    match = find(ANCHOR, TEXT.replace(QUOTE, ""))
    assert (match.start, match.end, match.state, match.score) == (AT, AT, State.GONE, 0.0)
    assert find(ANCHOR, "完全不同的另一段文字，讲的是学会改革。") == GONE
    assert find(ANCHOR, "") == GONE


def test_the_same_words_among_others_have_moved():
    later = "丁" * 80 + QUOTE + "戊" * 80
    assert find(ANCHOR, later) == Match(80, 98, State.MOVED, 1.0, 0.0)


def test_a_passage_is_followed_into_another_provision():
    passage = "到2025年，全市公民具备科学素质的比例超过15%，建成科普基地200个。"
    texts = {1: TEXT.replace(passage, ""), 2: "学会改革。", 3: f"另一章。{passage}其他。"}
    found = find_in_plan(ANCHOR, texts, 1)
    assert (found.place, quoted(texts[3], found.match)) == (3, QUOTE)
    assert found.match.state is State.MOVED
    texts[3] = texts[3].replace("超过15%", "超过16%")
    changed = find_in_plan(ANCHOR, texts, 1)
    assert (changed.place, changed.match.state) == (3, State.CHANGED)
    assert quoted(texts[3], changed.match) == QUOTE.replace("15", "16")


def test_home_wins_and_short_common_words_do_not_wander():
    text = "支持科普基地建设。"
    anchor = anchor_at(text, 2, 6)
    assert find_in_plan(anchor, {1: text, 2: text}, 1).place == 1
    others = {1: "全部改写过的内容，与前文无关。", 2: "鼓励企业参与科普基地评选命名"}
    assert find_in_plan(anchor, others, 1) == PlanMatch(1, GONE)
    assert find_in_plan(anchor, {2: others[2]}, 1) == PlanMatch(None, GONE)


def test_an_anchor_without_quote_is_the_whole_text():
    assert find_in_plan(Anchor(""), {1: TEXT}, 1) == PlanMatch(
        1, Match(0, 0, State.EXACT, 1.0, 1.0)
    )


@pytest.mark.parametrize("name", ["chongqing", "guangyuan"])
@pytest.mark.parametrize("share", [0.01, 0.08])
def test_passages_of_a_real_plan_are_found_after_random_edits(name, share):
    chance = random.Random(f"{name}{share}")
    texts = provisions(name)
    places = [key for key, text in texts.items() if len(text) > 200]
    right = 0
    for _ in range(200):
        place = chance.choice(places)
        size = chance.randrange(6, 160)
        start = chance.randrange(len(texts[place]) - size)
        anchor = anchor_at(texts[place], start, start + size)
        later, first, last = _edited(texts[place], start, start + size, share, chance)
        found = find_in_plan(anchor, {**texts, place: later}, place)
        if found.place == place and found.match.start is not None and found.match.end is not None:
            right += abs(found.match.start - first) + abs(found.match.end - last) <= 6
    assert right >= 195


@pytest.mark.parametrize("name", ["chongqing", "guangyuan"])
def test_sentences_that_moved_are_found_and_deleted_ones_are_gone(name):
    chance = random.Random(name)
    texts = provisions(name)
    places = [key for key, text in texts.items() if len(text) > 200]
    moved = gone = 0
    for _ in range(100):
        place, other = chance.sample(places, 2)
        size = chance.randrange(24, 100)
        start = chance.randrange(len(texts[place]) - size)
        anchor = anchor_at(texts[place], start, start + size)
        without = texts[place][:start] + texts[place][start + size :]
        later = {**texts, place: without}
        gone += find_in_plan(anchor, later, place).match.state is State.GONE
        later[other] = f"{anchor.quote}{texts[other]}"
        found = find_in_plan(anchor, later, place)
        moved += (found.place, found.match.start) == (other, 0)
    assert moved >= 97
    assert gone >= 95


def test_the_longest_search_is_bounded():
    chance = random.Random(1)
    text = "".join("".join(provisions("chongqing").values()) for _ in range(7))[:100_000]
    strange = "".join(chance.choices(text, k=100_000))
    anchors = [anchor_at(text, 1000, 1000 + size) for size in (100, 2_000, 50_000)]
    assert {find(anchor, strange).state for anchor in anchors} == {State.GONE}
    assert takes_less_than(2, lambda: [find(anchor, strange) for anchor in anchors])


def _edited(
    text: str, first: int, last: int, share: float, chance: random.Random
) -> tuple[str, int, int]:
    """Small random edits, and where the stretch went."""
    for _ in range(int(share * len(text))):
        start = chance.randrange(len(text))
        end = min(len(text), start + chance.randrange(3))
        put = "".join(chance.choices(LETTERS, k=chance.randrange(4)))
        grown = len(put) - (end - start)
        if end <= first:
            first += grown
        elif start < first:
            first = start
        if end <= last and start < last:
            last += grown
        elif start < last:
            last = start + len(put)
        text = text[:start] + put + text[end:]
    return text, first, max(first, last)
