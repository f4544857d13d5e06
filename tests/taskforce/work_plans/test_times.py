"""Times in words, and the days that they mean."""

from datetime import date

import pytest

from taskforce.work_plans.spans import Span, Surroundings, resolve
from taskforce.work_plans.times import find_times


def day(text: str) -> date:
    return date.fromisoformat(text)


def span(text: str, around: Surroundings) -> tuple[str, str]:
    times = find_times(text)
    assert len(times) == 1, times
    found = resolve(times[0], around)
    return str(found.start or ""), str(found.end or "")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2020年9月30日前", "", "2020-09-30"),
        ("2020年9月30日", "", "2020-09-30"),
        ("9月30日之前", "", "2020-09-30"),
        ("9月底前", "", "2020-09-30"),
        ("2月底前", "", "2020-02-29"),
        ("2021年2月末", "", "2021-02-28"),
        ("7月前", "", "2020-07-31"),
        ("6月25前", "", "2020-06-25"),
        ("截至2020年6月", "", "2020-06-30"),
        ("6月份完成", "", "2020-06-30"),
        ("2020年7-12月", "2020-07-01", "2020-12-31"),
        ("7—12月", "2020-07-01", "2020-12-31"),
        ("7月至12月", "2020-07-01", "2020-12-31"),
        ("5月15日—25日", "2020-05-15", "2020-05-25"),
        ("5月15－25日", "2020-05-15", "2020-05-25"),
        ("5月25日~6月15日", "2020-05-25", "2020-06-15"),
        ("２０２０年５月１５日——２５日", "2020-05-15", "2020-05-25"),
        ("2020年11月至次年2月", "2020-11-01", "2021-02-28"),
        ("11月—2月", "2020-11-01", "2021-02-28"),
        ("11月—2021年2月", "2020-11-01", "2021-02-28"),
        ("2020年10月-2021年初", "2020-10-01", "2021-01-31"),
        ("2020年4月-10月底", "2020-04-01", "2020-10-31"),
        ("6月15日至月底", "2020-06-15", "2020-06-30"),
        ("3月上旬", "2020-03-01", "2020-03-10"),
        ("3月中旬", "2020-03-11", "2020-03-20"),
        ("2月下旬", "2020-02-21", "2020-02-29"),
        ("3月上旬至中旬", "2020-03-01", "2020-03-20"),
        ("3月中下旬", "2020-03-11", "2020-03-31"),
        ("9月初", "2020-09-01", "2020-09-10"),
        ("第三季度", "2020-07-01", "2020-09-30"),
        ("2021年一季度末", "", "2021-03-31"),
        ("上半年", "2020-01-01", "2020-06-30"),
        ("2021年下半年", "2021-07-01", "2021-12-31"),
        ("年底前", "", "2020-12-31"),
        ("2020年内", "2020-01-01", "2020-12-31"),
        ("明年3月底", "", "2021-03-31"),
        ("2020年3月起", "2020-03-01", ""),
        ("自2020年3月15日", "2020-03-15", ""),
        ("2020.03.01-2020.03.31", "2020-03-01", "2020-03-31"),
        ("2020-09-30前", "", "2020-09-30"),
        ("2020/9/30", "", "2020-09-30"),
        ("二〇二〇年九月三十日前", "", "2020-09-30"),
        ("十一月至十二月", "2020-11-01", "2020-12-31"),
        ("三月二十一日前", "", "2020-03-21"),
    ],
)
def test_times_and_their_days(text, start, end):
    around = Surroundings(low=day("2020-01-01"), present=day("2020-01-10"))
    assert span(text, around) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "“十四五”规划（2021-2025）",
        "（2021—2025年）",
        "2020年度智库调研课题",
        "五年来，三年内",
        "党的十九届五中全会",
        "三个月后，6个月内",
        "完成率达到12.5%",
        "第十四个五年规划和二〇三五年远景目标纲要",
    ],
)
def test_what_is_no_time(text):
    assert find_times(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("9月底前完成", "9月底前"),
        ("9月前期研究", "9月"),
        ("6月底前提交成果", "6月底前"),
        ("11月起草规划", "11月"),
        ("3月中国科协召开会议", "3月"),
        ("3月初步形成思路", "3月"),
        ("今年12月底报党组", "今年12月底"),
    ],
)
def test_the_words_of_a_time_end_where_the_next_word_begins(text, words):
    assert [time.text for time in find_times(text)] == [words]


@pytest.mark.parametrize(
    ("text", "low", "high", "year"),
    [
        ("1月31日前", "2020-11-01", None, 2021),
        ("12月1日前", "2020-11-01", None, 2020),
        ("12月底前", None, "2021-02-28", 2020),
        ("2月10日前", None, "2021-02-28", 2021),
        ("9月底前", "2015-07-01", "2015-12-31", 2015),
    ],
)
def test_a_year_left_open_follows_from_what_stands_around(text, low, high, year):
    around = Surroundings(low and day(low), high and day(high))
    (time,) = find_times(text)
    found = resolve(time, around)
    assert found.end is not None
    assert found.end.year == year


def test_a_paper_of_december_means_next_year_by_january():
    (time,) = find_times("1月底前")
    around = Surroundings(present=day("2020-12-25"))
    assert resolve(time, around) == Span(None, day("2021-01-31"))


def test_without_any_year_there_is_no_day():
    (time,) = find_times("9月底前")
    assert resolve(time, Surroundings()) == Span()


def test_a_day_that_no_month_has_is_none():
    (time,) = find_times("2021年2月30日前")
    assert resolve(time, Surroundings()) == Span()
