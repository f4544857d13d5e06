"""Process templates: the two cities', a third one, every mistake with its line, other years."""

from dataclasses import replace
from datetime import date

import pytest

from plans.errors import InvalidInput
from taskforce.enums import BodyKind, Outcome, Rule
from taskforce.evidence.registry import REGISTRY
from taskforce.process_templates import (
    Body,
    Gate,
    InvalidTemplate,
    ProcessTemplate,
    Stage,
    Step,
    load,
    load_named,
    shift,
    template_names,
)

QUORUM = """\
key: two-stages
title: 两个阶段的编制过程
bodies:
  - {key: panel, kind: expert_group, name: 评议组}
stages:
  - key: first
    title: 起草
    deadline: 2024-02-29
    deadline_text: 2024年2月底前
    steps:
      - key: draft
        title: 写出初稿
        start: 2023-11-01
        deadline: 2024-02-29
        responsible: [办公室, 学会部]
    gates:
      - key: agree
        title: 评议组同意
        body: panel
        rule: quorum
        quorum: 3
        evidence: [checks_clean]
        outcomes: [passed, returned]
  - key: second
    title: 定稿
    gates:
      - key: done
        title: 评议组通过
        body: panel
        rule: all
        in_source: false
        source_note: 按惯例
"""


def mistakes(source: str) -> list[str]:
    with pytest.raises(InvalidTemplate) as caught:
        load(source, {"checks_clean"})
    return [str(error) for error in caught.value.errors]


def test_both_cities_come_with_the_portal():
    assert template_names() == ("chengdu-2015", "chongqing-2020")


@pytest.mark.parametrize("name", template_names())
def test_templates_ask_only_for_known_evidence(name):
    assert load_named(name, REGISTRY).key == name


def test_a_name_that_is_no_template():
    with pytest.raises(KeyError):
        load_named("../../config/settings", REGISTRY)


def test_chongqing_has_three_stages_and_nine_steps_with_the_dates_of_its_paper():
    template = load_named("chongqing-2020", REGISTRY)
    assert template.document_number == "渝科协发〔2020〕86号"
    assert [(s.title, s.start, s.deadline) for s in template.stages] == [
        ("前期研究阶段", None, date(2020, 9, 30)),
        ("起草和征求意见阶段", None, date(2020, 12, 31)),
        ("论证和审议通过阶段", None, None),
    ]
    in_paper = [[(t.title, t.deadline) for t in s.steps if t.in_source] for s in template.stages]
    assert in_paper == [
        [
            ("动员部署", date(2020, 8, 21)),
            ("开展课题研究", date(2020, 9, 20)),
            ("提出重大事项", date(2020, 9, 30)),
        ],
        [
            ("起草规划草案", date(2020, 11, 20)),
            ("征求意见", date(2020, 12, 10)),
            ("修改完善", date(2020, 12, 31)),
        ],
        [
            ("组织专家开展咨询论证", date(2021, 1, 15)),
            ("报请市科协党组审议《重庆科协“十四五”规划（草案）》", date(2021, 1, 31)),
            (
                "按照市科协党组审议意见修改完善后，"
                "提请市科协全委会审议《重庆科协“十四五”规划（草案）》",
                None,
            ),
        ],
    ]


def test_chongqing_marks_what_is_not_in_its_paper():
    steps = [step for step in load_named("chongqing-2020", REGISTRY).steps() if not step.in_source]
    assert [step.title for step in steps] == ["报市领导同意", "印发"]
    assert all("渝科协发〔2021〕60号" in step.source_note for step in steps)


def test_chongqing_is_decided_by_four_bodies_at_the_end():
    template = load_named("chongqing-2020", REGISTRY)
    assert [(gate.title, gate.rule) for gate in template.stages[2].gates] == [
        ("咨询论证", Rule.MEETING),
        ("党组审议", Rule.MEETING),
        ("全委会审议", Rule.MEETING),
        ("报市领导同意", Rule.OUTSIDE),
    ]
    party_group = template.stages[2].gates[1]
    assert party_group.deadline == date(2021, 1, 31)
    assert Outcome.PASSED_WITH_OPINIONS in party_group.outcomes
    assert template.body(party_group.body).kind == BodyKind.PARTY_GROUP


