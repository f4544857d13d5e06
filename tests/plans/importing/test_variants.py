"""The same plan as other offices would send it: the tree must come out the same."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import cache

import pytest
from docx import Document

from plans.importing import ImportedPlan, import_plan
from plans.importing.joining import join_lines
from plans.importing.source import read_source
from plans.text.tree import PlanTree
from tests.plans.importing.kept_text import DATA

CHONGQING = "chongqing-2021-60-fourteenth-five-year-plan.txt"
GUANGYUAN = "guangyuan-fourteenth-five-year-plan.txt"
SEEDS = [CHONGQING, GUANGYUAN]


@cache
def text(name: str) -> str:
    return (DATA / "seeds" / name).read_text()


@cache
def original(name: str) -> ImportedPlan:
    return import_plan(text(name).encode(), name)


@cache
def true_paragraphs(name: str) -> list[str]:
    """The paragraphs of a seed as its writer had them."""
    source = read_source(text(name).encode(), name)
    return [para.text for para in join_lines(source.lines)[0]]


def tree(source: str | bytes, filename: str = "规划.txt") -> PlanTree:
    content = source.encode() if isinstance(source, str) else source
    return import_plan(content, filename).to_tree()


def wrapped(paragraph: str, width: int, indent: str) -> str:
    """Broken at a column, never inside a word, a number or before closing punctuation."""
    pieces = re.findall(r"[A-Za-z0-9.%\- ]+|\*\*|.[，。、；：）》”！？]*", paragraph)
    lines, line = [], indent
    for piece in pieces:
        if len(line) >= width and piece != "**" and not line.endswith("**"):
            lines.append(line)
            line = ""
        line += piece
    return "\n".join([*lines, line])


def paged(paragraphs: list[str]) -> str:
    pages = [paragraphs[at : at + 7] for at in range(0, len(paragraphs), 7)]
    return "\n".join(
        "\n".join([*page, "", f"— {number} —", "\f"]) for number, page in enumerate(pages, 1)
    )


def with_marks(paragraphs: list[str], mark: str) -> str:
    return "\n".join(re.sub(r"^(\d+)\.", rf"\g<1>{mark}", text) for text in paragraphs)


def full_width(paragraphs: list[str]) -> str:
    table = str.maketrans("0123456789", "０１２３４５６７８９")
    return "\n".join(
        re.sub(r"^\d+\.", lambda match: match[0].translate(table).replace(".", "．"), text)
        for text in paragraphs
    )


TEXTS: dict[str, Callable[[list[str]], str]] = {
    "one line each, no blank lines": "\n".join,
    "blank lines between": "\n\n".join,
    "indented": lambda paragraphs: "\n".join("\u3000\u3000" + text for text in paragraphs),
    "wrapped at 28 with indents": lambda paragraphs: "\n".join(
        wrapped(text, 28, "\u3000\u3000") for text in paragraphs
    ),
    "wrapped at 36 with indents of spaces": lambda paragraphs: "\n".join(
        wrapped(text, 36, "    ") for text in paragraphs
    ),
    "wrapped at 32, blank lines between": lambda paragraphs: "\n\n".join(
        wrapped(text, 32, "") for text in paragraphs
    ),
    "page numbers between": paged,
    "marks 1．": lambda paragraphs: with_marks(paragraphs, "．"),
    "marks 1﹒": lambda paragraphs: with_marks(paragraphs, "﹒"),
    "marks 1、": lambda paragraphs: with_marks(paragraphs, "、"),
    "marks 1. with a space": lambda paragraphs: with_marks(paragraphs, ". "),
    "marks １．": full_width,
    "items --": lambda paragraphs: "\n".join(re.sub("^——", "--", text) for text in paragraphs),
    "headings in bold": lambda paragraphs: "\n".join(
        re.sub(r"^([一二三四五六七八九十]+、.*|（.）[^。]*)$", r"**\1**", text)
        for text in paragraphs
    ),
    "run-ins in bold": lambda paragraphs: "\n".join(
        re.sub(r"^(\d+\.[^。：]*。)", r"**\1**", text) for text in paragraphs
    ),
}


CASES = [
    (name, variant)
    for variant in TEXTS
    for name in SEEDS
    if name == CHONGQING or not variant.startswith("marks")
]


@pytest.mark.parametrize(("name", "variant"), CASES)
def test_text_files(name, variant):
    assert tree(TEXTS[variant](true_paragraphs(name))) == original(name).to_tree()


@pytest.mark.parametrize("name", SEEDS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encodings_with_crlf(name, encoding):
    content = text(name).replace("\n", "\r\n").encode(encoding)
    assert tree(content) == original(name).to_tree()


def markdown(paragraphs: list[str]) -> str:
    def line(text: str) -> str:
        if re.match("[一二三四五六七八九十]+、", text):
            return f"## {text}"
        if re.match("（.）[^。]*$", text):
            return f"### {text}"
        task = re.match(r"(\d+)\.([^。：]*。)(.*)", text)
        if task:
            return f"{task[1]}. **{task[2]}**{task[3]}"
        return re.sub("^——", "- ", text)

    return "\n\n".join(map(line, paragraphs))


@pytest.mark.parametrize("name", SEEDS)
@pytest.mark.parametrize("filename", ["规划.md", "规划.txt"])
def test_markdown(name, filename):
    assert tree(markdown(true_paragraphs(name)), filename) == original(name).to_tree()


def contents_of(name: str, pages: str) -> str:
    heads = [node for node in original(name).walk() if node.kind != "task"]
    marks = [node.number + ("、" if node.kind == "chapter" else "") for node in heads]
    entries = [
        mark + node.title + pages.format(at)
        for at, (mark, node) in enumerate(zip(marks, heads, strict=True), 1)
    ]
    return "\n".join(["目    录", *entries, ""])


@pytest.mark.parametrize("pages", ["……………{}", " ....... {}", "\t{}", "  {}", " {}", ""])
@pytest.mark.parametrize("name", SEEDS)
def test_a_table_of_contents(name, pages):
    paragraphs = true_paragraphs(name)
    at = paragraphs.index(original(name).preamble)
    source = "\n".join([*paragraphs[:at], contents_of(name, pages), *paragraphs[at:]])
    assert tree(source) == original(name).to_tree()


@pytest.mark.parametrize("name", SEEDS)
def test_a_title_that_stands_again_after_the_contents(name):
    paragraphs = true_paragraphs(name)
    at = paragraphs.index(original(name).preamble)
    again = [contents_of(name, "…{}"), original(name).title]
    source = "\n".join([*paragraphs[:at], *again, *paragraphs[at:]])
    assert tree(source) == original(name).to_tree()


@pytest.mark.parametrize("name", SEEDS)
def test_word_with_paragraphs_cut_at_page_ends(name):
    document = Document()
    for line in text(name).splitlines():
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    plan = import_plan(stream.getvalue(), "规划.docx")
    assert plan.to_tree() == original(name).to_tree()
    assert len(plan.joins) == len(original(name).joins)


@pytest.mark.parametrize("name", SEEDS)
def test_word(name):
    document = Document()
    for paragraph in true_paragraphs(name):
        built = document.add_paragraph()
        for at, piece in enumerate(paragraph.split("**")):
            built.add_run(piece).bold = at % 2 == 1 or None
    stream = io.BytesIO()
    document.save(stream)
    assert tree(stream.getvalue(), "规划.docx") == original(name).to_tree()
