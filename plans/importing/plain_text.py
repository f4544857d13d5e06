"""Text files: decoding, line ends, Markdown's marks; a physical line becomes a Line."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from plans.errors import InvalidInput
from plans.importing.lines import BLANK, BREAK, ITEM, ROW, TEXT, Line, guarded, plain_of, split_at

_NOT_TEXT = "这不是文本文件或Word文档，不能导入。请导入txt或docx文件。"
_NOT_DECODED = "文字编码无法识别，请把文件另存为UTF-8编码的txt或docx后再导入。"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # Before UTF-16, whose mark is the first half of this one.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x01-\x08\x0b\x0e-\x1f\x7f\ufeff]")
_HAN = re.compile("[\u4e00-\u9fff]")
EDGE = " \t\u3000\xa0\u200b\u2002\u2003\x0b"
_INDENT = re.compile("[\u3000\u2003]|[ \xa0\u2002\u3000]{2}|\t")
_HEADING = re.compile(r"(#{1,6})\s+(\S.*?)(?:\s+#+)?$")
_QUOTE = re.compile(r"(?:>\s*)+(?=\S)")
_ESCAPED = re.compile(r"\\([^\w\s\\*|:—])")
_RULER = re.compile(r"\|[\s:|-]*-[\s:|-]*\|")
_DASHES = re.compile(
    r"(?:[—―─–]{2}|-{2})(?![—―─–-])\s*(?=\S)"
    r"|[—―─–](?![—―─–-])\s*(?=[^\s\d])|[-*+]\s+(?=\S)"
)


def decode(content: bytes) -> str:
    """Text of UTF-8 (with or without BOM), UTF-16 with BOM or GB18030."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _checked(_decoded(content, encoding))
    try:
        return _checked(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _checked(_chinese(_decoded(content, "gb18030")))


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise InvalidInput(_NOT_TEXT if b"\x00" in content else _NOT_DECODED) from error


def _chinese(text: str) -> str:
    han = _HAN.findall(text)
    common = "".join(han).encode("gb2312", "ignore")
    # Almost any bytes are some GB18030. At least four fifths of real Chinese are in GB2312 (two
    # bytes each: 1.6 of 2); another encoding taken for it gives rare characters.
    if not han or len(common) < 1.6 * len(han):
        raise InvalidInput(_NOT_DECODED)
    return text


def _checked(text: str) -> str:
    if "\x00" in text:
        raise InvalidInput(_NOT_TEXT)
    return text


def read_lines(text: str, filename: str) -> list[Line]:
    """Physical lines with their numbers; Markdown's #, - and table rows become ours."""
    physical = _LINE_END.split(text)
    markdown = _is_markdown(physical, filename)
    return [line for number, raw in enumerate(physical, 1) for line in _read(number, raw, markdown)]


def _is_markdown(physical: list[str], filename: str) -> bool:
    if filename.lower().endswith((".md", ".markdown")):
        return True
    return any(_HEADING.match(raw) for raw in physical if raw.startswith("#"))


def _read(number: int, raw: str, markdown: bool) -> Iterator[Line]:
    pages = _CONTROLS.sub("", raw).split("\f")
    for page, part in enumerate(pages):
        if page:
            yield Line(number, "", BREAK)
        if part.strip(EDGE) or len(pages) == 1:
            yield _line(number, part, markdown)


def _line(number: int, raw: str, markdown: bool) -> Line:
    text = raw.strip(EDGE)
    lead = raw[: len(raw) - len(raw.lstrip(EDGE))]
    if not text:
        return Line(number, "", BLANK)
    if markdown:
        text = _QUOTE.sub("", text, count=1) if text.startswith(">") else text
    heading = _HEADING.match(text) if markdown else None
    if heading:
        level = len(heading[1]) - 1
        return Line(number, _markup(heading[2], markdown), level=level)
    if _is_row(text):
        return _row(number, text)
    markup = itemised(_markup(text, markdown))
    # Two spaces at the end are Markdown's line break or fill the page; one stood between words.
    spaced = raw.endswith(" ") and not raw.endswith("  ")
    return Line(number, markup, TEXT, bool(_INDENT.match(lead)), lead=lead, spaced=spaced)


def _markup(text: str, markdown: bool) -> str:
    if "\\" not in text:
        return text
    if markdown:
        text = _ESCAPED.sub(r"\1", text)
        return re.sub(r"\\(?![\\*|:—])", r"\\\\", text)
    return text.replace("\\", "\\\\")


def _is_row(text: str) -> bool:
    return text.startswith("|") and text.endswith("|") and text.count("|") > 2


def _row(number: int, text: str) -> Line:
    if _RULER.fullmatch(text):
        return Line(number, "", BLANK)
    cells = re.split(r"(?<!\\)\|", text[1:-1])
    return Line(number, "|" + "|".join(cell.strip(EDGE) for cell in cells) + "|", ROW)


def itemised(markup: str) -> str:
    """The line with an item's mark written ——, kept from being read as a row or a box."""
    plain = plain_of(markup) if markup.startswith("**") else markup
    match = _DASHES.match(plain)
    if not match:
        return guarded(markup)
    return ITEM + split_at(markup, match.end())
