"""Times as offices write them (9月底前, 7—12月, 5月15日—25日, 上半年 …), found in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．／－　", "0123456789./- ")
_CN = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}

_DASH = r"\s*(?:开始|起)?\s*(?:[—–―─\-~～〜]{1,2}|至|到)\s*"
_CN_YEAR = r"二[〇○零][〇○零一二三四五六七八九]{2}"
_NEAR = {"今年": 0, "本年": 0, "当年": 0, "明年": 1, "来年": 1, "次年": 1, "翌年": 1}
_NUMBERED_YEAR = rf"(?:19|20|21)\d\d|{_CN_YEAR}"


def _year_named(year: str, near: str) -> str:
    words = "|".join(_NEAR)
    return rf"(?:(?P<{year}>{_NUMBERED_YEAR})\s*年度?|(?P<{near}>{words}))\s*"


_MONTH_NUMBER = r"(?:十[一二]?|[一二三四五六七八九]|1[0-2]|0?[1-9])"
_DAY_NUMBER = r"(?:三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九]|[12]\d|3[01]|0?[1-9])"
_MID = r"中(?![国央心共期小型级华学科])"
_EARLY = r"初(?![步稿审选期级中])"
_LATE = r"[底末]"
_PART = rf"上中旬|中下旬|上旬|中旬|下旬|上半月|下半月|{_LATE}|{_EARLY}|{_MID}"
_NO_NUMBER_BEFORE = r"(?<![\d一二三四五六七八九十〇.第])"

_POINT = re.compile(
    rf"""{_NO_NUMBER_BEFORE}(?:{_year_named("year", "near")})?(?:
        (?P<month>{_MONTH_NUMBER})\s*月份?(?:\s*(?:
            (?P<day>{_DAY_NUMBER})\s*(?:[日号]|(?=\s*(?:前|以前|之前|—|–|-|~|～|至|到)))
            | (?P<part>{_PART})))?
        | (?P<bare>{_MONTH_NUMBER})(?={_DASH}{_MONTH_NUMBER}\s*月)
        | 第?(?P<quarter>[一二三四1-4])季度(?P<quarter_end>[底末])?
        | (?P<half>[上下])半年)
    | {_NO_NUMBER_BEFORE}(?:{_year_named("year_p", "near_p")}|(?<![几两全多每半近])年)
        (?P<year_part>{_LATE}|{_EARLY}|{_MID}|内(?!容|部|外))
    | (?<![\d.])(?P<year_d>(?:19|20|21)\d\d)[./-](?P<month_d>1[0-2]|0?[1-9])
        (?:[./-](?P<day_d>[12]\d|3[01]|0?[1-9]))?(?![\d.])
    """,
    re.VERBOSE,
)
_SAME_MONTH = re.compile(
    rf"(?P<day>{_DAY_NUMBER})\s*[日号]|(?P<part>上旬|中旬|下旬)|月?(?P<late>[底末])"
)
_RANGE = re.compile(_DASH)
_BY_BEFORE = re.compile(r"截[至止]到?\s*$")
_FROM_BEFORE = re.compile(r"[自从]\s*$")
_BY_AFTER = re.compile(r"\s*(?:以前|之前|前(?!期|沿|往|后|述|瞻|提(?![交出请供报]))|为?止|之?内)")
_DONE_AFTER = re.compile(r"\s*(?:完成|结束)")
_FROM_AFTER = re.compile(r"\s*(?:起(?![草步到来])|开始|启动|以后|之后|后(?![续期勤]))")

_PARTS = {
    "上旬": (1, 10), "上中旬": (1, 20), "中旬": (11, 20), "中下旬": (11, 0), "下旬": (21, 0),
    "上半月": (1, 15), "下半月": (16, 0), "初": (1, 10), "中": (11, 20), "底": (1, 0), "末": (1, 0),
}  # fmt: skip
_YEAR_PARTS = {"底": (12, 12), "末": (12, 12), "初": (1, 1), "中": (6, 6), "内": (1, 12)}


@dataclass(frozen=True)
class Moment:
    """A stretch of one year, from month and day to month and day (day 0: the month's last).

    ``year`` None: the text leaves it open; ``near`` counts from the present year (明年 1).
    ``ends`` says that the words name an end (a day, 底, 末) and not a stretch.
    """

    first: tuple[int, int]
    last: tuple[int, int]
    year: int | None = None
    near: int | None = None
    ends: bool = False


@dataclass(frozen=True)
class Time:
    """A time in a text, at ``start``–``end``: one moment, or the range from it to ``until``.

    ``bound``: "by" (前, 完成), "from" (起, 启动), or "".
    """

    text: str
    start: int
    end: int
    moment: Moment
    until: Moment | None = None
    bound: str = ""


def find_times(text: str) -> list[Time]:
    """Every time named in a text, in order. A year alone (2021—2025年) is none."""
    plain = text.translate(_FULL_WIDTH)
    times: list[Time] = []
    at = 0
    while match := _POINT.search(plain, at):
        time = _time(text, plain, match)
        times.append(time)
        at = max(time.end, match.end())
    return times


def _time(text: str, plain: str, match: re.Match[str]) -> Time:
    moment = _moment(match)
    until, end = _until(plain, match.end(), moment)
    bound, end = _bound(plain, match.start(), end, ranged=until is not None)
    return Time(text[match.start() : end], match.start(), end, moment, until, bound)


def _until(plain: str, at: int, first: Moment) -> tuple[Moment | None, int]:
    dash = _RANGE.match(plain, at)
    if dash is None:
        return None, at
    match = _POINT.match(plain, dash.end())
    if match is not None:
        return _moment(match), match.end()
    match = _SAME_MONTH.match(plain, dash.end())
    if match is not None:
        return _later_in_month(match, first), match.end()
    return None, at


def _later_in_month(match: re.Match[str], first: Moment) -> Moment:
    month = first.last[0]
    if match["day"]:
        day = number(match["day"])
        return replace(first, first=(month, day), last=(month, day), ends=True)
    if match["late"]:
        return replace(first, first=(month, 1), last=(month, 0), ends=True)
    begin, end = _PARTS[match["part"]]
    return replace(first, first=(month, begin), last=(month, end), ends=False)


def _bound(plain: str, start: int, end: int, *, ranged: bool) -> tuple[str, int]:
    before = plain[max(0, start - 6) : start]
    by = _BY_AFTER.match(plain, end)
    if by is not None:
        return "by", by.end()
    if _DONE_AFTER.match(plain, end) or _BY_BEFORE.search(before):
        return "by", end
    if not ranged:
        begins = _FROM_AFTER.match(plain, end)
        if begins is not None:
            return "from", begins.end()
        if _FROM_BEFORE.search(before):
            return "from", end
    return "", end


def _moment(match: re.Match[str]) -> Moment:
    found = match.groupdict()
    year = found["year"] or found["year_p"] or found["year_d"]
    near = found["near"] or found["near_p"]
    moment = _stretch(found)
    return replace(moment, year=number(year) if year else None, near=_NEAR[near] if near else None)


def _stretch(found: dict[str, str | None]) -> Moment:
    if found["half"]:
        return Moment((1, 1), (6, 0)) if found["half"] == "上" else Moment((7, 1), (12, 0))
    if found["quarter"]:
        last = number(found["quarter"]) * 3
        return Moment((last - 2, 1), (last, 0), ends=bool(found["quarter_end"]))
    if found["year_part"]:
        first, last = _YEAR_PARTS[found["year_part"]]
        return Moment((first, 1), (last, 0), ends=found["year_part"] in "底末")
    month = number(found["month"] or found["bare"] or found["month_d"] or "")
    return _in_month(month, found["day"] or found["day_d"], found["part"])


def _in_month(month: int, day: str | None, part: str | None) -> Moment:
    if day:
        return Moment((month, number(day)), (month, number(day)), ends=True)
    if part:
        begin, end = _PARTS[part]
        return Moment((month, begin), (month, end), ends=part in "底末")
    return Moment((month, 1), (month, 0))


def number(digits: str) -> int:
    """12, 十二, 二十一, 二〇二一 as a number; digits only, nothing else."""
    if digits.isdecimal():
        return int(digits)
    if "十" in digits:
        tens, _, ones = digits.partition("十")
        return (_CN[tens] if tens else 1) * 10 + (_CN[ones] if ones else 0)
    return int("".join(str(_CN[char]) for char in digits))
