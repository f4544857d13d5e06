"""Three-way merge: both sides' work stands in the result, or a person is asked."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plans.text.merging import MergeResult, Outcome, Piece, Side, merge
from tests.real_plans import edited, plan_lines

LINE = st.sampled_from(
    [
        "",
        "甲段讲思想政治引领工作。",
        "甲段讲思想政治工作。",
        "乙段**讲**科普。",
        "——丙",
        "|a|b|",
        ":::",
    ]
)
TEXT = st.lists(LINE, max_size=6).map("\n".join)
FREE = st.text(alphabet="甲乙丙，。*\n", max_size=40)
BASE = "第一段讲引领。\n第二段讲人才。\n第三段讲科普，到2025年建成。"


def outcomes(result: MergeResult) -> list[str]:
    return [piece.outcome.value for piece in result.pieces]


@given(FREE, FREE)
def test_what_only_one_side_changed_is_taken(base, new):
    assert merge(base, base, new).text == new
    assert merge(base, new, base).text == new
    assert merge(base, new, new).text == new
    assert merge(base, new, new).clean


@given(TEXT, TEXT, TEXT)
@example("a", "", "b")
def test_exchanging_the_sides_changes_nothing_else(base, mine, theirs):
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert [(p.base, p.mine, p.theirs) for p in one.pieces] == [
        (p.base, p.theirs, p.mine) for p in other.pieces
    ]
    assert one.clean == other.clean
    if one.clean:
        assert one.text == other.text


@given(FREE, FREE, FREE)
def test_each_side_can_be_read_out_of_the_pieces_whole(base, mine, theirs):
    pieces = merge(base, mine, theirs).pieces
    for text, side in ((base, "base"), (mine, "mine"), (theirs, "theirs")):
        assert "\n".join(line for piece in pieces for line in getattr(piece, side)) == text


@given(TEXT, TEXT, TEXT)
def test_every_line_that_a_side_wrote_stands_in_the_text(base, mine, theirs):
    result = merge(base, mine, theirs)
    reviewed = {line for piece in result.reviews for line in piece.mine + piece.theirs}
    written = set(f"{mine}\n{theirs}".split("\n")) - set(base.split("\n"))
    assert written <= set(result.text.split("\n")) | reviewed


def test_changes_of_neighbouring_lines_are_both_taken():
    mine = BASE.replace("讲引领", "讲思想引领")
    theirs = BASE.replace("讲人才", "讲人才队伍") + "\n第四段讲组织。"
    result = merge(BASE, mine, theirs)
    assert outcomes(result) == ["mine", "theirs", "same", "theirs"]
    assert result.text == (
        "第一段讲思想引领。\n第二段讲人才队伍。\n第三段讲科普，到2025年建成。\n第四段讲组织。"
    )


def test_separate_changes_in_one_line_are_merged_for_review():
    mine, theirs = BASE.replace("科普", "全域科普"), BASE.replace("2025", "2030")
    result = merge(BASE, mine, theirs)
    assert (result.clean, outcomes(result)) == (True, ["same", "review"])
    assert result.reviews == (
        Piece(
            Outcome.REVIEW,
            ("第三段讲科普，到2025年建成。",),
            ("第三段讲全域科普，到2025年建成。",),
            ("第三段讲科普，到2030年建成。",),
            ("第三段讲全域科普，到2030年建成。",),
        ),
    )


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (BASE.replace("2025", "2030"), BASE.replace("2025", "2035")),
        (BASE.replace("第二段讲人才。\n", ""), BASE.replace("讲人才", "讲人才队伍")),
        (BASE + "\n我加的。", BASE + "\n他加的。"),
        (BASE.replace("讲科普", "**讲科**普"), BASE.replace("到2025年建成", "**到2025年**建成")),
    ],
)
def test_what_cannot_stand_together_is_a_conflict_with_both_sides(mine, theirs):
    result = merge(BASE, mine, theirs)
    assert not result.clean
    assert [result.resolved([side]) for side in (Side.BASE, Side.MINE, Side.THEIRS)] == [
        BASE,
        mine,
        theirs,
    ]
    (conflict,) = result.conflicts
    assert conflict.merged == conflict.theirs + conflict.mine
    assert result.text == result.resolved([Side.THEIRS_THEN_MINE])


def test_one_side_s_weight_and_the_other_s_words_go_together():
    mine = BASE.replace("第三段讲科普", "**第三段讲科普**")
    theirs = BASE.replace("2025", "2030")
    assert merge(BASE, mine, theirs).text == mine.replace("2025", "2030")


def test_a_choice_is_needed_for_each_conflict():
    with pytest.raises(ValueError, match="1 conflicts, 0 choices"):
        merge("甲", "乙", "丙").resolved([])


def test_random_edits_of_the_real_plan_lose_nothing():
    chance = random.Random(5)
    base = "\n".join(plan_lines("chongqing"))
    for _ in range(20):
        mine, theirs = edited(base, 10, chance), edited(base, 10, chance)
        mine, theirs = _signed(mine, "M", chance), _signed(theirs, "T", chance)
        result = merge(base, mine, theirs)
        assert set(re.findall(r"[MT]\d+[MT]", result.text)) >= {
            f"{side}{at}{side}" for side in "MT" for at in range(5)
        }


def _signed(text: str, side: str, chance: random.Random) -> str:
    """Five marks that no one else writes, so that each can be looked for."""
    for at in range(5):
        place = chance.randrange(len(text))
        text = f"{text[:place]}，{side}{at}{side}，{text[place:]}"
    return text
