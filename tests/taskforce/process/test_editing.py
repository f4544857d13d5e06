"""Editing the timeline: dates, steps, shifting; a reason is kept and wrong moments refused."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import AuditEntry
from taskforce.models import Gate, Stage, Step, TimelineChange
from taskforce.process.actions.editing import add_step, edit_stage, remove_step, shift_timeline
from tests.taskforce.running_process import Process, begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def process() -> Process:
    return begin("chongqing-2020")


def changes() -> list[tuple[str, str]]:
    return [(change.what, change.reason) for change in TimelineChange.objects.all()]


def test_a_stage_gets_other_dates_and_loses_the_papers_wording(process: Process) -> None:
    stage = Stage.objects.get(number=1)
    edit_stage(
        stage.pk, by=process.office, reason="疫情", title=stage.title, starts_on=None,
        due_on=date(2020, 10, 15),
    )  # fmt: skip
    stage.refresh_from_db()
    assert (stage.due_on, stage.due_text) == (date(2020, 10, 15), "")
    assert changes() == [("调整阶段“前期研究阶段”", "疫情")]
    entry = AuditEntry.objects.get(action="stage.edit")
    assert (entry.old["due_on"], entry.new["due_on"]) == ("2020-09-30", "2020-10-15")


def test_a_step_is_added_and_marked_as_not_in_the_paper(process: Process) -> None:
    stage = Stage.objects.get(number=1)
    step = add_step(
        stage.pk, by=process.office, reason="领导要求", title="外出调研", starts_on=None,
        due_on=date(2020, 9, 10), responsible=[process.cast.department],
    )  # fmt: skip
    assert (step.number, step.in_source, step.source_note) == (4, False, "领导要求")
    assert (step.responsible_text, changes()) == ("宣传部", [("增加步骤“外出调研”", "领导要求")])


def test_what_waited_for_a_removed_step_waits_for_its_predecessors(process: Process) -> None:
    step = Step.objects.get(key="study")
    remove_step(step.pk, by=process.office, reason="并入")
    major = Step.objects.get(key="propose_major_items")
    assert [one.key for one in major.depends_on.all()] == ["mobilise"]
    assert changes() == [("删除步骤“开展课题研究”", "并入")]


def test_a_step_with_evidence_stays(process: Process) -> None:
    process.do("mobilise", "minutes")
    step = Step.objects.get(key="mobilise")
    with pytest.raises(WrongState, match="不能删除"):
        remove_step(step.pk, by=process.office, reason="不要了")


def test_all_dates_move_by_years_with_their_wording(process: Process) -> None:
    timeline = Stage.objects.all()[0].timeline
    shift_timeline(timeline.pk, by=process.office, years=5, reason="“十五五”")
    study, party = Step.objects.get(key="study"), Gate.objects.get(title="党组审议")
    assert (study.due_on, study.due_text) == (date(2025, 9, 20), "2025年9月20日前完成")
    assert (party.due_on, party.due_text) == (date(2026, 1, 31), "2026年1月31日前")
    assert changes() == [("全部日期平移5年", "“十五五”")]


@pytest.mark.parametrize(("years", "reason"), [(0, "因"), (101, "因"), (5, " ")])
def test_a_shift_that_says_nothing_is_refused(process: Process, years: int, reason: str) -> None:
    timeline = Stage.objects.all()[0].timeline
    with pytest.raises(InvalidInput):
        shift_timeline(timeline.pk, by=process.office, years=years, reason=reason)
    assert changes() == []


def test_only_the_office_edits(process: Process) -> None:
    stage = Stage.objects.get(number=1)
    with pytest.raises(NotAllowed):
        edit_stage(
            stage.pk, by=process.cast.chief, reason="因", title="改", starts_on=None, due_on=None
        )


def test_the_pages_keep_the_input_and_say_what_is_wrong(process: Process, client: Client) -> None:
    client.force_login(process.office, backend="django.contrib.auth.backends.ModelBackend")
    stage = Stage.objects.get(number=1)
    wrong = {"title": "阶段", "starts_on": "2021-01-02", "due_on": "2021-01-01", "reason": "因"}
    answer = client.post(reverse("change_stage", args=[stage.pk]), wrong)
    assert "截止日期不能早于开始日期" in answer.content.decode()
    step = Step.objects.get(key="study")
    answer = client.post(reverse("remove_step", args=[step.pk]), {"reason": "并入"}, follow=True)
    assert "删除步骤“开展课题研究”，理由：并入" in answer.content.decode()
