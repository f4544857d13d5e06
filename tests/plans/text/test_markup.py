"""The stored markup: any string is read, and reading then writing changes nothing."""

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
