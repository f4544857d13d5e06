"""Deadlines in working days: counted from a start, from steps before, over holidays, anew."""

from __future__ import annotations

from datetime import date

import pytest

from taskforce.process_templates import InvalidTemplate, load, shift

SOURCE = """\
key: counted
title: 按工作日计算的过程
bodies:
  - {key: panel, kind: expert_group, name: 评议组}
stages:
  - key: first
    title: 起草
    start: 2020-09-30
    steps:
      - {key: draft, title: 起草, deadline: 2个工作日}
      - {key: ask, title: 征求意见, deadline: 10 个工作日, depends_on: [draft]}
      - {key: own, title: 自行安排, start: 2020-09-25, deadline: 3个工作日内, deadline_text: 三日内}
    gates:
      - {key: agree, title: 同意, body: panel, rule: all, deadline: 5个工作日}
"""


def deadlines(template: object) -> list[tuple[str, date | None, str]]:
    (stage,) = template.stages  # type: ignore[attr-defined]
    return [(one.key, one.deadline, one.deadline_text) for one in (*stage.steps, *stage.gates)]


def test_they_become_dates_by_the_calendar_of_their_year() -> None:
    assert deadlines(load(SOURCE, set())) == [
        ("draft", date(2020, 10, 10), "2个工作日内"),
        ("ask", date(2020, 10, 23), "10个工作日内"),
        ("own", date(2020, 9, 29), "三日内"),
        ("agree", date(2020, 10, 30), "5个工作日内"),
    ]


def test_they_are_counted_anew_in_another_year() -> None:
    assert deadlines(shift(load(SOURCE, set()), 1)) == [
        ("draft", date(2021, 10, 9), "2个工作日内"),
        ("ask", date(2021, 10, 22), "10个工作日内"),
        ("own", date(2021, 9, 28), "三日内"),
        ("agree", date(2021, 10, 29), "5个工作日内"),
    ]


def test_what_cannot_be_counted_from_anything_is_named_with_its_line() -> None:
    with pytest.raises(InvalidTemplate) as caught:
        load(SOURCE.replace("    start: 2020-09-30\n", ""), set())
    found = "按工作日计算的期限须有起点：写明start，或前面步骤的期限，或阶段的start。"
    assert [str(error) for error in caught.value.errors] == [f"第{n}行：{found}" for n in (9, 10)]
