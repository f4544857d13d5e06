"""多余空格: spaces inside Chinese text, invisible characters.

A space between a Chinese character and a number or acronym is a habit: it is reported, once a
paragraph, only where the rest of the plan does without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plans.checks.characters import BLANKS, HAN, NUMERALS, is_chinese
from plans.checks.draft import Draft, Passage
from plans.checks.rule import Finding, Rule

_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]+")
_SPACE = re.compile(f"[{BLANKS}]+")
_LEAD = re.compile(
    rf"\s*(?:第[{NUMERALS}\d]+[条章节编篇款]|(?:专栏|附件|附表|附录|表|图)[{NUMERALS}\d]*[：:]?"
    rf"|[（(]?[{NUMERALS}\d]{{1,3}}[）)、.．]|[①-⑳])$"
)
_NUMBER = "0-9%％"
_HABITS = (
    (re.compile(f"[{HAN}][{_NUMBER}]|[{_NUMBER}][{HAN}]"),
     re.compile(f"(?<=[{HAN}])[{BLANKS}]+(?=[{_NUMBER}])|(?<=[{_NUMBER}])[{BLANKS}]+(?=[{HAN}])")),
    (re.compile(f"[{HAN}][A-Z]|[A-Z][{HAN}]"),
     re.compile(f"(?<=[{HAN}])[{BLANKS}]+(?=[A-Z])|(?<=[A-Z])[{BLANKS}]+(?=[{HAN}])")),
)  # fmt: skip
_BROKEN_NUMBER = re.compile(r"(?<=\d)[ \u00a0\u3000]+(?=\d)(?!\d{3}(?!\d))")


def _find(draft: Draft) -> Iterator[Finding]:
    for passage in draft.passages:
        yield from _invisible(passage)
        if _is_read(passage):
            yield from _inside(passage)
    yield from _habits(draft)


def _is_read(passage: Passage) -> bool:
    """Names, signatures and other lines laid out with spaces are left alone."""
    if passage.kind == "title":
        # 总  则: short headings are spaced out to a width.
        return len(_SPACE.sub("", passage.text)) > 4
    return passage.is_running and bool(re.search("[，。；、：]", passage.text))


def _invisible(passage: Passage) -> Iterator[Finding]:
    for match in _INVISIBLE.finditer(passage.text):
        message = "这里有看不见的控制字符，多为粘贴带入，请删去。"
        yield passage.finding("spacing", match.start(), match.end(), message, replacement="")


def _inside(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    # More than two wide gaps: a signature, a form or a table laid out with spaces.
    laid_out = len(re.findall(f"[{BLANKS}]{{2,}}|\u3000", text.strip())) > 2
    for match in _SPACE.finditer(text):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if laid_out or not after or _LEAD.fullmatch(text, 0, match.start()):
            continue
        if (is_chinese(before) or not match.start()) and is_chinese(after):
            yield _space(passage, match)
    for match in _BROKEN_NUMBER.finditer(text):
        yield _space(passage, match)


def _space(passage: Passage, match: re.Match[str]) -> Finding:
    message = "这里多了空格，请删去。"
    return passage.finding("spacing", match.start(), match.end(), message, replacement="")


def _habits(draft: Draft) -> Iterator[Finding]:
    read = [passage for passage in draft.passages if _is_read(passage)]
    for tight, spaced in _HABITS:
        tight_count = sum(len(tight.findall(passage.text)) for passage in read)
        found = {passage: list(spaced.finditer(passage.text)) for passage in read}
        spaced_count = sum(map(len, found.values()))
        # A habit needs five cases, and three for every one against it; else the plan has none.
        # Without the second condition Chongqing's plan would have a finding that is none.
        if tight_count >= 5 and spaced_count * 3 <= tight_count:
            for passage, matches in found.items():
                yield from _habit(passage, matches)


def _habit(passage: Passage, matches: list[re.Match[str]]) -> Iterator[Finding]:
    matches = [match for match in matches if not _LEAD.fullmatch(passage.text, 0, match.start())]
    if not matches:
        return
    start, end = matches[0].start() - 1, matches[-1].end() + 1
    clean = _squeeze(passage.text[start:end], [m.span() for m in matches], start)
    message = "数字、字母与汉字之间有空格，而全文其他地方没有，请删去空格，保持一致。"
    yield passage.finding("spacing", start, end, message, severity="info", replacement=clean)


def _squeeze(text: str, spans: list[tuple[int, int]], shift: int) -> str:
    ends = [0, *(end - shift for _, end in spans)]
    starts = [*(start - shift for start, _ in spans), len(text)]
    return "".join(text[a:b] for a, b in zip(ends, starts, strict=True))


RULE = Rule("spacing", "多余空格", _find, yields_to=("latin", "punctuation", "half_width"))
