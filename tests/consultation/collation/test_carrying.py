"""What a change put into a text, and whether a text holds it: words alone."""

from __future__ import annotations

import json
import random

import pytest

from consultation.collation.carrying import Put, Wording, missing, put_in

OLD = "深入开展科普活动，服务基层高校和单位。到2025年达到1.5%。"
CASES = [
    # before, after, now, what is missing
    ("甲乙丙丁", "甲乙新丙丁", "甲乙新丙丁", []),
    ("甲乙丙丁", "甲乙新丙丁", "甲乙丙丁", ["“新”已不在正文中"]),
    ("甲乙丙丁", "甲乙新丙丁", "新甲乙丙丁", ["“新”已不在正文中"]),
    ("甲乙丙丁", "甲乙新丙丁", "戊己甲乙新庚辛", []),
    ("甲乙丙丁", "甲丁", "甲丁戊", []),
    ("甲乙丙丁", "甲丁", "甲乙丙丁戊", ["已删去的“乙丙”又出现在正文中"]),
    ("达到15%。", "达到1.5%。", "达到15%。另有一句。", ["“1.5%”已不在正文中"]),
    ("达到15%。", "达到20%。", "力争达到20%，另有一句。", []),
    ("甲，乙", "甲、乙", "甲、乙丙", []),
    ("甲，乙", "甲、乙", "甲，乙丙", ["“、”已不在正文中"]),
    ("甲乙丙", "甲**乙**丙", "甲**乙**丙丁", []),
    ("甲乙丙", "甲**乙**丙", "甲乙丙", ["“**乙**”已不在正文中"]),
    ("甲\n乙", "乙\n甲", "甲\n乙", ["“乙甲”已不在正文中"]),
    ("高校和单位", "高校等和单位", "高校和单位等", ["“等”已不在正文中"]),
]


@pytest.mark.parametrize(("before", "after", "now", "told"), CASES)
def test_words(before: str, after: str, now: str, told: list[str]) -> None:
    put = put_in(Wording("题", before), Wording("题", after))
    assert missing(put, Wording("题", now)) == told


def test_the_title_is_a_place_of_its_own() -> None:
    put = put_in(Wording("强化引领", "文"), Wording("强化思想引领", "文"))
    assert missing(put, Wording("强化思想引领", "另文")) == []
    assert missing(put, Wording("强化引领", "强化思想引领")) == ["“思想”已不在正文中"]


def test_a_heading_run_in_on_purpose_stays_so() -> None:
    put = put_in(Wording("题", "文"), Wording("题", "文", run_in=True))
    assert missing(put, Wording("题", "另文", run_in=True)) == []
    assert missing(put, Wording("题", "另文")) == ["标题后接排的改动已经改回"]


def test_another_parent_is_the_place_a_move_put_it() -> None:
    put = put_in(Wording("题", "文", parent=1), Wording("题", "文", parent=2))
    assert missing(put, Wording("另题", "另文", parent=2)) == []
    assert missing(put, Wording("题", "文", parent=1)) == ["移到的位置已经变动"]


def test_who_stands_beside_is_the_place_within_a_level() -> None:
    def at(*level: int) -> Wording:
        return Wording("题", "文", parent=1, level=level)

    put = put_in(at(7, 8, 0, 9), at(0, 7, 8, 9))
    kept: tuple[tuple[int, ...], ...] = ((0, 7, 8, 9), (5, 0, 7, 8), (9, 0, 8), (0,))
    for level in kept:
        assert missing(put, at(*level)) == [], level
    lost: tuple[tuple[int, ...], ...] = ((7, 0, 8), (7, 8, 0, 9), (8, 0))
    for turned in lost:
        assert missing(put, at(*turned)) == ["移到的位置已经变动"], turned


def test_what_was_deleted_stays_deleted_and_what_was_added_stands() -> None:
    there = Wording("题", "文")
    assert missing(put_in(there, None), None) == []
    assert missing(put_in(there, None), there) == ["已删去的这一部分又恢复了"]
    assert missing(put_in(None, there), None) == ["改入的这一部分已经删除"]


def test_a_long_text_is_quoted_from_where_it_breaks() -> None:
    added = "".join(f"第{number}项任务要抓好落实。" for number in range(40))
    put = put_in(Wording("题", ""), Wording("题", added))
    now = added.replace("第20项任务", "第20项工作")
    told = "“第20项任务要抓好落实第21项任务要抓好落实第2……”已不在正文中"
    assert missing(put, Wording("题", now)) == [told]


def _edited(chance: random.Random, text: str) -> str:
    letters = "科普活动高校等和单位的不深入开展服务基层，。**1.5%"
    for _ in range(chance.randint(1, 3)):
        start = chance.randint(0, len(text))
        end = min(len(text), start + chance.choice((0, 1, 2, 5, 12)))
        put = "".join(chance.choice(letters) for _ in range(chance.choice((0, 1, 2, 5, 12))))
        text = text[:start] + put + text[end:]
    return text


def test_whatever_is_changed_stands_after_it_and_not_before_it() -> None:
    chance = random.Random(5)
    for _ in range(1500):
        before = _edited(chance, OLD)
        after = _edited(chance, before)
        put = put_in(Wording("题", before), Wording("题", after))
        assert Put.of_json(json.loads(json.dumps(put.as_json()))) == put
        assert missing(put, Wording("题", after)) == [], (before, after)
        assert (missing(put, Wording("题", before)) != []) == (before != after), (before, after)
