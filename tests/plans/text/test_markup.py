"""The stored markup: any string is read, and reading then writing changes nothing."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plans.text.markup import (
    Box,
    Item,
    Paragraph,
    Run,
    Table,
    escape,
    paragraphs,
    parse,
    plain,
    word_count,
    write,
)

MARKUP = st.text(alphabet="甲乙，*\\|:— \nb ox", max_size=60)


@given(st.text())
@example(":::box 专栏1\n|a|b|\n:::")
@example("**未闭合\n\\**")
@example("|a|\n|b|\n甲")
def test_writing_what_was_read_gives_the_same_string(source):
    assert write(parse(source)) == source


@given(MARKUP)
@example(":::box a\n:::box b\n:::")
@example("****甲**")
def test_markup_of_any_shape_is_kept(source):
    assert write(parse(source)) == source


@given(st.text(alphabet=st.characters(exclude_characters="\n"), max_size=40))
def test_escaped_text_prints_as_itself(text):
    assert plain(escape(text)) == text


def test_blocks_of_a_chapter():
    source = "**总体。**正文\n——条目\n:::box 专栏1 行动\n|项|值|\n|甲\\|乙|2|\n——内\n:::\n\n末段"
    assert parse(source) == (
        Paragraph((Run("总体。", bold=True), Run("正文"))),
        Item((Run("条目"),)),
        Box(
            (Run("专栏1 行动"),),
            (
                Table((((Run("项"),), (Run("值"),)), ((Run("甲|乙"),), (Run("2"),)))),
                Item((Run("内"),)),
            ),
        ),
        Paragraph(()),
        Paragraph((Run("末段"),)),
    )


def test_blocks_built_by_hand_are_read_back_as_they_were():
    blocks = (
        Paragraph((Run("——不是条目"),)),
        Paragraph((Run("2*3**4 \\ "), Run("粗", bold=True))),
        Item((Run("甲"),)),
        Box((Run("题"),), (Table((((Run("a|b"),), ()),)), Paragraph(()))),
        Paragraph((Run(":::"),)),
    )
    assert parse(write(blocks)) == blocks


@given(st.lists(st.text(alphabet="甲*\\|:—", min_size=1), max_size=5))
def test_runs_of_any_characters_are_read_back(pieces):
    """Neighbours of one weight would join, so the weights alternate."""
    runs = tuple(Run(text, bold=at % 2 == 0) for at, text in enumerate(pieces))
    assert parse(write((Paragraph(runs),))) == ((Paragraph(runs),) if runs else ())


def test_what_does_not_pair_is_text():
    assert plain("**甲\n:::box 无尾\n:\\a") == "**甲\n:::box 无尾\n:\\a"


def test_paragraphs_and_word_count():
    assert paragraphs("甲\n\n——乙") == ["甲", "——乙"]
    assert word_count("**甲** 乙\n——丙") == 5


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        (":::box\n甲\n:::", [Box((), (Paragraph((Run("甲"),)),))]),
        (":::box 题\n:::", [Box((Run("题"),), ())]),
        (":::boxes\n:::", [Paragraph((Run(":::boxes"),)), Paragraph((Run(":::"),))]),
        (":::", [Paragraph((Run(":::"),))]),
        (":::box 甲\n:::box\n:::", [Paragraph((Run(":::box 甲"),)), Box((), ())]),
        (":::box 甲\n:::box 乙\n:::", [Paragraph((Run(":::box 甲"),)), Box((Run("乙"),), ())]),
        ("|甲|", [Table((((Run("甲"),),),))]),
        ("||", [Table((((),),))]),
        ("|", [Paragraph((Run("|"),))]),
        ("|甲", [Paragraph((Run("|甲"),))]),
        ("甲|", [Paragraph((Run("甲|"),))]),
        (r"|甲\|", [Paragraph((Run("|甲|"),))]),
        (r"|甲\\|", [Table((((Run("甲\\"),),),))]),
        (r"|\|", [Paragraph((Run("||"),))]),
        (r"|甲~\|", [Paragraph((Run("|甲~|"),))]),
        (r"|甲\\\|", [Paragraph((Run(r"|甲\|"),))]),
        (r"|\*甲\a|乙|", [Table((((Run("*甲\\a"),), (Run("乙"),)),))]),
        ("|甲|\n乙\n|丙|", [
            Table((((Run("甲"),),),)), Paragraph((Run("乙"),)), Table((((Run("丙"),),),)),
        ]),
        (":::box 甲\n|乙|\n:::\n|丙|", [
            Box((Run("甲"),), (Table((((Run("乙"),),),)),)), Table((((Run("丙"),),),)),
        ]),
        ("——", [Item(())]),
        ("—甲", [Paragraph((Run("—甲"),))]),
        ("**甲**", [Paragraph((Run("甲", bold=True),))]),
        ("甲**乙**丙**丁**", [Paragraph((
            Run("甲"), Run("乙", bold=True), Run("丙"), Run("丁", bold=True),
        ))]),
        ("甲**乙", [Paragraph((Run("甲**乙"),))]),
        ("****", [Paragraph((Run("****"),))]),
        ("*****", [Paragraph((Run("*", bold=True),))]),
        (r"**\**乙**", [Paragraph((Run("**乙", bold=True),))]),
        (r"**\a**", [Paragraph((Run("\\a", bold=True),))]),
        (r"\——甲", [Paragraph((Run("——甲"),))]),
        (r"\甲\\\*\|\:", [Paragraph((Run("\\甲\\*|:"),))]),
    ],
)  # fmt: skip
def test_what_is_read(source, blocks):
    assert parse(source) == tuple(blocks)


@pytest.mark.parametrize(
    ("blocks", "written"),
    [
        ((Box((), ()),), ":::box\n:::"),
        ((Box((Run("题", bold=True),), (Item((Run("甲"),)),)),), ":::box **题**\n——甲\n:::"),
        ((Table((((Run("甲|乙"),), ()), ((Run("丙"),),))),), "|甲\\|乙||\n|丙|"),
        ((Paragraph((Run("甲\n乙"),)), Paragraph(())), "甲 乙\n"),
        ((Paragraph((Run("|甲"),)), Paragraph((Run(":::"),))), "\\|甲\n\\:::"),
        ((Paragraph((Run("a*b\\c"), Run("粗", bold=True))),), "a\\*b\\\\c**粗**"),
    ],
)
def test_what_is_written(blocks, written):
    assert write(blocks) == written


def test_what_a_reader_sees():
    source = "**甲**\n——乙\n:::box 题\n|丙|**丁**|\n|戊|\n——己\n庚\n:::\n\n|辛|"
    assert plain(source) == "甲\n——乙\n题\n丙\t丁\n戊\n——己\n庚\n\n辛"
    assert plain("") == ""
    assert word_count(source) == 13


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("甲", "甲"),
        ("a*b\\c", "a\\*b\\\\c"),
        ("——甲", "\\——甲"),
        (":::", "\\:::"),
        ("|甲|", "\\|甲|"),
        ("甲|乙——", "甲|乙——"),
        ("", ""),
    ],
)
def test_what_escaping_writes(text, escaped):
    assert escape(text) == escaped
