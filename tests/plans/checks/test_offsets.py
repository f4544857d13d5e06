"""The way from what a reader sees back to the stored markup."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plans.checks.offsets import StoredLine, stored_lines
from plans.text.markup import plain

PIECES = ["中", "a", " ", "\\", "*", "**", "|", ":", "—", "——", "\n", ":::box 专栏\n", "\n:::\n"]


@given(st.lists(st.sampled_from([*PIECES, "|甲|乙|", "\\*", "\n|"])).map("".join))
def test_every_character_is_found_where_it_stands(stored):
    lines = stored_lines(stored)
    for line in lines:
        assert "".join(stored[at] for at in line.offsets[:-1]) == line.text
        assert sorted(set(line.offsets)) == list(line.offsets)
    shown = "".join(("——" if line.kind == "item" else "") + line.text for line in lines)
    assert shown == plain(stored).replace("\n", "").replace("\t", "")


def test_blocks():
    stored = "**甲。**乙\n——丙\n:::box 专栏1\n|丁|\\|戊|\n:::"
    assert stored_lines(stored) == [
        StoredLine("甲。乙", (2, 3, 6, 7), "paragraph", 0),
        StoredLine("丙", (10, 11), "item", 1),
        StoredLine("专栏1", (19, 20, 21, 22), "box_title", 2, 2),
        StoredLine("丁", (24, 25), "cell", 2, 2, 23, 0, 0),
        StoredLine("|戊", (27, 28, 29), "cell", 2, 2, 23, 0, 1),
    ]
