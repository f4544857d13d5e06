"""Texts side by side: what stands in the rows, for Chinese readers."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.text.comparing import Line, LineKind, Op, RowOp, Segment, compare_texts, lines, redline
from plans.text.markup import Run
from tests.growth import takes_less_than
from tests.real_plans import edited, plan_lines

MARKUP = st.text(alphabet="甲乙丙，。*\\|:— \n1a", max_size=80)
SHOWN = {Op.EQUAL: "{}", Op.INSERT: "[+{}]", Op.DELETE: "[-{}]"}


def shown(segments: tuple[Segment, ...]) -> str:
    return "".join(SHOWN[segment.op].format(segment.text) for segment in segments)


def shown_rows(old: str, new: str) -> list[tuple[str, str]]:
    return [(row.op.value, shown(row.segments)) for row in compare_texts(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ""),
        ("加强科普工作。", "加强科普工作。", "加强科普工作。"),
        ("加强组织建设。", "增强队伍建设。", "[-加强组织][+增强队伍]建设。"),
        ("到2025年达到12.5%。", "到2035年达到15%。", "到[-2025][+2035]年达到[-12.5%][+15%]。"),
        (
            "办好科普日，评选先进。",
            "办好科普日，开展讲座，评选先进。",
            "办好科普日，[+开展讲座，]评选先进。",
        ),
        ("句一。句二。", "句一。新句。句二。", "句一。[+新句。]句二。"),
        ("建设5G基地", "建设6G基地", "建设[-5][+6]G基地"),
        ("用WPS编辑", "用Word编辑", "用[-WPS][+Word]编辑"),
        ("健全工作机制", "取消该项内容，另行发文", "[-健全工作机制][+取消该项内容，另行发文]"),
    ],
)
def test_redline_reads_well(old, new, expected):
    assert shown(redline(old, new)) == expected


@given(st.text(alphabet="甲乙丙，。*\\1.a", max_size=40), st.text(alphabet="甲乙丙，。*\\1.a"))
def test_a_redline_holds_both_wordings(old, new):
    segments = redline(old, new)
    assert "".join(s.text for s in segments if s.op is not Op.INSERT) == old
    assert "".join(s.text for s in segments if s.op is not Op.DELETE) == new


def test_lines_are_what_is_printed():
    text = "首段**要点**。\n\n:::box 专栏1\n——条目\n|甲|乙|\n|丙|丁|\n:::\n末段"
    assert lines(text) == (
        Line(LineKind.PARAGRAPH, (Run("首段"), Run("要点", bold=True), Run("。")), False, 0),
        Line(LineKind.BOX_TITLE, (Run("专栏1"),), True, 2),
        Line(LineKind.ITEM, (Run("——"), Run("条目")), True, 3),
        Line(LineKind.TABLE_ROW, (Run("甲"), Run("\t"), Run("乙")), True, 4),
        Line(LineKind.TABLE_ROW, (Run("丙"), Run("\t"), Run("丁")), True, 5),
        Line(LineKind.PARAGRAPH, (Run("末段"),), False, 7),
    )


def test_rows_of_changed_added_and_deleted_lines():
    old = "第一段写科普。\n第二段写人才队伍建设。\n第三段写组织。"
    new = "第一段写科普。\n第二段写人才梯队建设。\n——新增条目：数字科协。"
    assert shown_rows(old, new) == [
        ("equal", "第一段写科普。"),
        ("changed", "第二段写人才[-队伍][+梯队]建设。"),
        ("delete", "[-第三段写组织。]"),
        ("insert", "[+——][+新增条目：数字科协。]"),
    ]


def test_markup_is_never_cut_and_weight_alone_is_told():
    rows = compare_texts("加强**科普**工作。", "加强**科普工作**。")
    assert [(row.op, row.segments) for row in rows] == [
        (
            RowOp.CHANGED,
            (
                Segment(Op.EQUAL, "加强"),
                Segment(Op.EQUAL, "科普", bold=True, was_bold=True),
                Segment(Op.EQUAL, "工作", bold=True, was_bold=False),
                Segment(Op.EQUAL, "。"),
            ),
        )
    ]


def test_a_moved_line_is_shown_as_a_move_at_both_ends():
    one, two, three = "甲段讲思想政治引领。", "乙段讲科技创新服务。", "丙段讲科学普及工作。"
    rows = compare_texts("\n".join((one, two, three)), "\n".join((three, one, two)))
    assert [(row.op, shown(row.segments)) for row in rows] == [
        (RowOp.MOVED_HERE, f"[+{three}]"),
        (RowOp.EQUAL, one),
        (RowOp.EQUAL, two),
        (RowOp.MOVED_AWAY, f"[-{three}]"),
    ]
    assert rows[0].move == rows[3].move
    assert rows[0].move is not None
    assert shown(rows[0].move.segments) == three


def test_a_line_moved_and_reworded_shows_the_rewording():
    stays = [
        f"第{at}段讲另外一件互不相同的事情：{word * 6}。" for at, word in enumerate("甲乙丙丁")
    ]
    moved = "全市公民具备科学素质的比例由12%提高到15%，居西部前列。"
    reworded = "全市公民具备科学素质的比例由12%提高到16%，居西部前列。"
    rows = compare_texts("\n".join([moved, *stays]), "\n".join([*stays, reworded]))
    assert [row.op for row in rows] == [
        RowOp.MOVED_AWAY,
        *[RowOp.EQUAL] * 4,
        RowOp.MOVED_HERE,
    ]
    assert rows[-1].move is not None
    assert shown(rows[-1].move.segments) == (
        "全市公民具备科学素质的比例由12%提高到[-15%][+16%]，居西部前列。"
    )


@given(MARKUP, MARKUP)
def test_each_side_read_downwards_is_that_text(old, new):
    rows = compare_texts(old, new)
    assert [row.old for row in rows if row.old] == list(lines(old))
    assert [row.new for row in rows if row.new] == list(lines(new))
    for row in rows:
        left = "".join(s.text for s in row.segments if s.op is not Op.INSERT)
        right = "".join(s.text for s in row.segments if s.op is not Op.DELETE)
        assert left == (row.old.text if row.old else "")
        assert right == (row.new.text if row.new else "")


@given(MARKUP)
def test_a_text_does_not_differ_from_itself(text):
    assert {row.op for row in compare_texts(text, text)} <= {RowOp.EQUAL}


@pytest.mark.parametrize("name", ["chongqing", "guangyuan"])
def test_random_edits_of_a_real_plan_are_found_again(name):
    chance = random.Random(name)
    old = "\n".join(plan_lines(name))
    new = edited(old, 200, chance)
    rows = compare_texts(old, new)
    assert [row.new for row in rows if row.new] == list(lines(new))
    kept = sum(len(s.text) for row in rows for s in row.segments if s.op is Op.EQUAL)
    assert kept > 0.9 * len(old)


def test_two_chapters_take_milliseconds_and_the_worst_case_ends():
    chance = random.Random(7)
    chapter = "\n".join(plan_lines("chongqing"))[:5000]
    other = edited(chapter, 20, chance)
    assert takes_less_than(0.05, lambda: compare_texts(chapter, other))
    strangers = ["".join(chr(chance.randrange(0x4E00, 0x9FA0)) for _ in range(100_000))] * 2
    assert takes_less_than(5, lambda: compare_texts(strangers[0], strangers[1][::-1]))
