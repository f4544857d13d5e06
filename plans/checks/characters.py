"""Classes of characters that the rules on marks share."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter

HAN = "\u3400-\u4dbf\u4e00-\u9fff〇々"
CJK_MARKS = "，。、；：？！…—·（）《》〈〉“”‘’【】〔〕「」『』"
POINTS = "，。、；：？！"
OPENERS = "（《〈“‘【〔「『"
CLOSERS = "）》〉”’】〕」』"
BLANKS = " \t\u00a0\u3000\u2000-\u200a"
NUMERALS = "〇零一二三四五六七八九十百"

_HAN = re.compile(f"[{HAN}]")
_CHINESE = re.compile(f"[{HAN}{CJK_MARKS}]")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[\x21-\x7e]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:com|cn|org|net|gov|edu)\b[\x21-\x7e]*",
    re.ASCII,
)


def is_han(char: str) -> bool:
    """Whether it is a Chinese character (an empty string is not)."""
    return bool(char) and _HAN.match(char) is not None


def is_chinese(char: str) -> bool:
    """Whether it is a Chinese character or a full-width mark."""
    return bool(char) and _CHINESE.match(char) is not None


def without_addresses(text: str) -> str:
    """The text, same length, web and mail addresses blotted out with ``0``."""
    return _ADDRESS.sub(lambda m: "0" * len(m[0]), text)


def is_mostly_chinese(text: str) -> bool:
    """Whether Chinese characters make a fifth of it: marks and words are judged there only."""
    # A line of formulas or addresses has its own marks; one word of Chinese in it changes nothing.
    return 5 * len(_HAN.findall(text)) >= len(text.replace(" ", ""))


def neighbours(text: str, start: int, end: int) -> tuple[str, str]:
    """The characters before and after a stretch, spaces passed over; empty at an edge."""
    left, right = past_blanks(text, start, end)
    return text[left - 1 : left] if left else "", text[right : right + 1]


def holder(spans: Sequence[tuple[int, int]], at: int) -> tuple[int, int] | None:
    """The one of the spans, which stand in order, that holds the place."""
    found = bisect_right(spans, at, key=itemgetter(0)) - 1
    return spans[found] if found >= 0 and at < spans[found][1] else None


def past_blanks(text: str, start: int, end: int) -> tuple[int, int]:
    """The edges of a stretch with the spaces around it; without copying the text, however long."""
    while start and text[start - 1].isspace():
        start -= 1
    while end < len(text) and text[end].isspace():
        end += 1
    return start, end
