"""Title, headings, paragraphs, items: what text is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plans.rendering.blocks import Heading, Item, Paragraph, Run, Runs, Title
from plans.rendering.docx.context import Context
from plans.rendering.docx.inline import paragraph_mark, runs
from plans.rendering.docx.xml import Element, el, paragraph, run

ITEM_MARK = "——"
_ALIGNED = {"center": "BodyCentre", "right": "BodyRight"}


def line(style: str, text: str) -> Element:
    """A paragraph of one run."""
    return paragraph(style, [run(text)])


def title(block: Title, context: Context) -> Element:
    """标题 as one paragraph, its lines broken where the tree says."""
    if block.changed:
        return paragraph("Title", runs(block.changed, context.marks))
    return line("Title", "\n".join(block.lines))


def text_paragraph(block: Paragraph, context: Context, style: str = "") -> Iterator[Element]:
    """A body paragraph; one without characters is left out."""
    content = list(runs(block.runs, context.marks))
    if content:
        mark = paragraph_mark(block.runs, context.marks)
        yield paragraph(style or _style(block), content, mark)


def item(block: Item, context: Context, style: str = "ListText") -> Iterator[Element]:
    """A ``——`` item."""
    if block.runs:
        first = replace(block.runs[0], text=ITEM_MARK, bold=False)
        mark = paragraph_mark(block.runs, context.marks)
        yield paragraph(style, runs((first, *block.runs), context.marks), mark)


def heading(block: Heading, context: Context) -> Iterator[Element]:
    """A heading: alone, or with the text that runs in.

    What runs in after levels one and two is a paragraph of its own behind Word's style
    separator, so that only the heading has an outline level. From level three on, where the
    face is that of the text, it is one paragraph whose heading bears the linked style: 目录
    takes it from there, and other programs keep the line whole.
    """
    style = f"Heading{block.level}"
    own = block.changed or (Run(block.number + block.text + block.stop),)
    if block.run_in is None:
        yield _heading(style, own, context)
    elif block.level > 2:
        content = context.bookmarked(runs(own, context.marks, f"{style}Char"))
        mark = paragraph_mark((*own, *block.run_in), context.marks)
        yield paragraph("Normal", [*content, *runs(block.run_in, context.marks)], mark)
    else:
        yield _heading(style, own, context, el("vanish"), el("specVanish"))
        mark = paragraph_mark(block.run_in, context.marks)
        yield paragraph("Normal", runs(block.run_in, context.marks), mark)


def _heading(style: str, own: Runs, context: Context, *hidden: Element) -> Element:
    content = context.bookmarked(runs(own, context.marks))
    return paragraph(style, content, paragraph_mark(own, context.marks, *hidden))


def _style(block: Paragraph) -> str:
    if block.align in _ALIGNED:
        return _ALIGNED[block.align]
    return "Normal" if block.indent else "BodyFlush"
