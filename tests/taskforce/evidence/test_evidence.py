"""Evidence 须具备的材料: each key missing, named with its page and the way there, then met."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from consultation.collation.actions.dispositions import Answer, assess
from consultation.models import Assessment, Invitation
from plans.drafting.actions.revising import Origin
from plans.drafting.actions.writing import save_provision
from plans.enums import EditionKind, ReviewKind
from plans.issuing.actions.reviews import Finding, record_review
from plans.models import Edition
from plans.system.actions.attachments import keep_upload
from taskforce.evidence.registry import REGISTRY, Evidence, evidence_for
from taskforce.models import Gate
from taskforce.process.actions.starting import start_timeline
from taskforce.process_templates import InvalidTemplate, load, load_named
from tests.consultation.experts.panel import make_panel
from tests.harness.source import ROOT
from tests.taskforce.deciding.test_papers import signed_in
from tests.taskforce.running_process import TODAY, Process, begin

pytestmark = pytest.mark.django_db
ARGUED = ("argumentation_opinions", "argumentation_answered")
Make = Callable[[Process], object]


@pytest.fixture
def process() -> Process:
    """Chongqing's process in its second stage."""
    made = begin("chongqing-2020")
    for key, evidence in (("mobilise", ""), ("study", "research_results")):
        made.do(key, evidence)
    made.do("propose_major_items", "major_items")
    made.approve("领导小组审定前期研究成果")
    return made


def piece(process: Process, key: str) -> Evidence:
    gate = process.gate("领导小组审定规划草案")
    gate.evidence = [key]
    (found,) = evidence_for(gate)
    return found


def register(process: Process, key: str) -> None:
    process.do("draft", key)


def reviewed(process: Process) -> None:
    process.review(process.freeze("送审稿"))


def put_out(process: Process) -> None:
    """The kind counts, whatever the names say."""
    process.freeze("征求意见稿", EditionKind.OTHER)
    assert piece(process, "consultation_edition").detail == "还没有“征求意见稿”"
    process.freeze("一稿", EditionKind.CONSULTATION)


def decide(process: Process) -> None:
    Gate.objects.update(evidence=[])
    process.approve("领导小组审定规划草案", process.freeze("送审稿"))


BEFORE: dict[str, str] = {
    "minutes": "还没有登记",
    "consultation_edition": "还没有“征求意见稿”",
    "units_answered": "还没有向任何单位征求意见",
    "argumentation_opinions": "还没有登记",
    "legality_review": "还没有登记审查意见",
    "fair_competition_review": "还没有登记审查意见",
    "social_risk_review": "还没有登记审查意见",
    "confidentiality_review": "还没有登记审查意见",
    "decided_edition": "还没有经审议的稿",
    "instruction_received": "还没有登记",
}
"""What is missing at the beginning of the second stage, in words."""
MADE: dict[str, tuple[Make, str]] = {
    "research_results": (lambda _: None, "已登记1项"),
    "major_items": (lambda _: None, "已登记1项"),
    "minutes": (lambda p: register(p, "minutes"), "已登记1项"),
    "consultation_edition": (put_out, "已定版：一稿"),
    "units_answered": (lambda p: p.consult(), "全部已反馈或登记"),
    "comments_disposed": (lambda p: p.consult(), "每条意见都有处理意见"),
    "adoption_proved": (lambda p: p.consult(), "采纳的意见都已落实"),
    "checks_clean": (lambda p: p.check(), "校核没有错误"),
    "argumentation_opinions": (lambda p: register(p, "argumentation_opinions"), "已登记1项"),
    "argumentation_answered": (lambda _: None, "专家意见都已处理"),
    "legality_review": (reviewed, "审查通过（审查人，2021-01-20）"),
    "fair_competition_review": (reviewed, "不涉及（审查人，2021-01-20）"),
    "social_risk_review": (reviewed, "不涉及（审查人，2021-01-20）"),
    "confidentiality_review": (reviewed, "审查通过（审查人，2021-01-20）"),
    "decided_edition": (decide, "已有经审议的稿"),
    "instruction_received": (lambda p: register(p, "instruction_received"), "已登记1项"),
}


def test_every_key_of_the_registry_is_tried_here() -> None:
    assert set(MADE) == set(REGISTRY)


@pytest.mark.parametrize(("key", "words"), BEFORE.items())
def test_what_is_missing_is_named_with_the_way_there(
    process: Process, key: str, words: str
) -> None:
    found = piece(process, key)
    assert (found.met, found.detail) == (False, words)
    assert found.how != ""
    page = signed_in(process.office).get(reverse(found.page, args=[process.plan.slug]))
    assert page.status_code == 200


@pytest.mark.parametrize(("key", "make", "words"), [(k, *v) for k, v in MADE.items()])
def test_it_is_met_when_it_is_there(process: Process, key: str, make: Make, words: str) -> None:
    make(process)
    found = piece(process, key)
    assert (found.met, found.detail) == (True, words)


