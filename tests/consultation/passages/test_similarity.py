"""Same and similar opinions are proposed as groups; unlike and opposed ones are not."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.passages.similarity import group_similar, normalised, similar_to
from tests.growth import takes_less_than
from tests.real_plans import plan_lines

OPENINGS = ["建议", "希望", "我单位建议：", "恳请", "请", "我们认为，", ""]


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("建议：增加科普经费。", "增加科普经费"),
        ("我单位建议增加科普经费，请考虑。", "增加科普经费"),
        ("希望 增加科普经费！谢谢", "增加科普经费"),
        ("我们认为，建议增加５Ｇ　经费", "增加5g经费"),
        ("本人恳请增加科普经费，特此建议。", "增加科普经费"),
        ("建议", "建议"),
        ("，。", ""),
    ],
)
def test_politeness_width_and_punctuation_are_not_compared(text, bare):
    assert normalised(text) == bare


def test_groups_of_the_same_and_of_similar_opinions():
    items = [
        (7, "建议增加对基层科普经费的投入，并列入区县财政预算。"),
        (3, "第十二章保障措施写得很好，没有意见。"),
        (9, "希望增加对基层科普经费的投入，列入区县财政预算"),
        (1, "无意见"),
        (4, "我单位建议：加大对基层科普经费的投入，并列入区县财政预算。"),
        (2, "无意见。"),
        (5, "建议完善市级学会负责人的任职年龄规定。"),
    ]
    assert group_similar(items) == [[7, 9, 4], [1, 2]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("同意", "不同意"),
        ("建议增加关于院士专家工作站的表述。", "建议删除关于院士专家工作站的表述。"),
        ("将科学素质比例目标值适当提高一些为宜", "将科学素质比例目标值适当降低一些为宜"),
        ("完善科技馆体系建设的资金保障办法", "完善学会党建工作的人员管理办法"),
        ("！", "？"),
    ],
)
def test_opposed_and_unlike_opinions_stay_apart(one, other):
    assert group_similar([(1, one), (2, other)]) == []


def test_a_group_does_not_drift_from_its_first_member():
    words = [chr(0x4E00 + at) for at in range(100)]
    drifting = ["".join(words[at : at + 40]) for at in range(0, 60, 4)]
    for group in group_similar(enumerate(drifting)):
        assert max(group) - min(group) <= 2


def test_no_opinion_no_group():
    assert group_similar([]) == []


@given(st.lists(st.text(alphabet="科普，经费增加", max_size=30), max_size=12))
def test_nobody_is_in_two_groups_and_same_texts_are_together(texts):
    groups = group_similar(enumerate(texts))
    members = [key for group in groups for key in group]
    assert len(members) == len(set(members))
    for one, first in enumerate(texts):
        for other, second in enumerate(texts[:one]):
            if normalised(first) == normalised(second) != "":
                assert any({one, other} <= set(group) for group in groups)


def test_reworded_opinions_are_found_among_many():
    chance = random.Random(11)
    opinions = _opinions(chance, 1500)
    items = [(at, text) for at, text in enumerate(opinions)]
    copies = {}
    for at in chance.sample(range(1500), 300):
        copies[len(items)] = at
        items.append((len(items), _reworded(opinions[at], chance)))
    group_of = {key: at for at, group in enumerate(group_similar(items)) for key in group}
    found = [copy for copy, at in copies.items() if group_of.get(copy, -1) == group_of.get(at, -2)]
    assert len(found) >= 0.95 * len(copies)
    strangers = set(range(1500)) - set(copies.values())
    assert not strangers & set(group_of)


def test_ten_thousand_opinions_take_seconds():
    chance = random.Random(12)
    items = list(enumerate(_opinions(chance, 10_000)))
    assert takes_less_than(12, lambda: group_similar(items))


def test_earlier_answers_most_like_first():
    earlier = [
        (1, "完善市级学会负责人的任职年龄规定。"),
        (2, "建议增加对基层科普经费的投入。"),
        (3, "基层很困难。增加对基层科普经费的投入，列入财政预算，并建立增长机制，确保落实到位。"),
        (4, ""),
    ]
    found = similar_to("希望增加对基层科普经费的投入", earlier)
    assert found == [(2, 1.0), (3, 0.9)]
    assert similar_to("希望增加对基层科普经费的投入", earlier, limit=1) == [(2, 1.0)]
    assert similar_to("", earlier) == []


def _opinions(chance: random.Random, count: int) -> list[str]:
    clauses = [
        clause
        for name in ("chongqing", "guangyuan")
        for clause in re.split("[。；，]", "".join(plan_lines(name)))
        if 8 < len(clause) < 30
    ]
    return ["，".join(chance.sample(clauses, 3)) for _ in range(count)]


def _reworded(text: str, chance: random.Random) -> str:
    for old, new in (("加强", "强化"), ("推进", "推动"), ("提高", "提升"), ("完善", "健全")):
        text = text.replace(old, new)
    at = chance.randrange(len(text))
    return f"{chance.choice(OPENINGS)}{text[:at]}{text[at + 2 :]}。"
