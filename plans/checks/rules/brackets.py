"""括号、引号不配对: what opens and does not close in the same paragraph, or the other way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from plans.checks.draft import Draft, Passage
from plans.checks.rule import Finding, Rule

_PAIRS = ("（）", "《》", "〈〉", "“”", "‘’", "【】", "〔〕", "「」", "『』", "[]", "{}")
_OPENERS = {pair[0]: pair for pair in _PAIRS} | {"(": "（）"}
_CLOSERS = {pair[1]: pair for pair in _PAIRS} | {")": "（）"}
_MARK = re.compile("[" + re.escape("".join([*_OPENERS, *_CLOSERS])) + "]")
_NUMBERING = re.compile(r"(?:^|[。；：，、\s])(?:\d{1,3}|[A-Za-z]|[一二三四五六七八九十]{1,3})$")
_APOSTROPHE = re.compile(r"[A-Za-z]’[A-Za-z]")


@dataclass(frozen=True)
class _Lone:
    at: int
    char: str
    pair: str
    opens: bool


def _find(draft: Draft) -> Iterator[Finding]:
    for passage in draft.passages:
        lone = sorted(_lone_marks(passage.text), key=lambda mark: mark.at)
        yield from _findings(passage, lone)
        # Half-width quotes look the same on both sides: only their number tells.
        if passage.text.count('"') % 2:
            at = passage.text.index('"')
            message = '半角引号“"”不成对，请改为成对的“”。'
            yield passage.finding("brackets", at, at + 1, message, severity="error")


def _lone_marks(text: str) -> Iterator[_Lone]:
    open_marks = _Open()
    for match in _MARK.finditer(text):
        char, at = match[0], match.start()
        if char in _OPENERS:
            open_marks.push(_Lone(at, char, _OPENERS[char], opens=True))
        elif not _is_no_bracket(text, at):
            yield from open_marks.close(_Lone(at, char, _CLOSERS[char], opens=False))
    yield from open_marks.waiting


class _Open:
    """What is open, with the number of each pair beside it: looking through all is quadratic."""

    def __init__(self) -> None:
        self.waiting: list[_Lone] = []
        self._of_pair: Counter[str] = Counter()

    def push(self, mark: _Lone) -> None:
        self.waiting.append(mark)
        self._of_pair[mark.pair] += 1

    def close(self, mark: _Lone) -> Iterator[_Lone]:
        if not self._of_pair[mark.pair]:
            yield mark
            return
        # What was opened inside and not closed is the lone one, not what is closed here.
        while (inner := self._pop()).pair != mark.pair:
            yield inner

    def _pop(self) -> _Lone:
        mark = self.waiting.pop()
        self._of_pair[mark.pair] -= 1
        return mark


def _is_no_bracket(text: str, at: int) -> bool:
    # 1） and a） number an enumeration.
    if text[at] in ")）":
        # The longest number has three characters and a mark before it.
        return _NUMBERING.search(text[max(0, at - 5) : at]) is not None
    return text[at] == "’" and _APOSTROPHE.fullmatch(text[at - 1 : at + 2]) is not None


def _findings(passage: Passage, lone: list[_Lone]) -> Iterator[Finding]:
    at = 0
    while at < len(lone):
        mark, after = lone[at], lone[at + 1] if at + 1 < len(lone) else None
        # Two lone marks of a pair, one after the other, are one slip; side by side one is too
        # many.
        if after is not None and after.pair == mark.pair and after.at - mark.at > 1:
            yield _turned(passage, mark, after)
            at += 2
        else:
            yield _single(passage, mark)
            at += 1


def _turned(passage: Passage, first: _Lone, second: _Lone) -> Finding:
    """Two of a kind in a row: one of them looks the wrong way."""
    wrong = second if first.opens else first
    right = wrong.pair[1] if wrong.opens else wrong.pair[0]
    message = f"“{wrong.char}”方向不对，这里应为“{right}”，请改正。"
    same_way = first.opens == second.opens
    return passage.finding(
        "brackets", first.at, second.at + 1, message, severity="error",
        replacement=_replaced(passage.text, first, second) if same_way else None,
    )  # fmt: skip


def _replaced(text: str, first: _Lone, second: _Lone) -> str:
    return first.pair[0] + text[first.at + 1 : second.at] + first.pair[1]


def _single(passage: Passage, mark: _Lone) -> Finding:
    missing = mark.pair[1] if mark.opens else mark.pair[0]
    doubled = mark.char in (
        passage.text[mark.at - 1 : mark.at] if mark.at else "",
        passage.text[mark.at + 1 : mark.at + 2],
    )
    advice = "请删去多余的一个" if doubled else f"请补上“{missing}”或删去它"
    message = f"“{mark.char}”没有配对的“{missing}”，{advice}。"
    return passage.finding(
        "brackets", mark.at, mark.at + 1, message, severity="error",
        replacement="" if doubled else None,
    )  # fmt: skip


RULE = Rule("brackets", "括号、引号不配对", _find)
