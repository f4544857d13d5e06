"""What a work plan calls itself: title, document number, day of issue."""

from __future__ import annotations

import re
from datetime import date

from plans.text.document_numbers import find_number
from taskforce.work_plans.lines import Line, balance
from taskforce.work_plans.marks import mark_of
from taskforce.work_plans.times import find_times

_ENDS_AS_PLAN = re.compile(
    r"(?:方案|工作安排|工作计划|实施意见|工作意见|进度安排|推进计划|编制计划)(?:[（(][^（()）]{1,8}[)）])?[》〉]?$"
)
_NOTICE = re.compile(r"^(.*?)关于(?:印发|下发|转发|发布)([《〈].+[》〉]|.+)的通知$")
_ANY_NOTICE = re.compile(r"的(?:通知|意见|请示|报告)$")
_NOT_TITLE = re.compile(
    r"文件$|^附\s*件|^签发|^抄送|^（?\(?\d{4}\s*年|^\d{4}\s*年.*日$|^密级|^各|^联系人|[。；：:！？，,]$|★|^目\s*录$"
)
_DAY = re.compile(
    r"[（(]?\s*((?:19|20)\d\d|二[〇○零][〇○零一二三四五六七八九]{2})\s*年[^年]{2,6}日\s*(?:印发)?[）)]?"
)
_HAN = r"[\u4e00-\u9fff《》“”〈〉（）、，]"
_SPACE_IN_HAN = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")
_INNER_BRACKETS = str.maketrans("〈〉", "《》")


def title_of(lines: list[Line]) -> str:
    """The work plan's title, joined where it stands over several lines; "" if none is seen.

    A notice before it names it too and settles how many lines belong to it.
    """
    head = _head(lines)
    announced = _announced(head)
    for end, line in enumerate(head):
        if _ENDS_AS_PLAN.search(line.text) and len(line.text) <= 60:
            title = _joined_up(head, end, announced)
            if title:
                return title
    return announced or _notice_title(head) or _first_title(head)


def document_number_of(lines: list[Line]) -> str:
    """渝科协发〔2020〕86号, with the brackets as they should be; "" if the head bears none."""
    for line in _head(lines):
        found = find_number(line.text)
        if found and len(line.text) - found.length <= 12:
            return found.printed
    return ""


def issued_on(lines: list[Line]) -> date | None:
    """The day on a line of its own, below a signature; the first where there are several."""
    for line in lines:
        if not is_day(line.text):
            continue
        times = find_times(line.text)
        moment = times[0].moment if times else None
        if moment and moment.year and moment.last[1] and moment.first == moment.last:
            return _day(moment.year, *moment.last)
    return None


def is_day(text: str) -> bool:
    """Whether a line is nothing but the day of a signature."""
    return _DAY.fullmatch(text) is not None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _head(lines: list[Line]) -> list[Line]:
    """The lines before the first heading."""
    for at, line in enumerate(lines):
        mark = mark_of(line.text)
        if mark and mark.style in ("cn", "part", "stage") and at:
            return lines[:at]
    return lines[:40]


def _announced(head: list[Line]) -> str:
    """The title that the notice before it gives: 关于印发《…》的通知."""
    for start in range(len(head)):
        for end in range(start + 1, min(start + 5, len(head)) + 1):
            match = _NOTICE.match(_joined(head[start:end]))
            if match and _ENDS_AS_PLAN.search(match[2]):
                return _unquoted(match[2])
    return ""


def _unquoted(title: str) -> str:
    if title.startswith("《") and title.endswith("》"):
        title = title[1:-1]
    return title.translate(_INNER_BRACKETS)


def _joined_up(head: list[Line], end: int, announced: str) -> str:
    """The lines up to ``end`` that make one title; "" if they are part of a notice's.

    Once a notice has named it, only lines that say the same are taken.
    """
    following = head[end + 1].text if end + 1 < len(head) else ""
    if following.startswith("的通知"):
        return ""
    starts = [end]
    while _may_begin_above(head, starts[-1], end):
        starts.append(starts[-1] - 1)
    titles = [_joined(head[start : end + 1]) for start in starts]
    for title in titles:
        if _same(title, announced) and not balance(title):
            return title
    if announced:
        return ""
    return next((title for title in reversed(titles) if not balance(title)), titles[-1])


def _may_begin_above(head: list[Line], start: int, end: int) -> bool:
    if start == 0 or end - start >= 3:
        return False
    above = head[start - 1].text
    if _NOT_TITLE.search(above) or find_number(above) or len(above) > 40:
        return False
    return mark_of(above) is None and not _ANY_NOTICE.search(above) and "。" not in above


def _notice_title(head: list[Line]) -> str:
    for start, line in enumerate(head):
        for end in range(start + 1, min(start + 4, len(head)) + 1):
            title = _joined(head[start:end])
            if _ANY_NOTICE.search(title) and not _NOT_TITLE.search(line.text):
                return title
    return ""


def _first_title(head: list[Line]) -> str:
    for line in head:
        is_title = not _NOT_TITLE.search(line.text) and not find_number(line.text)
        if is_title and 4 <= len(line.text) <= 60:
            return _joined([line])
    return ""


def _joined(lines: list[Line]) -> str:
    return _SPACE_IN_HAN.sub("", "".join(line.text for line in lines)).strip()


def _same(title: str, announced: str) -> bool:
    return bool(announced) and _bare(title) == _bare(announced)


def _bare(title: str) -> str:
    return re.sub(r"[\s《》〈〉“”\"]", "", title)
