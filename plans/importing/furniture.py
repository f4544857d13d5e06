"""Lines that belong to the page and not to the text: page numbers, pictures, rules."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from plans.importing.lines import BLANK, BREAK, TEXT, Line, without_spaces
from plans.importing.phrases import DOCUMENT_WORDS, ends_with
from plans.importing.values import Doubt, Omission

_PICTURE = re.compile(
    r"!\[[^\]]{0,500}\]\([^)]{0,500}\)|\[\s{0,9}(?:image|图片|图像)\s{0,9}[:：]?[^\]]{0,500}\]"
    r"|<img\b[^>]{0,500}>|【图片】",
    re.I,
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

_SENTENCE = re.compile("[。；，：]")
PICTURE, PAGE_NUMBER, RULE, NO_TEXT = "图片", "页码", "分隔线", "（此页无正文）"
RUNNING_HEAD = "页眉、页脚"


def take_out_furniture(lines: list[Line]) -> tuple[list[Line], list[Omission], list[Doubt]]:
    """The lines with furniture made blank, what was taken out, and what is doubtful in it."""
    omissions: list[Omission] = []
    doubts: list[Doubt] = []
    kept = [_without(line, omissions) for line in lines]
    bare = [line for line in kept if line.kind == TEXT and _BARE.fullmatch(line.text)]
    # Bare numbers are the pages only if they count up; else they may be cells of a table.
    if _count_up(bare):
        kept = _without_these(kept, bare, PAGE_NUMBER, omissions)
    elif bare:
        doubts.append(Doubt(bare[0].number, _BARE_KEPT))
    return _without_these(kept, _running_heads(kept), RUNNING_HEAD, omissions), omissions, doubts


def _without_these(
    lines: list[Line], taken: list[Line], reason: str, omissions: list[Omission]
) -> list[Line]:
    omissions += [Omission(line.number, line.text, reason) for line in taken]
    out = {id(line) for line in taken}
    return [_blank(line, BREAK) if id(line) in out else line for line in lines]


def _running_heads(lines: list[Line]) -> list[Line]:
    """Short lines that stand at page breaks again and again; a title is left its first time."""
    texts = [line for line in lines if line.text or line.kind == BREAK]
    found: dict[str, list[Line]] = {}
    for before, line, after in zip(texts, texts[1:], texts[2:], strict=False):
        if line.kind == TEXT and len(line.text) <= 60 and not _SENTENCE.search(line.text):
            # Only at page ends: the same short line elsewhere is a heading of every chapter.
            at_break = before.kind == BREAK or after.kind == BREAK
            found.setdefault(line.text, []).append(line) if at_break else None
    # Twice may be a title and its repetition; a running head stands on every page.
    heads = [group for group in found.values() if len(group) >= 3 and group[0].mark is None]
    firsts = {line.text: line for line in reversed(texts)}
    return [line for group in heads for line in group if not _is_title(line, firsts)]


def _is_title(line: Line, firsts: dict[str, Line]) -> bool:
    return firsts[line.text] is line and ends_with(line.plain, DOCUMENT_WORDS)


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
    return _blank(line, BREAK if reason == PAGE_NUMBER else BLANK)


def _reason(line: Line) -> str | None:
    text = line.plain
    if not text:
        return PICTURE
    # Page numbers and rules are shorter than any line of text.
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


def _blank(line: Line, kind: str = BLANK) -> Line:
    return Line(line.number, "", kind)


def _count_up(bare: list[Line]) -> bool:
    values = [int(line.text) for line in bare]
    steps = [later - earlier for earlier, later in pairwise(values)]
    # Steps of two, since a page may be without its number; a first one beyond 300 is a figure.
    return bool(values) and values[0] <= 300 and all(1 <= step <= 2 for step in steps)
