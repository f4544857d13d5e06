"""Numbers as plans write them: 12, 十二, 二〇三五, ③."""

from __future__ import annotations

import re

from plans.importing.marks import number_value

CN = "一二三四五六七八九十百"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_DECIMAL = re.compile(r"\d+(?:[.．]\d+)+")
_DIGITS = re.compile(rf"\d+|[〇零{CN}]+|[{CIRCLED}]")


def value_of(text: str) -> int | None:
    """The first number in a mark or phrase (第十二章, 12., ③, 二〇三五); None when it has none."""
    match = _DIGITS.search(text)
    if match is None:
        return None
    if match[0] in CIRCLED:
        return CIRCLED.index(match[0]) + 1
    return number_value(match[0])


def heading_value(number: str) -> int | None:
    """The ordinal of a heading among its siblings: 3 for 三、, （三） and 2.1.3."""
    # 2.1.3 is the third: its siblings share what stands before.
    decimal = _DECIMAL.match(number)
    return value_of(decimal[0].replace("．", ".").rsplit(".", 1)[1] if decimal else number)