def test_chengdu_has_four_phases_and_two_reports_to_the_party_group_and_standing_committee():
    template = load_named("chengdu-2015", REGISTRY)
    assert [(s.title, s.start, s.deadline) for s in template.stages] == [
        ("部署阶段", date(2015, 5, 15), date(2015, 5, 25)),
        ("研究阶段", date(2015, 5, 25), date(2015, 6, 15)),
        ("规划编撰", date(2015, 6, 15), date(2015, 6, 25)),
        ("规划征求意见、发布", date(2015, 7, 1), date(2015, 12, 31)),
    ]
    gates = [[(g.title, g.deadline) for g in s.gates] for s in template.stages]
    assert gates[2:] == [
        [("规划纲要报党组审定", date(2015, 6, 25)), ("定稿报四川省科协", date(2015, 6, 30))],
        [("报市科协党组", date(2015, 12, 31)), ("常委会审议", date(2015, 12, 31))],
    ]
    assert template.stages[3].steps[0].deadline == date(2015, 9, 30)


def test_a_third_template_with_a_quorum():
    assert load(QUORUM, {"checks_clean"}) == ProcessTemplate(
        key="two-stages",
        title="两个阶段的编制过程",
        bodies=(Body("panel", BodyKind.EXPERT_GROUP, "评议组"),),
        stages=(
            Stage(
                key="first",
                title="起草",
                deadline=date(2024, 2, 29),
                deadline_text="2024年2月底前",
                steps=(
                    Step(
                        key="draft",
                        title="写出初稿",
                        start=date(2023, 11, 1),
                        deadline=date(2024, 2, 29),
                        responsible=("办公室", "学会部"),
                    ),
                ),
                gates=(
                    Gate(
                        key="agree",
                        title="评议组同意",
                        body="panel",
                        rule=Rule.QUORUM,
                        quorum=3,
                        evidence=("checks_clean",),
                        outcomes=(Outcome.PASSED, Outcome.RETURNED),
                    ),
                ),
            ),
            Stage(
                key="second",
                title="定稿",
                gates=(
                    Gate(
                        key="done",
                        title="评议组通过",
                        body="panel",
                        rule=Rule.ALL,
                        in_source=False,
                        source_note="按惯例",
                    ),
                ),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "sentences"),
    [
        ("key: two-stages", "key: Two",
         ["第1行：key“Two”只能用小写字母、数字、_和-，以字母开头。"]),
        ("title: 两个", "titel: 两个", [
            "第1行：“模板”缺少“title”。",
            "第2行：“模板”没有“titel”这一栏，可用的有：key、title、issuer、document_number、"
            "issued_on、bodies、stages。",
        ]),
        ("2024-02-29\n    deadline_text", "2023-02-29\n    deadline_text",
         ["第8行：“deadline”的日期“2023-02-29”不对，应写成2020-09-30这样。"]),
        ("start: 2023-11-01", "start: 2024-11-01", ["第14行：截止日期不能早于开始日期。"]),
        ("body: panel\n        rule: q", "body: pane\n        rule: q",
         ["第19行：机构“pane”没有在bodies中列出。"]),
        ("rule: all", "rule: most",
         ["第30行：“rule”不能是“most”，可用的有：head、all、quorum、meeting、outside。"]),
        ("        quorum: 3\n", "", ["第17行：rule为quorum时须写明同意人数（quorum）。"]),
        ("quorum: 3", "quorum: 三", [
            "第17行：rule为quorum时须写明同意人数（quorum）。",
            "第21行：“quorum”应是1到999的整数。",
        ]),
        ("rule: all", "rule: all\n        quorum: 2", ["第31行：只有rule为quorum时才写quorum。"]),
        ("[checks_clean]", "[checks_clean, moon]",
         ["第22行：没有“moon”这种材料，可用的有：checks_clean。"]),
        ("key: second", "key: first", ["第24行：阶段的key“first”在第6行已经用过。"]),
        ("        source_note: 按惯例\n", "",
         ["第31行：原文没有的内容须用source_note写明出处或理由。"]),
        ("responsible: [办公室, 学会部]", "responsible: 办公室",
         ["第15行：“responsible”应是一个列表，每项以“- ”开头。"]),
        ("responsible: [办公室, 学会部]", "depends_on: [print]",
         ["第15行：depends_on里的步骤“print”不存在。"]),
        ("responsible: [办公室, 学会部]", "depends_on: [draft]",
         ["第15行：步骤“draft”绕了一圈又依赖它自己。"]),
        ("title: 定稿", "title: 定稿\n    title: 定稿", ["第26行：“阶段”的“title”写了两次。"]),
        ("in_source: false", "in_source: 否", ["第31行：“in_source”只能写true或false。"]),
        ("title: 定稿", "title: " + "长" * 121, ["第25行：“title”有121个字，最多120个字。"]),
        ("title: 写出初稿", "title: [写出, 初稿]",
         ["第12行：“title”应是一段文字，不是列表或分栏。"]),
    ],
)  # fmt: skip
def test_each_mistake_is_named_with_its_line(old, new, sentences):
    assert old in QUORUM
    assert mistakes(QUORUM.replace(old, new, 1)) == sentences


def test_all_mistakes_are_named_at_once_in_order():
    lines = [error.split("：")[0] for error in mistakes("stages:\n  - foo: 1\n  - bar: 2\n")]
    assert lines == ["第1行", "第1行"] + ["第2行"] * 4 + ["第3行"] * 4


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("", "第1行：文件是空的。"),
        ("# 只有注释\n", "第1行：文件是空的。"),
        ("key: [a\ntitle: b\n", "第2行：这里不合YAML的写法，请检查缩进、冒号和引号。"),
        ("key: a\n\tb: c\n", "第2行：这里不合YAML的写法，请检查缩进、冒号和引号。"),
        ("- a\n- b\n", "第1行：“模板”应写成若干“名称: 内容”。"),
        ("[" * 5000, "第1行：文件不是可读的YAML文本。"),
    ],
)
def test_what_is_no_yaml_mapping(source, sentence):
    assert mistakes(source)[0] == sentence


