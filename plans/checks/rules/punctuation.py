"""标点重复或多余: marks side by side, marks where none can stand, empty pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plans.checks.characters import CLOSERS, HAN, OPENERS, POINTS
from plans.checks.draft import Draft, Passage
from plans.checks.rule import Finding, Rule

_ASIDE = re.compile(
    rf"[{POINTS},;](?:\s*[{POINTS},;])+|(?<=[{HAN}])(?:[{POINTS}]\.(?!\d)|\.[{POINTS}])"
)
_FINE = frozenset({"？！", "！？", "？？？", "！！！"})
_FULL = str.maketrans(",;.", "，；。")
_AFTER_OPENER = re.compile(rf"(?<=[{OPENERS}])[，。、；：]+")
# A run is read from its first mark only: from each of its marks it would take the square of it.
_BEFORE_CLOSER = re.compile(
    r"(?<![，、；：])[，、；：]+(?=[）》〉】〕])|(?<![、：])[、：]+(?=[”’])|。(?=》)"
)
_AT_START = re.compile(r"[，。、；：？！,;]+")
_BEFORE_AND_SO_ON = re.compile(
    rf"(?<=[{HAN}{CLOSERS}\w])[，、；](?=等(?![等级离号价同候温额于待差距效第]))"
)
_BEFORE_OF = re.compile(rf"(?<=[{HAN}{CLOSERS}])[，。、；：](?=的(?![确士卢话]))")
_IN_NUMBER = re.compile(
    r"(?<![。；：\n\d])(?<=\D)\d{1,30}(?P<mark>[，、；。：])(?=(?:[年家项名万亿%％]|个(?!人|体|性|别))(?!度))"
)
_LINES = re.compile(r"—{3,}|(?<=[^\x00-\x7f])-{2,}(?=[^\x00-\x7f])|·{2,}|…{3,}")
_EMPTY = re.compile(r"（\s*）|《\s*》|“\s*”|‘\s*’|【\s*】|〔\s*〕|〈\s*〉|\(\s*\)|\[\s*\]")
_TITLE_END = re.compile(r"(?<![，、；。,;])[，、；。,;]+$")


def _find(draft: Draft) -> Iterator[Finding]:
    for passage in draft.passages:
        yield from _aside(passage)
        yield from _stray(passage)
        if passage.kind in ("title", "plan_title"):
            yield from _closed_title(passage)


def _aside(passage: Passage) -> Iterator[Finding]:
    for match in _ASIDE.finditer(passage.text):
        marks = re.sub(r"\s+", "", match[0]).translate(_FULL)
        if marks in _FINE:
            continue
        replacement = _one_mark(marks)
        advice = f"请只留“{replacement}”" if replacement else "请只留应有的一个"
        message = f"标点“{match[0]}”重复或连用，{advice}。"
        yield _finding(passage, match, message, replacement)


def _one_mark(marks: str) -> str | None:
    # 。。。 was meant for ……; otherwise one of them is enough.
    if len(set(marks)) == 1:
        return "……" if len(marks) > 2 and marks[0] == "。" else marks[0]
    # ，。 ends the sentence: the stronger mark is meant. Of two weak ones nobody can say.
    return marks[-1] if marks[-1] in "。；" and len(marks) == 2 else None


def _stray(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    if (match := _AT_START.match(text)) is not None:
        message = f"“{match[0]}”出现在开头，可能是断行留下的，请删去或与上文接好。"
        yield _finding(passage, match, message, "")
    for pattern, message in _STRAY:
        for match in pattern.finditer(text):
            yield _finding(passage, match, message.format(match[0]), "")
    for match in _IN_NUMBER.finditer(text):
        message = f"数字与单位之间多了“{match['mark']}”，请删去。"
        start = match.start("mark")
        yield passage.finding("punctuation", start, start + 1, message, replacement="")
    for match in _LINES.finditer(text):
        full = {"…": "……", "·": "·"}.get(match[0][0], "——")
        yield _finding(passage, match, f"“{match[0]}”长度不对，请改为“{full}”。", full)
    for match in _EMPTY.finditer(text):
        yield _finding(passage, match, f"“{match[0]}”里没有内容，请补上或删去。", None)


_STRAY = (
    (_AFTER_OPENER, "前括号或前引号后面多了“{}”，请删去。"),
    (_BEFORE_CLOSER, "后括号或后引号前面多了“{}”，请删去。"),
    (_BEFORE_AND_SO_ON, "“等”字前面不用“{}”，请删去。"),
    (_BEFORE_OF, "“的”字前面多了“{}”，请删去。"),
)


def _closed_title(passage: Passage) -> Iterator[Finding]:
    match = _TITLE_END.search(passage.text)
    if match is not None:
        yield _finding(passage, match, f"标题末尾不用“{match[0]}”，请删去。", "")


def _finding(
    passage: Passage, match: re.Match[str], message: str, replacement: str | None
) -> Finding:
    return passage.finding(
        "punctuation", match.start(), match.end(), message, replacement=replacement
    )


RULE = Rule("punctuation", "标点重复或多余", _find, yields_to=("brackets",))
