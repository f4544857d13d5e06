"""The empty file that every document starts from: styles, settings, fonts, nothing else."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from lxml import etree

from plans.rendering.docx.sheet import font_table, style_sheet
from plans.rendering.docx.xml import Element, el, flag

_KEPT = {RT.STYLES, RT.SETTINGS, RT.FONT_TABLE}
_COMPATIBILITY = {
    "compatibilityMode": "15",
    "overrideTableStyleFontSizeAndJustification": "1",
    "enableOpenTypeFeatures": "1",
    "doNotFlipMirrorIndents": "1",
    "differentiateMultirowTableHeaders": "1",
}


def new_document() -> WordDocument:
    """A document of our styles with an empty body that has no section yet."""
    return docx.Document(BytesIO(_base()))


@cache
def _base() -> bytes:
    document = docx.Document()
    _drop_foreign_parts(document)
    _replace(document.styles.element, *style_sheet())
    _replace(document.settings.element, *_settings())
    fonts = document.part.part_related_by(RT.FONT_TABLE)
    fonts._blob = etree.tostring(
        font_table(), xml_declaration=True, encoding="UTF-8", standalone=True
    )
    _replace(document.element.body)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _drop_foreign_parts(document: WordDocument) -> None:
    for relations, kept in (
        (document.part.rels, _KEPT),
        (document.part.package.rels, {RT.OFFICE_DOCUMENT, RT.CORE_PROPERTIES}),
    ):
        for key in [key for key, one in relations.items() if one.reltype not in kept]:
            del relations[key]


def _replace(parent: Element, *children: Element) -> None:
    for child in list(parent):
        parent.remove(child)
    parent.extend(children)


def _settings() -> list[Element]:
    rules = "http://schemas.microsoft.com/office/word"
    compatibility = [
        el("compatSetting", name=name, uri=rules, val=value)
        for name, value in _COMPATIBILITY.items()
    ]
    return [
        el("zoom", percent="100"),
        flag("bordersDoNotSurroundHeader"),
        flag("bordersDoNotSurroundFooter"),
        el("defaultTabStop", val="420"),
        flag("evenAndOddHeaders"),
        el("characterSpacingControl", val="doNotCompress"),
        el("compat", *compatibility),
        el("themeFontLang", val="en-US", eastAsia="zh-CN"),
        el("decimalSymbol", val="."),
        el("listSeparator", val=","),
    ]
