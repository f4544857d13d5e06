"""A paragraph taken apart: its heading, its bracketed time, and what follows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from taskforce.work_plans.times import Time, find_times

_OPENING = "（(《“〈〔["
_CLOSING = "）)》”〉〕]"
_STOPS = "。！；;"
_COLON = re.compile(r"[：:]")
_EDGES = " ，,、：:；;。.—-为是"
_UNDATED = re.compile(r"(?:前|后|时|期间|同步|适时|适时完成|前完成|后完成|全程)$")
_OF_UNITS = re.compile(r"负责|牵头|配合|责任|单位[：:]|部门[：:]")
_BY_WHOM = re.compile(r"(?<=\S{4})[，,](?:具体)?由[^，。；]{2,40}(?:负责|牵头|承担|组织实施|落实)$")
_LABEL = re.compile(
    r"^(?:完成|起止|实施|计划|工作|截止)?(?:时间|时限|日期|期限)(?:安排|节点|要求)?\s*(?:[：:为]|(?=\d))\s*"
)


@dataclass(frozen=True)
class Bracket:
    """A bracket outside every other: its inside, and where it stands with its marks."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Timing:
    """The words that give a time, and the times in them (none: an undated 适时, 大会召开前)."""

    text: str
    times: tuple[Time, ...]


@dataclass(frozen=True)
class Heading:
    """``title`` without its time, ``timing`` from a bracket or the heading's own words, and
    ``rest``, the run-in text without a closing bracket that was taken for the timing."""

    title: str
    timing: Timing | None
    rest: str


def take_apart(text: str) -> Heading:
    """Part a paragraph (its mark already taken off) into heading, timing and text."""
    timing, text = _take_bracket(text)
    head, rest = _split(text)
    if timing is None:
        timing, head = _take_words(head)
    return Heading(_title(head), timing, rest.strip())


def brackets(text: str) -> list[Bracket]:
    """The outermost round brackets, those inside 《》 and “” left out."""
    found, stack = [], []
    for at, char in enumerate(text):
        if char in _OPENING:
            stack.append((char, at))
        elif char in _CLOSING and stack:
            opened, start = stack.pop()
            if opened in "（(" and not stack:
                found.append(Bracket(text[start + 1 : at], start, at + 1))
    return found


def ends_with_time(text: str) -> bool:
    """Whether a paragraph closes with a bracket that gives a time."""
    closing = _closing_bracket(text)
    return closing is not None and timing_in(closing.text) is not None


def timing_in(inside: str) -> Timing | None:
    """The timing that a bracket (or a label's value) states, without the units beside it."""
    pieces = [piece.strip() for piece in re.split(r"[；;，,。]", inside) if piece.strip()]
    timed = [piece for piece in pieces if find_times(piece)]
    if not timed:
        return None
    if len(timed) == len(pieces):
        words = _LABEL.sub("", inside.strip())
    else:
        words = "，".join(_LABEL.sub("", piece) for piece in timed)
    return Timing(words, tuple(find_times(words)))


def labelled_timing(text: str) -> Timing | None:
    """The timing of a line such as 时间：2020年3月—6月, None for any other line."""
    label = _LABEL.match(text)
    return timing_in(text[label.end() :]) if label else None


def _take_bracket(text: str) -> tuple[Timing | None, str]:
    found = brackets(text)
    for bracket in reversed(found):
        timing = timing_in(bracket.text)
        if timing is not None:
            return timing, text[: bracket.start] + text[bracket.end :]
    closing = _closing_bracket(text)
    if closing and _UNDATED.search(closing.text) and not _OF_UNITS.search(closing.text):
        return Timing(closing.text, ()), text[: closing.start] + text[closing.end :]
    return None, text


def _closing_bracket(text: str) -> Bracket | None:
    end = len(text.rstrip("。；;，,、 "))
    return next((bracket for bracket in brackets(text) if bracket.end == end), None)


def _split(text: str) -> tuple[str, str]:
    depth = 0
    for at, char in enumerate(text):
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and (char in _STOPS or (_COLON.match(char) and 0 < at <= 30)):
            return text[:at], text[at + 1 :]
    return text, ""


def _take_words(head: str) -> tuple[Timing | None, str]:
    times = find_times(head)
    if not times:
        return None, head
    first, last = times[0], times[-1]
    if first.start <= 1:
        one = first
        return Timing(one.text, (one,)), head[one.end :]
    if not head[last.end :].strip(_EDGES + "完成"):
        return Timing(last.text, (last,)), head[: last.start]
    return None, head


def _title(head: str) -> str:
    title = head.strip(_EDGES) or head.strip()
    return _BY_WHOM.sub("", title)