def test_a_circle_of_dependencies_is_found():
    source = QUORUM.replace(
        "        responsible: [办公室, 学会部]\n",
        "        depends_on: [polish]\n"
        "      - key: polish\n        title: 润色\n        depends_on: [draft]\n",
    )
    assert mistakes(source) == [
        "第15行：步骤“draft”绕了一圈又依赖它自己。",
        "第18行：步骤“polish”绕了一圈又依赖它自己。",
    ]


def test_shifting_moves_every_date_and_the_years_in_its_words():
    template = load_named("chongqing-2020", REGISTRY)
    shifted = shift(template, 5)
    assert [step.deadline for step in shifted.steps()] == [
        step.deadline and step.deadline.replace(year=step.deadline.year + 5)
        for step in template.steps()
    ]
    assert shifted.stages[0].deadline_text == "2025年9月30日前"
    assert shifted.stages[2].gates[1].deadline == date(2026, 1, 31)
    assert shifted.stages[2].gates[1].deadline_text == "2026年1月31日前"
    assert (shifted.title, shifted.document_number) == (template.title, template.document_number)


def test_shifting_there_and_back_changes_nothing():
    for name in template_names():
        template = load_named(name, REGISTRY)
        assert shift(shift(template, 7), -7) == template


def test_the_last_of_february_stays_the_last():
    template = load(QUORUM, {"checks_clean"})
    assert shift(template, 1).stages[0].deadline == date(2025, 2, 28)
    assert shift(shift(template, 1), 3).stages[0].deadline == date(2028, 2, 29)


def test_shifting_too_far_is_refused():
    template = replace(load(QUORUM, {"checks_clean"}))
    with pytest.raises(InvalidInput, match="最多可以平移100年。"):
        shift(template, 101)
