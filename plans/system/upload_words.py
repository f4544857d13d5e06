"""The words of an upload, read for marks of secrecy 密级; what ``uploads`` has read apart."""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator

from plans.errors import InvalidInput
from plans.system.archives import EXCEL, WORD, Archive, Kind
from plans.system.secrecy import refuse_secret

_PIECE_END = re.compile(r"</(?:\w+:)?(?:p|si|is|c)>|\Z")
"""Of a paragraph, a shared text or a cell: words of two of them are no mark together."""
_TAG = re.compile(r"<!\[CDATA\[|\]\]>|<[^<>]*>")
"""What is left without it are words. It never looks past the next <, so that it takes no longer
for a part made of them."""


def check_word(content: bytes, name: str) -> None:
    """InvalidInput when it is no sound DOCX, or bears a mark of secrecy."""
    open_checked(content, name, WORD)


def check_excel(content: bytes, name: str) -> None:
    """InvalidInput when it is no sound XLSX, or bears a mark of secrecy."""
    open_checked(content, name, EXCEL)


def open_checked(content: bytes, name: str, kind: Kind) -> Archive:
    """The archive, its words read: text and cells, headers and notes, properties and comments."""
    archive = Archive(content, name, kind)
    for part in archive.xml_names():
        refuse_secret(*_words(archive.read(part)))
    return archive


def _words(part: bytes) -> Iterator[str]:
    wide = part.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = part.decode("utf-16" if wide else "utf-8", "replace")
    start = 0
    for end in _PIECE_END.finditer(text):
        yield html.unescape(_TAG.sub("", text[start : end.start()]))
        start = end.end()


def check_text(content: bytes, name: str) -> None:
    """InvalidInput when it is no text, or bears a mark of secrecy."""
    refuse_secret(decoded(content, name))


def decoded(content: bytes, name: str) -> str:
    """The text of a file in UTF-8 or GB18030; InvalidInput when it is none."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError as error:
            raise InvalidInput(f"文件“{name}”不是可识别的文本，请另存为UTF-8后再传。") from error
    if "\x00" in text:
        raise InvalidInput(f"文件“{name}”不是文本文件。")
    return text
