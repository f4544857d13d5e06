"""交叉引用: references to a chapter, section, task, box, table or figure that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from plans.checks.draft import Draft, Passage
from plans.checks.numerals import CN, value_of
from plans.checks.rule import Finding, Rule

_NUMBER = rf"[{CN}]{{1,4}}|\d{{1,3}}"
_ELSEWHERE = re.compile(
    r"[》〉][^，。；]{0,3}$|(?:章程|条例|细则|办法|法|纲要|报告|方案|意见|同级|下列文件)$"
)
_TASKS = re.compile(
    rf"任务\s*(?P<a>{_NUMBER})(?:\s*[、和至到—-]\s*(?:任务)?\s*(?P<b>{_NUMBER}))?"
    rf"(?![\d{CN}%％.．、：:]|\s*[个项万亿年月日类方批年余多大条届])"
    rf"|第\s*(?P<c>{_NUMBER})\s*(?:项|条|号|个)(?:重点|主要|具体)?任务"
    rf"|(?:本规划|本纲要|上述|前述|见|按照|依照|参照|落实)第\s*(?P<d>{_NUMBER})\s*[条项](?!第)"
)
_CHAPTERS = re.compile(
    rf"第\s*(?P<a>{_NUMBER})\s*(?:章(?!程)|部分|篇(?!章))"
    rf"(?:\s*(?:第\s*)?[（(]?(?P<section>{_NUMBER})[）)]?\s*[节点](?!目|点))?"
)
_SECTIONS = re.compile(rf"第\s*[（(]?\s*(?P<a>{_NUMBER})\s*[）)]?\s*节(?!课|目|点|能|约|假|日)")
_HERE = re.compile(rf"本章(?:第\s*)?(?:[（(](?P<p>{_NUMBER})[）)]|(?<=第)(?P<a>{_NUMBER})\s*节)")
_CAPTIONED = re.compile(
    rf"(?P<name>专栏|表|图)\s*(?P<a>{_NUMBER})(?![\d{CN}%％.．、年月]|\s*[个项格种])"
)
_POINTING = re.compile(
    r"(?:见|如|参见|详见|按照?|依据|对照|在|和|与|及|至|、|中的?|的|将|把|（|“)$"
)
_CAPTION = re.compile(rf"^(专栏|表|图)\s*({_NUMBER})")
_LOOK_BACK = 16
"""More characters than any of the patterns that look at what stands before a reference."""


def _find(draft: Draft) -> Iterator[Finding]:
    there = _There(draft)
    for passage in draft.passages:
        if passage.kind != "plan_title":
            yield from _tasks(passage, there)
            yield from _chapters(passage, there)
            yield from _sections(passage, there)
            yield from _sections_here(passage, there)
            yield from _captioned(passage, there)


class _There:
    """What the plan has, by kind and number."""

    def __init__(self, draft: Draft) -> None:
        of_kind = partial(_numbers, draft)
        self.tasks, self.chapters = of_kind("task"), of_kind("chapter")
        self.sections = of_kind("section")
        self.captions = {
            (match[1], value_of(match[2]))
            for passage in draft.passages
            if (match := _CAPTION.match(passage.text))
        }
        self.captioned = {name for name, _ in self.captions}
        self.sections_of = {
            value_of(provision.node.number): len(
                [child for child in provision.node.children if child.kind == "section"]
            )
            for provision in draft.provisions
            if provision.node.kind == "chapter"
        }

        self.sections_around = {
            provision.order: len([child for child in chapter.children if child.kind == "section"])
            for provision in draft.provisions
            for chapter in (*provision.above, provision.node)[:1]
        }

    def has_captions(self, name: str) -> bool:
        return name in self.captioned


def _numbers(draft: Draft, kind: str) -> set[int]:
    values = (value_of(p.node.number) for p in draft.provisions if p.node.kind == kind)
    return {value for value in values if value is not None}


def _tasks(passage: Passage, there: _There) -> Iterator[Finding]:
    for match in _TASKS.finditer(passage.text):
        if _ELSEWHERE.search(_before(passage, match)):
            continue
        named = [value_of(number) for number in match.groupdict().values() if number]
        missing = [number for number in named if number not in there.tasks]
        if missing:
            yield _missing(passage, match, f"任务{missing[0]}", there.tasks, "任务")


def _chapters(passage: Passage, there: _There) -> Iterator[Finding]:
    for match in _CHAPTERS.finditer(passage.text):
        before = _before(passage, match)
        # The chapters of a law or another paper are not ours to look up.
        if _ELSEWHERE.search(before) or not there.chapters or _is_heading(passage, match):
            continue
        number = value_of(match["a"])
        if number not in there.chapters:
            yield _missing(passage, match, match[0], there.chapters, "章")
        elif match["section"] and (value_of(match["section"]) or 0) > there.sections_of[number]:
            message = f"引用的“{match[0]}”不存在，该章没有这一节，请核对后改正。"
            yield _at(passage, match, message)


def _is_heading(passage: Passage, match: re.Match[str]) -> bool:
    """A heading that stands in the text: 第三篇 above the chapters."""
    # A reference stands in a sentence; a heading is short and has no full stop.
    return match.start() == 0 and len(passage.text) < 40 and "。" not in passage.text


def _sections(passage: Passage, there: _There) -> Iterator[Finding]:
    for match in _SECTIONS.finditer(passage.text):
        before = _before(passage, match)
        if _ELSEWHERE.search(before) or re.search(r"[章篇分]\s*$", before):
            continue
        if value_of(match["a"]) not in there.sections:
            yield _missing(passage, match, match[0], there.sections, "节")


def _sections_here(passage: Passage, there: _There) -> Iterator[Finding]:
    for match in _HERE.finditer(passage.text):
        count = there.sections_around.get(passage.order[0])
        if count and (value_of(match["p"] or match["a"]) or 0) > count:
            message = f"引用的“{match[0]}”不存在，本章只有{count}节，请核对后改正。"
            yield _at(passage, match, message)


def _captioned(passage: Passage, there: _There) -> Iterator[Finding]:
    for match in _CAPTIONED.finditer(passage.text):
        name, number = match["name"], value_of(match["a"])
        before = _before(passage, match)
        pointed = _POINTING.search(before) or (name == "专栏" and before)
        if (name, number) in there.captions or not pointed:
            continue
        if name == "专栏" or there.has_captions(name) or _shows(passage, match):
            message = f"引用的“{match[0]}”在文中找不到，请核对编号或补上。"
            yield _at(passage, match, message)


def _shows(passage: Passage, match: re.Match[str]) -> bool:
    shown = passage.text.startswith(("所示", "所列", "列出"), match.end())
    return shown or _before(passage, match).endswith("见")


def _before(passage: Passage, match: re.Match[str]) -> str:
    return passage.text[max(0, match.start() - _LOOK_BACK) : match.start()]


def _missing(
    passage: Passage, match: re.Match[str], what: str, there: set[int], kind: str
) -> Finding:
    has = f"本规划{kind}的编号到{max(there)}为止" if there else f"本规划没有编号的{kind}"
    return _at(passage, match, f"引用的“{what}”不存在：{has}，请核对后改正。")


def _at(passage: Passage, match: re.Match[str], message: str) -> Finding:
    return passage.finding("cross_reference", match.start(), match.end(), message, severity="error")


RULE = Rule("cross_reference", "交叉引用", _find)
