"""编号: numbers of headings that repeat, jump or stand in the text by hand.

Headings are checked where the tree brings numbers from a source; enumerations inside the text
(一是…二是…, （1）…（2）…, 第一，…第二，…, 专栏1 … 专栏2) always.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plans.checks.draft import Draft, Passage, Provision
from plans.checks.numerals import CIRCLED, CN, heading_value, value_of
from plans.checks.rule import Finding, Rule
from plans.text.numbering import chinese_number

_KIND = {"chapter": "章", "section": "节", "task": "任务"}
_TYPED = re.compile(
    rf"^(?:[{CN}]{{1,3}}、|[（(][{CN}]{{1,3}}[）)]|\d{{1,3}}[.．、](?!\d)|第[{CN}\d]{{1,4}}[章节篇])\s*"
)
_PART = re.compile(rf"^第[{CN}\d]{{1,3}}[篇编部]")
_EDGE = r"(?:^|(?<=[。；：，、！？\s（“]))"
_SERIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("{cn}是", re.compile(rf"{_EDGE}([{CN}]{{1,3}})是(?!否|不是)")),
    ("{cn}要", re.compile(rf"{_EDGE}([{CN}]{{1,2}})要(?!素|点|求)")),
    ("第{cn}，", re.compile(rf"{_EDGE}第([{CN}]{{1,3}})，")),
    ("其{cn}", re.compile(rf"{_EDGE}其([一二三四五六七八九])[，、：]")),
    ("（{cn}）", re.compile(rf"{_EDGE}[（(]([{CN}]{{1,3}})[）)]")),
    ("（{n}）", re.compile(rf"{_EDGE}[（(](\d{{1,2}})[）)]")),
    ("{n}）", re.compile(rf"(?<![（(]){_EDGE}(\d{{1,2}})[）)]")),
    ("{n}.", re.compile(r"(?:^|(?<=[。；：]))(\d{1,2})[.．、](?!\d)")),
    ("{circled}", re.compile(f"([{CIRCLED}])")),
)  # fmt: skip
_CAPTIONS = re.compile(rf"^(专栏|表|图)\s*([{CN}]{{1,3}}|\d{{1,3}})(?![{CN}\d年个项.]|[-—]\d)")


def _find(draft: Draft) -> Iterator[Finding]:
    if draft.numbers_are_given:
        for kind in ("chapter", "section", "task"):
            yield from _headings(draft, kind)
    for passage in draft.passages:
        if passage.kind == "title":
            yield from _typed_in_title(passage)
    for passages in draft.by_node.values():
        for shape, pattern in _SERIES:
            yield from _series(shape, _marks(passages, pattern))
    yield from _captions(draft)


def _headings(draft: Draft, kind: str) -> Iterator[Finding]:
    groups = list(_siblings(draft, kind))
    running = kind == "task" and _runs_through(groups)
    restarts = kind == "chapter" and _has_parts(draft)
    expected = actual = 0
    for group in groups:
        if not running:
            expected = actual = 0
        for provision, value in group:
            expected = 1 if restarts and value == 1 else expected + 1
            # After a jump the count may go on from there or as it should have: one slip, one
            # finding.
            if value not in (expected, actual + 1):
                yield _misnumbered(provision, kind, expected, repeats=value <= actual)
            elif value == actual + 1:
                expected = value
            actual = value


def _has_parts(draft: Draft) -> bool:
    """Whether 第一篇 stands above the chapters: these may begin anew in each part."""
    return any(passage.is_running and _PART.match(passage.text) for passage in draft.passages)


def _siblings(draft: Draft, kind: str) -> Iterator[list[tuple[Provision, int]]]:
    """Numbered nodes of a kind, grouped by the node that holds them."""
    parent: object = draft
    group: list[tuple[Provision, int]] = []
    for provision in draft.provisions:
        value = heading_value(provision.node.number) if provision.node.kind == kind else None
        if value is None:
            continue
        above = provision.above[-1] if provision.above else None
        if above is not parent and group:
            yield group
            group = []
        parent = above
        group.append((provision, value))
    if group:
        yield group


def _runs_through(groups: Sequence[Sequence[tuple[Provision, int]]]) -> bool:
    restarts = sum(group[0][1] == 1 for group in groups[1:])
    # Most groups decide, so that one heading wrongly numbered 1 does not change the plan's habit.
    return len(groups) > 1 and restarts * 2 < len(groups) - 1


def _misnumbered(provision: Provision, kind: str, expected: int, *, repeats: bool) -> Finding:
    shown = provision.node.number.strip().rstrip("、.")
    what = "重复或倒退" if repeats else "跳号，前面缺号"
    message = (
        f"{_KIND[kind]}的编号“{shown}”{what}，按顺序应为第{expected}个，"
        "请改正编号或补上缺少的部分。"
    )
    return provision.finding("numbering", message, field="number")


def _typed_in_title(passage: Passage) -> Iterator[Finding]:
    match = _TYPED.match(passage.text)
    if match is not None:
        message = f"标题里手工写了编号“{match[0].strip()}”，编号由系统生成，请删去。"
        yield passage.finding("numbering", 0, match.end(), message, replacement="")


@dataclass(frozen=True)
class _Mark:
    passage: Passage
    start: int
    end: int
    value: int


def _marks(passages: Sequence[Passage], pattern: re.Pattern[str]) -> list[_Mark]:
    return [
        _Mark(passage, match.start(), match.end(), value)
        for passage in passages
        if passage.is_running
        for match in pattern.finditer(passage.text)
        if (value := value_of(match[1])) is not None
    ]


def _series(shape: str, marks: Sequence[_Mark]) -> Iterator[Finding]:
    """One finding where a series leaves its order; a new 1 begins a new series."""
    if len(marks) < 2:
        return
    expected = actual = 0
    for mark in marks:
        # 1, 1 is a repetition and no new series.
        if mark.value == 1 and actual != 1:
            expected = actual = 0
        expected += 1
        if mark.value not in (expected, actual + 1):
            yield _broken(shape, mark, expected)
        elif mark.value == actual + 1:
            expected = mark.value
        actual = mark.value


def _broken(shape: str, mark: _Mark, expected: int) -> Finding:
    here, right = _shown(shape, mark.value), _shown(shape, expected)
    message = f"列举的序号“{here}”不连贯，按顺序应为“{right}”，请改正序号或补上缺少的内容。"
    return mark.passage.finding("numbering", mark.start, mark.end, message, severity="error")


def _shown(shape: str, value: int) -> str:
    circled = CIRCLED[value - 1] if value <= len(CIRCLED) else str(value)
    # A text of a thousand 一是 is no plan, but it must not stop the check of one.
    cn = chinese_number(max(1, value))
    return shape.format(cn=cn, n=value, circled=circled)


def _captions(draft: Draft) -> Iterator[Finding]:
    for name in ("专栏", "表", "图"):
        marks = [
            _Mark(passage, match.start(), match.end(), value)
            for passage in draft.passages
            # A caption stands alone on a short line; in a sentence 表1 is a reference.
            if passage.kind in ("box_title", "paragraph") and len(passage.text) < 60
            if (match := _CAPTIONS.match(passage.text)) and match[1] == name
            if (value := value_of(match[2])) is not None
        ]
        # Tables and figures may go on from another paper; boxes are always the plan's own.
        if (marks and marks[0].value == 1) or name == "专栏":
            yield from _series(name + "{n}", marks)


RULE = Rule("numbering", "编号", _find)
