"""Both cities' processes, run to the end by actions; what a timeline keeps of its template."""

from __future__ import annotations

from datetime import date

import pytest

from plans.drafting.actions.revising import Origin
from plans.drafting.actions.writing import save_provision
from plans.errors import InvalidInput, WrongState
from plans.models import AuditEntry
from taskforce.deciding.actions.decisions import confirm_item
from taskforce.deciding.actions.records import record_instruction
from taskforce.evidence.registry import evidence_for
from taskforce.models import Gate, Instruction, Stage, Step
from taskforce.process.actions.starting import units_named
from tests.scans import scan
from tests.taskforce.running_process import TODAY, Process, begin

pytestmark = pytest.mark.django_db


def ended(process: Process) -> list[str]:
    stages = Stage.objects.filter(timeline__plan=process.plan, state="ended")
    return [stage.title for stage in stages]


def phases(process: Process) -> list[str]:
    """The phases that the plan went through, as the log tells."""
    entries = AuditEntry.objects.filter(plan=process.plan, action="plan.change_phase")
    return [entry.new["phase"] for entry in entries.order_by("id")]


def test_chengdu_runs_to_the_end() -> None:
    process = begin("chengdu-2015")
    process.do("collect_topics")
    process.do("plan_research", "major_items")
    process.meet("前期研究课题报党组审定")
    process.do("study")
    process.do("hand_in_results", "research_results")
    process.approve("领导小组验收课题研究成果")
    process.do("draft")
    process.check()
    draft = process.freeze("送审稿")
    process.meet("规划纲要报党组审定", draft)
    process.consent("定稿报四川省科协", draft)
    process.do("submit_to_province")
    assert ended(process) == ["部署阶段", "研究阶段", "规划编撰"]
    process.consult()
    process.do("consult")
    process.check()
    final = process.freeze("审议稿")
    process.review(final)
    process.meet("报市科协党组", final)
    process.meet("常委会审议", final)
    process.plan.refresh_from_db()
    assert ended(process)[3:] == ["规划征求意见、发布"]
    assert (process.plan.phase, process.plan.approved_edition) == ("approved", final)
    assert phases(process) == [
        "deliberating", "revising", "consulting", "revising", "deliberating", "approved",
    ]  # fmt: skip


def test_chongqing_runs_through_the_party_groups_opinions_to_the_plenary() -> None:
    process = begin("chongqing-2020")
    process.do("mobilise", "minutes")
    process.do("study", "research_results")
    process.do("propose_major_items", "major_items")
    process.approve("领导小组审定前期研究成果")
    process.do("draft")
    process.consult()
    process.do("consult")
    process.check()
    process.do("revise")
    draft = process.freeze("送审稿")
    process.approve("领导小组审定规划草案", draft)
    process.do("argue", "argumentation_opinions")
    process.meet("咨询论证", draft)
    process.review(draft)
    decision = process.meet("党组审议", draft, "突出重庆特色。")
    process.do("ask_party_group")
    with pytest.raises(WrongState, match="还没有通过"):
        process.seal("全委会审议", draft)
    carry(process, decision.items.get().pk)
    process.check()
    final = process.freeze("审议稿")
    confirm_item(decision.items.get().pk, by=process.office, answer="已充实第二章。")
    process.meet("全委会审议", final)
    process.do("ask_plenary")
    process.consent("报市领导同意", final)
    process.plan.refresh_from_db()
    assert (process.plan.phase, process.plan.approved_edition) == ("approved", final)


def carry(process: Process, item_id: int) -> None:
    """An edit tied to a review opinion."""
    task = process.plan.provisions.get(title="强化引领")
    save_provision(
        task.pk, by=process.office, expected_version=task.version, title=task.title,
        text="深入开展具有重庆特色的活动。", origin=Origin("落实", source=f"review:{item_id}"),
    )  # fmt: skip


def test_chongqings_dates_are_those_of_its_paper() -> None:
    begin("chongqing-2020")
    steps = Step.objects.filter(in_source=True)
    assert [(step.key, step.due_on, step.due_text) for step in steps] == [
        ("mobilise", date(2020, 8, 21), "2020年8月21日前完成"),
        ("study", date(2020, 9, 20), "2020年9月20日前完成"),
        ("propose_major_items", date(2020, 9, 30), "2020年9月30日前完成"),
        ("draft", date(2020, 11, 20), "2020年11月20日前完成"),
        ("consult", date(2020, 12, 10), "2020年12月10日前完成"),
        ("revise", date(2020, 12, 31), "2020年12月31日前完成"),
        ("argue", date(2021, 1, 15), "2021年1月15日前"),
        ("ask_party_group", date(2021, 1, 31), "2021年1月31日前"),
        ("ask_plenary", None, ""),
    ]
    stages = [(stage.due_on, stage.due_text) for stage in Stage.objects.all()]
    assert stages == [
        (date(2020, 9, 30), "2020年9月30日前"), (date(2020, 12, 31), "2020年12月31日前"),
        (None, ""),
    ]  # fmt: skip


def test_a_gate_keeps_wording_ground_and_outcomes_of_its_template() -> None:
    process = begin("chongqing-2020")
    party, leaders = process.gate("党组审议"), process.gate("报市领导同意")
    assert (party.due_text, party.source_note) == ("2021年1月31日前", "")
    assert leaders.source_note == "工作方案未列；渝科协发〔2021〕60号：“经市领导同意，现印发你们。”"
    assert [one.value for one in party.allowed_outcomes] == [
        "passed", "passed_with_opinions", "deferred", "returned",
    ]  # fmt: skip


def test_an_outcome_that_the_gate_does_not_allow_is_refused() -> None:
    process = begin("chengdu-2015")
    gate = Gate.objects.filter(stage__number=1)[0]
    gate.rule, gate.outcomes, gate.evidence = "outside", ["passed", "returned"], []
    gate.save()
    said = Instruction(sent_on=TODAY, instructed_on=TODAY, text="缓办。")
    said.scan = scan(process.office, process.plan)
    package = process.seal(gate.title)
    with pytest.raises(InvalidInput, match="不能作出这一结果"):
        record_instruction(
            package.pk, said, by=process.office, outcome="deferred", reason="缓办"
        )  # fmt: skip


def test_a_recorded_meeting_counts_as_minutes() -> None:
    process = begin("chengdu-2015")
    gate = process.gate("常委会审议")
    gate.evidence = ["minutes"]
    assert [piece.detail for piece in evidence_for(gate)] == ["还没有登记"]
    process.do("collect_topics", "major_items")
    process.meet("前期研究课题报党组审定")
    assert [(piece.met, piece.detail) for piece in evidence_for(gate)] == [(True, "已登记1次会议")]


def test_a_department_is_found_under_the_associations_name() -> None:
    process = begin("chongqing-2020")
    names = ["市科协宣传部", "渝中区科协", "市科协", "市科协机关部门"]
    assert set(units_named(names)) == {process.cast.department, process.cast.district}
    study = Step.objects.get(key="study")
    assert list(study.responsible.all()) == [process.cast.department]
