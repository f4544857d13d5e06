"""目录: a field that Word can update, filled with the entries as they stand."""

from __future__ import annotations

from collections.abc import Iterator

from plans.rendering import layout
from plans.rendering.blocks import Toc
from plans.rendering.docx.context import Context, bookmark_name
from plans.rendering.docx.prose import line
from plans.rendering.docx.units import text_width
from plans.rendering.docx.xml import Element, el, field, paragraph, run


def table_of_contents(block: Toc, context: Context) -> Element:
    """The list of the headings that follow, in a frame by which Word knows it."""
    gallery = el("docPartObj", el("docPartGallery", val="Table of Contents"), el("docPartUnique"))
    content = el("sdtContent", line("TOCHeading", block.title))
    content.extend(_entries(block, context))
    return el("sdt", el("sdtPr", gallery), content)


def _entries(block: Toc, context: Context) -> list[Element]:
    listed = [
        index
        for index in range(context.passed, len(context.headings))
        if context.headings[index].level <= block.depth
    ]
    entries = [_entry(index, context) for index in listed]
    if entries:
        opening = list(field(f'TOC \\o "1-{block.depth}" \\h \\z \\u', ()))
        for offset, element in enumerate(opening[:3]):
            entries[0].insert(1 + offset, element)
        entries[-1].append(opening[3])
    return entries


def _entry(index: int, context: Context) -> Element:
    heading = context.headings[index]
    name = bookmark_name(index)
    link = el("hyperlink", anchor=name, history="1")
    link.extend([run(heading.number + heading.text), run("\t")])
    link.extend(field(f"PAGEREF {name} \\h", _page(context.page_of(index))))
    element = paragraph(f"TOC{heading.level}", [link])
    if context.page != layout.PORTRAIT:
        context.vary(element, leader=text_width(context.page))
    return element


def _page(number: int) -> Iterator[Element]:
    yield run(str(number))
