"""Turn a document into a DOCX file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from io import BytesIO

from docx.document import Document as WordDocument

from plans.rendering.blocks import Document, Table
from plans.rendering.docx.base import new_document
from plans.rendering.docx.body import Body
from plans.rendering.docx.context import Context
from plans.rendering.docx.inline import Marks
from plans.rendering.docx.package import set_properties, to_bytes
from plans.rendering.docx.sections import add_feet
from plans.rendering.markup import with_anchors


def render_docx(document: Document, pages: Mapping[str, int] | None = None) -> bytes:
    """The document as a DOCX file; the same document gives the same bytes.

    ``pages`` tells the page numbers that 目录 shows until Word updates it, by the anchor of
    the heading; those it does not know are estimated.
    """
    return write_docx(document, pages)


def write_docx(
    document: Document, pages: Mapping[str, int] | None = None, marks: Marks | None = None
) -> bytes:
    """The same, with the author and date of the tracked changes that the document holds."""
    named = with_anchors(document)
    target = new_document()
    context = Context(named, pages, marks, partial(_add_picture, target))
    feet = add_feet(target, named, turned=_has_turned_pages(named))
    _fill(target, Body(context, feet).write())
    target.styles.element.extend(context.variants.styles())
    set_properties(target, named)
    return to_bytes(target)


def _add_picture(target: WordDocument, content: bytes) -> str:
    relation, _ = target.part.get_or_add_image(BytesIO(content))
    return relation


def _fill(target: WordDocument, elements: list[object]) -> None:
    target.element.body.extend(elements)


def _has_turned_pages(document: Document) -> bool:
    return any(
        part.landscape or any(isinstance(one, Table) and one.landscape for one in part.blocks)
        for part in document.parts
    )
