"""Marks of headings (一、 （一） 1. 第一章 …) as they stand at the start of a line."""

from __future__ import annotations

import re
from dataclasses import dataclass

PIAN, BUFEN, ZHANG, JIE = "pian", "bufen", "zhang", "jie"
CN, CN_PAREN, ARABIC = "cn", "cn_paren", "arabic"
NAMED_TASK = "named_task"
DECIMAL_2, DECIMAL_3 = "decimal_2", "decimal_3"
ARABIC_PAREN, ARABIC_HALF, CIRCLED = "arabic_paren", "arabic_half", "circled"
OUTLINE = ("outline_0", "outline_1", "outline_2", "outline_3", "outline_4", "outline_5")
"""Headings without a number, known by Markdown's # or Word's outline level."""

ORDER = (
    *OUTLINE, PIAN, BUFEN, ZHANG, JIE, CN, CN_PAREN, NAMED_TASK, ARABIC, DECIMAL_2,
    DECIMAL_3, ARABIC_PAREN, ARABIC_HALF, CIRCLED,
)  # fmt: skip
"""From the outermost to the innermost, as offices number (党政机关公文 and laws)."""
RANK = {style: rank for rank, style in enumerate(ORDER)}
ENUMERATIONS = (CIRCLED,)
"""Never a level of their own."""
NAMED = (PIAN, BUFEN, ZHANG, JIE)
NUMERALS = (ARABIC, ARABIC_PAREN, ARABIC_HALF)

_CN = "〇零一二三四五六七八九十百"
_DIGIT = "[0-9０-９]"
# 1.5倍 and 15.8% are figures, 1.2021年 is the first point, which begins with a year.
_NO_NUMBER = rf"(?!\s*(?!(?:19|20)[0-9][0-9]年){_DIGIT}|\s*[%％])"
_UNIT = r"(?:\s*[%％‰亿万.．]|[千百倍元吨年月—–~-]|个百|平方|公[里顷斤])"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    # In this order: the longer marks first, for 1.1 begins like 1. and （1） like nothing else.
    # 第三编制 and 章程, 节课 are words that only look like marks.
    (PIAN, re.compile(rf"(第\s*([{_CN}]+|{_DIGIT}+)\s*[篇编])(?![制写辑者外])")),
    (BUFEN, re.compile(rf"(第\s*([{_CN}]+|{_DIGIT}+)\s*部分)")),
    (ZHANG, re.compile(rf"(第\s*([{_CN}]+|{_DIGIT}+)\s*章)(?!程)")),
    (JIE, re.compile(rf"(第\s*([{_CN}]+|{_DIGIT}+)\s*节)(?!课)")),
    (CN, re.compile(rf"([{_CN}]{{1,4}})\s*[、．﹒.](?!\s*[{_CN}]{{1,3}}\s*[、是])")),
    (CN_PAREN, re.compile(rf"([（(]\s*([{_CN}]{{1,4}})\s*[）)])\s*[、．.]?")),
    (NAMED_TASK, re.compile(rf"((?:重点)?任务\s*([{_CN}]+|{_DIGIT}+))\s*(?=[:：、.．\s])")),
    (DECIMAL_3, re.compile(rf"(({_DIGIT}{{1,2}}[.．]){{2}}{_DIGIT}{{1,2}})(?!{_DIGIT})[.．、]?")),
    (DECIMAL_2, re.compile(
        rf"({_DIGIT}{{1,2}}[.．]{_DIGIT}{{1,2}})(?!{_DIGIT})[.．、]?(?!{_UNIT})"
    )),
    (ARABIC, re.compile(rf"({_DIGIT}{{1,3}})\s*[.．﹒、]" + _NO_NUMBER)),
    (ARABIC_PAREN, re.compile(rf"([（(]\s*({_DIGIT}{{1,3}})\s*[）)])")),
    (ARABIC_HALF, re.compile(rf"({_DIGIT}{{1,2}})\s*[)）]")),
    (CIRCLED, re.compile(r"([①-⑳])")),
)  # fmt: skip
_SPACE = re.compile(r"\s*")
_GAP = re.compile(r"[\s:：、.．]*")
_CN_VALUES = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0}


@dataclass(frozen=True)
class Mark:
    """``shown`` is the number as the source shows it, without 、 or full stop: 一, （一）,
    第一章, 1, 1.1; ``end`` is where the title begins in the line's plain text."""

    style: str
    value: int
    shown: str
    end: int

    @property
    def rank(self) -> int:
        """Smaller is further out."""
        return RANK[self.style]


def find_mark(plain: str) -> Mark | None:
    """The mark that a line begins with, if text follows it."""
    if not plain or plain[0] not in _FIRST:
        return None
    for style, pattern in _PATTERNS:
        match = pattern.match(plain)
        if match:
            return _mark(style, match, plain)
    return None


_FIRST = frozenset("第（(任重" + _CN + "0123456789０１２３４５６７８９①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")


def _mark(style: str, match: re.Match[str], plain: str) -> Mark | None:
    gap = (_GAP if style in (*NAMED, NAMED_TASK) else _SPACE).match(plain, match.end())
    end = gap.end() if gap else match.end()
    value = _value(style, match)
    # A number alone on its line is a page number or a cell; repairs.py joins it to a title below.
    if end >= len(plain) or value is None:
        return None
    return Mark(style, value, re.sub(r"\s+", "", match[1]), end)


def _value(style: str, match: re.Match[str]) -> int | None:
    if style == CIRCLED:
        return ord(match[1]) - ord("①") + 1
    if style in (DECIMAL_2, DECIMAL_3):
        return int(re.split(r"[.．]", match[1])[-1])
    return number_value(match[match.re.groups])


def number_value(digits: str) -> int | None:
    """一 → 1, 十二 → 12, 一百零五 → 105, ２３ → 23; None when it is no number."""
    if digits.isdecimal():
        return int(digits)
    if "十" not in digits and "百" not in digits:
        return _positional(digits)
    return _spelled(digits)


def _positional(digits: str) -> int | None:
    if not digits or any(char not in _CN_VALUES for char in digits):
        return None
    return int("".join(str(_CN_VALUES[char]) for char in digits))


def _spelled(digits: str) -> int | None:
    total, digit = 0, 0
    for char in digits:
        if char in _CN_VALUES:
            digit = _CN_VALUES[char]
        elif char in "十百":
            # 十二 has no 一 before its 十.
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            return None
    return total + digit