def test_an_invited_unit_is_waited_for_and_an_open_comment_and_one_not_carried(
    process: Process,
) -> None:
    process.consult()
    Invitation.objects.update(state="read")
    assert piece(process, "units_answered").detail == "还有1个对象没有反馈，也没有登记为未反馈"
    row = Assessment.objects.get()
    row.state, row.disposition, row.proof = "open", "", None
    row.save()
    assert piece(process, "comments_disposed").detail == "还有1条意见没有处理"
    row.round.completed_at = None
    row.round.save()
    assess(row.pk, Answer("adopted"), by=process.office)
    assert piece(process, "adoption_proved").detail == "还有1条采纳的意见没有落实到修改"


def test_a_review_counts_with_its_file_or_as_not_concerned(process: Process) -> None:
    edition: Edition = process.freeze("送审稿")

    def said(outcome: str, *, file: bool = False) -> tuple[bool, str]:
        kept = keep_upload("意见书.txt", b"x", by=process.office) if file else None
        finding = Finding(ReviewKind.LEGALITY, outcome, "理由", "法规处", TODAY, kept)
        record_review(edition, finding, by=process.office)
        found = piece(process, "legality_review")
        return found.met, found.detail

    assert said("passed") == (
        False,
        "审查通过（法规处，2021-01-20），还没有上传审查意见书",
    )
    assert said("refused", file=True) == (False, "未通过（法规处，2021-01-20）")
    assert said("not_concerned") == (True, "不涉及（法规处，2021-01-20）")
    assert said("passed", file=True) == (True, "审查通过（法规处，2021-01-20）")


def test_an_error_of_the_check_stands_until_it_is_left_with_a_reason(process: Process) -> None:
    task = process.plan.provisions.get(title="服务创新")
    save_provision(
        task.pk, by=process.office, expected_version=task.version, title=task.title,
        text="建设创新平台（一期。", origin=Origin("试改"),
    )  # fmt: skip
    found = piece(process, "checks_clean")
    assert (found.met, found.detail) == (False, "校核还有1处错误")
    process.check()
    assert piece(process, "checks_clean").met


def test_a_sealed_expert_round_is_waited_for() -> None:
    panel = make_panel()
    plan = panel.round.plan
    start_timeline(plan, load_named("chongqing-2020", set(REGISTRY)), by=panel.cast.drafter)
    process = Process(panel.cast, plan)
    panel.release(panel.expert)
    assert [piece(process, key).detail for key in ARGUED] == [
        "专家意见还没有启封：2位专家中1位已提交或回避",
        "专家意见还没有启封",
    ]
    panel.begin(panel.chair)
    panel.say(panel.chair)
    panel.release(panel.chair, "disagree", "理由")
    assert [piece(process, key).met for key in ARGUED] == [True, False]
    assert piece(process, ARGUED[1]).detail == "专家意见还有2条没有处理、0条没有落实到修改"


def test_a_recorded_instruction_counts(process: Process) -> None:
    Gate.objects.update(evidence=[])
    gate = process.gate("领导小组审定规划草案")
    gate.rule = "outside"
    gate.save()
    process.consent(gate.title, process.freeze("送审稿"))
    assert piece(process, "instruction_received").detail == "已登记1件批示"


def test_a_key_that_nobody_knows_is_refused_with_its_line() -> None:
    source = (
        "key: t\ntitle: 题\nbodies:\n  - {key: b, kind: plenary, name: 全委会}\nstages:\n"
        "  - key: s\n    title: 阶段\n    gates:\n      - key: g\n        title: 审议\n"
        "        body: b\n        rule: head\n        evidence:\n          - minutes\n"
        "          - stars\n"
    )
    with pytest.raises(InvalidTemplate) as caught:
        load(source, set(REGISTRY))
    (error,) = caught.value.errors
    assert (error.line, error.message.startswith("没有“stars”这种材料")) == (15, True)


def test_the_page_names_what_is_missing_with_link_and_hint(process: Process) -> None:
    gate = process.gate("领导小组审定规划草案")
    page = signed_in(process.office).get(reverse("gate", args=[gate.pk])).content.decode()
    for key in gate.evidence:
        found = piece(process, key)
        link = f'<a href="{reverse(found.page, args=[process.plan.slug])}">{found.label}</a>'
        assert (key, found.met or link in page) == (key, True)
        assert found.met or found.how in page


def test_each_key_is_a_file_of_its_name_and_stands_in_its_order() -> None:
    files = {path.stem for path in (ROOT / "taskforce/evidence/kinds").glob("*.py")}
    assert files - {"__init__"} == set(REGISTRY)
    assert list(REGISTRY) == [
        *("research_results", "major_items", "minutes", "consultation_edition", "units_answered"),
        *("comments_disposed", "adoption_proved", "checks_clean", "argumentation_opinions"),
        *("argumentation_answered", "legality_review", "fair_competition_review"),
        *("social_risk_review", "confidentiality_review", "decided_edition"),
        "instruction_received",
    ]


def test_the_guide_to_templates_lists_the_keys_of_the_registry() -> None:
    guide = (ROOT / "docs/timelines.md").read_text(encoding="utf-8")
    table = guide.split("<!-- evidence:")[1].split("<!-- end -->")[0].splitlines()[3:]
    assert table == [f"| `{one.key}` | {one.label} | {one.how} |" for one in REGISTRY.values()]
