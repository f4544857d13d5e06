"""日期与规划期不符: deadlines outside the plan's years, ranges that run backwards or do not fit the
five-year plan they stand with, dates that do not exist.

Horizons beyond the plan (2035, 2050, 碳达峰 2030 …) are meant, and so is what the background tells.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from plans.checks.characters import holder
from plans.checks.draft import Draft, Passage
from plans.checks.numerals import value_of
from plans.checks.periods import five_years, period_of
from plans.checks.rule import Finding, Rule

_YEAR = r"(?:20\d\d|二[〇零][〇零一二三四五六七八九]{2})"
_DASH = r"(?:—{1,2}|–|-{1,2}|－|~|～|至|到)"
_RANGE = re.compile(rf"(?<!\d)(?P<a>{_YEAR})\s*年?\s*{_DASH}\s*(?P<b>{_YEAR})(?!\d)\s*年?")
_NAMED = re.compile(
    rf"(?:“?(?P<short>十[一二三四五六七八九]?)五”?|第(?P<long>[一二三四五六七八九十]{{2,3}})个五年)"
    rf"[^，。；（）()]{{0,8}}[（(]\s*(?P<a>{_YEAR})\s*年?\s*{_DASH}\s*(?P<b>{_YEAR})\s*年?\s*[）)]"
)
_OWN = re.compile(
    rf"规划期(?:限)?(?:为|是|：|从)?\s*(?P<a>{_YEAR})\s*年?\s*{_DASH}\s*(?P<b>{_YEAR})"
)
_BY = re.compile(
    rf"(?P<by>到|至|截至|截止|展望|力争|争取|确保)?\s*(?<!\d)(?P<y>{_YEAR})\s*年"
    rf"(?P<end>(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:底|末)?(?:之前|以前|前)?)"
)
# 现代化 2035, the centenary 2049, the middle of the century, 碳中和 2060.
_HORIZONS = frozenset({2035, 2049, 2050, 2060})
_FAR = re.compile("远景|展望|碳达峰|碳中和|本世纪|可持续发展议程|长远|远期|谋划")
_SINCE = re.compile(rf"(?:由|从|自|{_YEAR}年[^，。；]{{0,12}})$")
_BASE = re.compile(r"(?:由|从|比|较|自|与|同|以|按|截至|截止|相比)\s*$")
_TOLD = re.compile(
    "已|以来|圆满|顺利|时期是|期间是|截至|截止|过去|曾|成果|基础上|回顾|巩固|收官|相比|时为|取得|延续|期间获|获评|获得"
)
_AHEAD = re.compile("要|将|力争|每年|目标|着力|大力|推进|建成|达到|实施|开展|打造|培育")
_EARLIER = re.compile(
    r"“?(?P<n>十[一二三四五六七八九]?)五”?(?P<end>末|期末|时期末)?(?=末|期|时|规|以|，|”|要|将)"
)
_DATE = re.compile(r"(?<!\d)(?:(?P<y>\d{4})年)?(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?")
_ODD_YEAR = re.compile(
    r"(?<![\d.第约近逾])(?:20\d{3,}|20[2-9])年(?!来|间|代|以)|二[〇零](?:[〇零一二三四五六七八九]|[〇零一二三四五六七八九]{3,})年"
)
_TITLE = re.compile("《[^》]{0,100}》")


def _find(draft: Draft) -> Iterator[Finding]:
    period = period_of(draft)
    for passage in draft.passages:
        yield from _ranges(passage, period)
        yield from _dates(passage)
        if period is not None and passage.kind not in ("plan_title", "title"):
            text = _TITLE.sub(lambda m: "〓" * len(m[0]), passage.text)
            yield from _deadlines(passage, text, period)
            yield from _earlier_plans(passage, text, period)


def _ranges(passage: Passage, period: tuple[int, int] | None) -> Iterator[Finding]:
    for match in _NAMED.finditer(passage.text):
        years = five_years(value_of(match["short"] or match["long"]) or 0)
        # Later years beside the name are a long-range aim: 十四五和二〇三五年.
        if _years(match) != years and _years(match)[1] < years[0] + 10:
            yield _at(passage, match, f"这个五年规划期应为{years[0]}—{years[1]}年，请改正年份。")
    titles = [(m.start() + 1, m.end()) for m in _TITLE.finditer(passage.text)]
    looks_far = _FAR.search(passage.text) is not None
    for match in _RANGE.finditer(passage.text):
        first, last = _years(match)
        if first > last:
            yield _at(passage, match, f"起止年份“{match[0]}”前后颠倒，请改正。")
        elif period is not None and not looks_far and holder(titles, match.start()) is None:
            yield from _range_beyond(passage, match, period)
    for match in _OWN.finditer(passage.text):
        if period is not None and _years(match) != period and _years(match)[1] not in _HORIZONS:
            yield _at(passage, match, f"与规划期{period[0]}—{period[1]}年不一致，请改正年份。")


def _range_beyond(
    passage: Passage, match: re.Match[str], period: tuple[int, int]
) -> Iterator[Finding]:
    first, last = _years(match)
    named = _NAMED.search(passage.text, max(0, match.start() - 14), match.end() + 2)
    if named or passage.background:
        return
    # A range that begins before the plan tells of other plans; one that begins after it looks
    # ahead.
    if period[0] <= first <= period[1] < last and last not in _HORIZONS:
        yield _at(passage, match, _beyond(last, period))


def _years(match: re.Match[str]) -> tuple[int, int]:
    return value_of(match["a"]) or 0, value_of(match["b"]) or 0


def _deadlines(passage: Passage, text: str, period: tuple[int, int]) -> Iterator[Finding]:
    ranges = [m.span() for m in _RANGE.finditer(text)]
    for match in _BY.finditer(text):
        year, at = value_of(match["y"]) or 0, match.start("y")
        if holder(ranges, at) is not None:
            continue
        if year > period[1] and not _is_horizon(year, text, at):
            yield _at(passage, match, _beyond(year, period))
        elif year < period[0] and _is_deadline(match) and not _is_told(passage, text, match):
            message = f"期限{year}年早于规划期{period[0]}—{period[1]}年，请核对年份。"
            yield _at(passage, match, message)


def _is_horizon(year: int, text: str, at: int) -> bool:
    # The word stands in the same sentence, some forty characters away at most.
    return year in _HORIZONS or _FAR.search(text[max(0, at - 40) : at + 40]) is not None


def _is_deadline(match: re.Match[str]) -> bool:
    return match["by"] in ("到", "至", "力争", "争取", "确保") or match["end"].endswith(
        ("前", "底", "末")
    )


def _is_told(passage: Passage, text: str, match: re.Match[str]) -> bool:
    sentence = _sentence_around(text, match.start())
    return (
        passage.background
        or _BASE.search(text[max(0, match.start("y") - 20) : match.start("y")]) is not None
        or _TOLD.search(sentence) is not None
        or _SINCE.search(text[max(0, match.start() - 20) : match.start()]) is not None
    )


def _beyond(year: int, period: tuple[int, int]) -> str:
    return f"{year}年超出规划期{period[0]}—{period[1]}年，请核对年份；属远景目标的请写明。"


def _earlier_plans(passage: Passage, text: str, period: tuple[int, int]) -> Iterator[Finding]:
    for match in _EARLIER.finditer(text):
        years = five_years(value_of(match["n"]) or 0)
        sentence = _sentence_around(text, match.start())
        is_told = passage.overview or _TOLD.search(sentence) or not _AHEAD.search(sentence)
        if years[1] >= period[0] or is_told:
            continue
        message = f"“{match[0].strip('“”')}”是{years[0]}—{years[1]}年，早于本规划期，请核对。"
        yield _at(passage, match, message)


def _sentence_around(text: str, at: int) -> str:
    """The sentence, of which three hundred characters on each side are enough to judge by."""
    before, after = text[max(0, at - 300) : at], text[at : at + 300]
    return re.split("[。；]", before)[-1] + re.split("[。；]", after)[0]


def _dates(passage: Passage) -> Iterator[Finding]:
    for match in _DATE.finditer(passage.text):
        month, day = int(match["m"]), int(match["d"] or 1)
        year = int(match["y"] or 2024)
        if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
            yield _at(passage, match, f"“{match[0]}”不是正确的日期，请改正。")
    for match in _ODD_YEAR.finditer(passage.text):
        yield _at(passage, match, f"“{match[0]}”不是正确的年份，请改正。")


def _at(passage: Passage, match: re.Match[str], message: str) -> Finding:
    return passage.finding("plan_period", match.start(), match.end(), message, severity="error")


RULE = Rule("plan_period", "日期与规划期不符", _find)
