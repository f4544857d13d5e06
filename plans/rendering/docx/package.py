"""The finished file: its properties, and bytes that depend on the content alone."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document as WordDocument

from plans.rendering.blocks import Document
from plans.rendering.docx.xml import clean

EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""Stands in the properties of a document without a date."""
_ENTRY_DATE = (1980, 1, 1, 0, 0, 0)


def set_properties(target: WordDocument, document: Document) -> None:
    """Title, author and the like; the only date is the document's own."""
    core = target.core_properties
    made = _date(document.issued_on)
    core.title = _limited(document.title)
    core.author = core.last_modified_by = _limited(document.author)
    core.subject = _limited(document.subject)
    core.keywords = _limited(document.keywords)
    core.category = _limited(document.kind)
    core.comments = ""
    core.language = document.language
    core.revision = 1
    core.created = core.modified = made


def to_bytes(document: WordDocument) -> bytes:
    """The file, zipped with fixed dates: the same document gives the same bytes."""
    plain = BytesIO()
    document.save(plain)
    target = BytesIO()
    with ZipFile(plain) as source, ZipFile(target, "w") as packed:
        for name in source.namelist():
            entry = ZipInfo(name, _ENTRY_DATE)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            packed.writestr(entry, source.read(name))
    return target.getvalue()


def _date(issued_on: str) -> dt.datetime:
    if not issued_on:
        return EPOCH
    return dt.datetime.combine(dt.date.fromisoformat(issued_on), dt.time(), tzinfo=dt.UTC)


def _limited(text: str) -> str:
    return clean(text)[:255]
