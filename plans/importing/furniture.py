"""Lines that belong to the page and not to the text: page numbers, pictures, rules."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from plans.importing.lines import BLANK, TEXT, Line, without_spaces
from plans.importing.values import Doubt, Omission

_PICTURE = re.compile(
    r"!\[[^\]]*\]\([^)]*\)|\[\s*(?:image|图片|图像)\s*[:：]?[^\]]*\]|<img\b[^>]*>|【图片】", re.I
)
_DASH = r"[-—–－─~～·•]"
_PAGE = re.compile(
    rf"(?:{_DASH}\s*)+[0-9０-９]{{1,4}}\s*(?:{_DASH}\s*)+"
    r"|第\s*[0-9０-９]{1,4}\s*页(?:[，,、/\s]*共\s*[0-9０-９]{1,4}\s*页)?"
    r"|page\s*\d{1,4}(?:\s*of\s*\d{1,4})?|[0-9]{1,4}\s*/\s*[0-9]{1,4}",
    re.I,
)
_BARE = re.compile(r"[0-9０-９]{1,3}")
_RULE = re.compile(r"(?:[-_=*—－─━~～]\s*){3,}")
_NO_TEXT = re.compile(r"[（(]?此页(?:以下)?无正文[）)]?[。.]?")
_BREAK = re.compile(r"\[?\s*(?:page\s*break|分页符)\s*\]?|\[TOC\]", re.I)

PICTURE, PAGE_NUMBER, RULE, NO_TEXT = "图片", "页码", "分隔线", "（此页无正文）"


def take_out_furniture(lines: list[Line]) -> tuple[list[Line], list[Omission], list[Doubt]]:
    """The lines with furniture made blank, what was taken out, and what is doubtful in it."""
    omissions: list[Omission] = []
    kept = [_without(line, omissions) for line in lines]
    bare = [line for line in kept if line.kind == TEXT and _BARE.fullmatch(line.text)]
    if not _count_up(bare):
        return kept, omissions, [Doubt(line.number, _BARE_KEPT) for line in bare[:1]]
    pages = {id(line) for line in bare}
    omissions += [Omission(line.number, line.text, PAGE_NUMBER) for line in bare]
    return [_blank(line) if id(line) in pages else line for line in kept], omissions, []


_BARE_KEPT = "有只写数字的行，不像连续的页码，按正文保留，请核对。"


def _without(line: Line, omissions: list[Omission]) -> Line:
    if line.kind != TEXT or not line.text:
        return line
    line = _without_pictures(line, omissions)
    reason = _reason(line)
    if reason is None:
        return line
    if line.text:
        omissions.append(Omission(line.number, line.text, reason))
    return _blank(line)


def _reason(line: Line) -> str | None:
    text = line.plain
    if not text:
        return PICTURE
    if len(text) > 40:
        return None
    if _PAGE.fullmatch(text):
        return PAGE_NUMBER
    if _RULE.fullmatch(text) or _BREAK.fullmatch(text):
        return RULE
    return NO_TEXT if _NO_TEXT.fullmatch(without_spaces(text)) else None


def _without_pictures(line: Line, omissions: list[Omission]) -> Line:
    if "[" not in line.text and "<" not in line.text and "【" not in line.text:
        return line
    found = _PICTURE.findall(line.text)
    if not found:
        return line
    omissions += [Omission(line.number, picture, PICTURE) for picture in found]
    return replace(line, text=_PICTURE.sub("", line.text).strip())


def _blank(line: Line) -> Line:
    return Line(line.number, "", BLANK)


def _count_up(bare: list[Line]) -> bool:
    values = [int(line.text) for line in bare]
    steps = [later - earlier for earlier, later in pairwise(values)]
    return bool(values) and values[0] <= 300 and all(1 <= step <= 2 for step in steps)
