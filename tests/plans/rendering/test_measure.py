"""Places on the grid: signatures, seals, gaps, widths."""

from __future__ import annotations

import pytest

from plans.rendering.blocks import (
    Addressee,
    AttachmentNote,
    Block,
    Label,
    Named,
    Note,
    Paragraph,
    Part,
    Signature,
    Title,
    Toc,
)
from plans.rendering.layout import CELL_MM, mark_size_pt
from plans.rendering.measure import Insets, cells, gap_lines, seal_grid, signature_insets

PARA, TITLE = Paragraph(()), Title(("题",))


@pytest.mark.parametrize(("text", "width"), [("", 0), ("科协", 2), ("2021年", 3), ("A—", 1.5)])
def test_latin_letters_take_half_a_character(text: str, width: float) -> None:
    assert cells(text) == width


@pytest.mark.parametrize(
    ("name", "date", "seal", "insets"),
    [
        ("重庆市科学技术协会", "2021年9月14日", True, Insets(name=2.75, date=4)),
        ("市科协", "2021年9月14日", True, Insets(name=5.75, date=4)),
        ("很" * 20, "2021年9月14日", True, Insets(name=0, date=4)),
        ("重庆市科学技术协会", "2021年9月14日", False, Insets(name=2, date=2.5)),
        ("市科协", "2021年9月14日", False, Insets(name=7.5, date=2)),
    ],
)
def test_where_one_body_signs(name: str, date: str, seal: bool, insets: Insets) -> None:
    assert signature_insets(name, date, seal=seal) == insets


@pytest.mark.parametrize(
    ("names", "rows"),
    [
        (("甲局", "乙局"), [2]),
        (("甲局", "乙局", "丙局"), [3]),
        (("甲局", "乙局", "丙局", "丁局"), [2, 2]),
        (("重庆市科学技术协会", "重庆市教育委员会", "重庆市科学技术局"), [2, 1]),
        (("很" * 20, "乙局"), [1, 1]),
    ],
)
def test_at_most_three_seals_stand_in_a_row(names: tuple[str, ...], rows: list[int]) -> None:
    assert [len(row) for row in seal_grid(names, "2021年9月14日").rows] == rows


def test_the_last_seal_stands_over_a_date_four_in_and_none_leaves_the_type_area() -> None:
    grid = seal_grid(("甲市科协", "乙市教委", "丙市科技局"), "2021年11月14日")
    middle = grid.right + grid.column / 2
    assert (middle - cells("2021年11月14日") / 2, grid.date, len(grid.rows[0])) == (4, 4, 3)
    assert grid.right + 3 * grid.column <= 28
    assert grid.column * CELL_MM >= 44


@pytest.mark.parametrize(
    ("previous", "block", "lines"),
    [
        (None, TITLE, 1),
        (TITLE, Label("（草案）"), 0),
        (TITLE, Addressee("各科协"), 1),
        (Label("（草案）"), PARA, 1),
        (TITLE, Toc(), 0),
        (Addressee("各科协"), PARA, 0),
        (PARA, PARA, 0),
        (PARA, AttachmentNote(("表",)), 1),
        (PARA, Signature(("科协",), "2021年9月1日"), 2),
        (PARA, Signature(("科协",), "2021年9月1日", seal=False), 1),
        (Signature(("科协",), "2021年9月1日"), Note("联系人"), 0),
        (PARA, Named("出席", "张"), 1),
        (Named("出席", "张"), Named("列席", "李"), 0),
    ],
)
def test_empty_lines_before_a_block(previous: Block | None, block: Block, lines: int) -> None:
    assert gap_lines(previous, block, Part(())) == lines


def test_the_first_title_stands_two_lines_below_the_letterhead() -> None:
    assert gap_lines(None, TITLE, Part(()), headed=True) == 2


def test_the_title_of_an_attachment_stands_on_its_third_line() -> None:
    assert gap_lines(None, TITLE, Part((), attachment="附件1")) == 1


@pytest.mark.parametrize(("characters", "size"), [(4, 48.0), (11, 39.8), (30, 14.6)])
def test_the_mark_is_as_large_as_its_line_allows(characters: int, size: float) -> None:
    assert mark_size_pt(characters) == size
