"""半角标点: half-width marks in Chinese text (numbers, times, acronyms and addresses keep them)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plans.checks.characters import is_chinese, is_mostly_chinese, neighbours, without_addresses
from plans.checks.draft import Draft, Passage
from plans.checks.rule import Finding, Rule

_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_POINT = re.compile(r"[,;:?!]")
_DOTS = re.compile(r"\.{2,}")
_DOT = re.compile(r"(?<!\.)\.(?!\.)")
_NUMBERING = re.compile(
    r"(?:^|[。；：，、\s])[（(]?(?:\d{1,3}|[A-Za-z]|[一二三四五六七八九十]{1,3})$"
)
_PARENS = re.compile(r"([(（])([^()（）]*)([)）])")
_SQUARE = re.compile(r"\[([^\[\]]*)\]")
_ANGLE = re.compile(r"<+([^<>]*)>+")
_QUOTES = re.compile(r"\"([^\"]*)\"|(?<![A-Za-z])'([^']*)'(?![A-Za-z])")
_SYMBOL = re.compile(r"[*^_\\|`$~]+")


def _find(draft: Draft) -> Iterator[Finding]:
    for passage in draft.passages:
        if is_mostly_chinese(passage.text):
            text = without_addresses(passage.text)
            yield from _points(passage, text)
            yield from _full_stops(passage, text)
            yield from _pairs(passage, text)
            yield from _symbols(passage, text)


def _points(passage: Passage, text: str) -> Iterator[Finding]:
    for match in _POINT.finditer(text):
        if any(map(is_chinese, neighbours(text, match.start(), match.end()))):
            yield _mark(passage, match.start(), match.end(), _FULL[match[0]])


def _full_stops(passage: Passage, text: str) -> Iterator[Finding]:
    for match in _DOTS.finditer(text):
        if any(map(is_chinese, neighbours(text, match.start(), match.end()))):
            yield _mark(passage, match.start(), match.end(), "……")
    for match in _DOT.finditer(text):
        before, after = neighbours(text, match.start(), match.end())
        # A dot after a digit is a decimal point, unless the paragraph ends there and is long
        # enough to be a sentence.
        ends = is_chinese(before) or (before == "%" and (is_chinese(after) or not after))
        numbers = not after and before.isdigit() and len(text) > 30
        if (ends or numbers) and not _is_numbering(text, match.start()):
            yield _mark(passage, match.start(), match.end(), "。")


def _is_numbering(text: str, at: int) -> bool:
    # The longest number has three characters, a bracket and a mark before it.
    return _NUMBERING.search(text[max(0, at - 7) : at]) is not None


def _pairs(passage: Passage, text: str) -> Iterator[Finding]:
    for match in _PARENS.finditer(text):
        if "(" in match[0] or ")" in match[0]:
            yield from _pair(passage, text, match, "（", "）")
    for match in _SQUARE.finditer(text):
        yield from _pair(passage, text, match, "〔", "〕")
    for match in _ANGLE.finditer(text):
        yield from _pair(passage, text, match, "《", "》")
    for match in _QUOTES.finditer(text):
        yield from _pair(passage, text, match, "“", "”")


def _pair(
    passage: Passage, text: str, match: re.Match[str], opener: str, closer: str
) -> Iterator[Finding]:
    inner = match[0][1:-1]
    around = neighbours(text, match.start(), match.end())
    # Brackets of a formula or an English term keep their form.
    if not any(map(is_chinese, inner)) and not any(map(is_chinese, around)):
        return
    # < and > around figures compare them.
    if match[0][0] in "<" and not any(map(is_chinese, inner)):
        return
    shown = match[0] if len(match[0]) <= 24 else f"{match[0][0]}…{match[0][-1]}"
    message = f"中文里用了半角的“{shown}”，请改为全角“{opener}{closer}”。"
    yield passage.finding(
        "half_width", match.start(), match.end(), message, replacement=opener + inner + closer
    )


def _symbols(passage: Passage, text: str) -> Iterator[Finding]:
    if passage.kind == "cell":
        return
    for match in _SYMBOL.finditer(text):
        if all(map(is_chinese, neighbours(text, match.start(), match.end()))):
            message = f"中文里夹有符号“{match[0]}”，请删去或改为应有的文字。"
            yield passage.finding("half_width", match.start(), match.end(), message)


def _mark(passage: Passage, start: int, end: int, full: str) -> Finding:
    mark = passage.text[start:end]
    message = f"中文里用了半角标点“{mark}”，请改为全角“{full}”。"
    stop = end
    while passage.text[stop : stop + 1] == " ":
        stop += 1
    return passage.finding("half_width", start, stop, message, replacement=full)


RULE = Rule("half_width", "半角标点", _find, yields_to=("punctuation", "latin"))
