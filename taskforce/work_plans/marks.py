"""Marks at the start of a work plan's paragraphs.

Apart from plans.importing.marks, because a schedule has marks that no plan text has (第一阶段,
一是, bullets) and dates right behind its numbers (1. 3月底前…), which a plan text takes for text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

STAGE = "stage"
_CN = "一二三四五六七八九十"
_DATE = r"(?:(?:19|20|21)\d\d|\d{1,2})\s*[年月]"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"第\s*(?:[{_CN}]+|\d+)\s*(?:[篇编章](?![制写辑者程])|部分)\s*")),
    (STAGE, re.compile(
        rf"(?:第\s*(?:[{_CN}]+|\d+)\s*(?:阶段|步)|(?:阶段|步骤)\s*(?:[{_CN}]+|\d+))\s*[：:、，,.．]?\s*"
    )),
    ("section", re.compile(rf"第\s*(?:[{_CN}]+|\d+)\s*节(?!课)\s*")),
    ("cn", re.compile(rf"[{_CN}]{{1,3}}\s*[、．﹒.]\s*")),
    ("cn_paren", re.compile(rf"[（(]\s*[{_CN}]{{1,3}}\s*[）)]\s*[、．.]?\s*")),
    ("arabic", re.compile(rf"\d{{1,2}}\s*[.．﹒、]\s*(?:(?={_DATE})|(?!\s*[\d%％]))")),
    ("arabic_paren", re.compile(r"[（(]\s*\d{1,2}\s*[）)]\s*|\d{1,2}\s*[)）]\s*")),
    ("circled", re.compile(r"[①-⑳]\s*")),
    ("ordinal", re.compile(rf"[{_CN}]是\s*(?=\S)")),
    ("bullet", re.compile(r"(?:——+|--+|[•·●◆■▲★*]|[—–\-](?=\s))\s*")),
)  # fmt: skip
_RANK = {style: rank for rank, (style, _) in enumerate(_PATTERNS)}


@dataclass(frozen=True)
class Mark:
    """The mark of a paragraph: its style, its characters as shown, and the text behind it."""

    style: str
    shown: str
    rest: str


def mark_of(text: str) -> Mark | None:
    """The mark that a paragraph begins with."""
    for style, pattern in _PATTERNS:
        match = pattern.match(text)
        if match:
            return Mark(style, match[0].strip("：:、，,.．﹒ "), text[match.end() :])
    return None


def is_further_in(style: str, other: str) -> bool:
    """Whether paragraphs of ``style`` stand below those of ``other`` when both are new.

    A stage mark (第一阶段) stands below whatever was there, and above all but chapters.
    """
    if other == STAGE:
        return False
    if style == STAGE:
        return other in ("part", "cn")
    return _RANK[style] > _RANK[other]
