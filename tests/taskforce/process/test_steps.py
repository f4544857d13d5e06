"""Steps: evidence from the portal or a file, who may confirm, what blocks and what is late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.models import Invitation
from consultation.rounds.actions.drafts import RoundTerms
from consultation.rounds.actions.links import make_link, open_link
from consultation.rounds.actions.rounds import invite
from plans.errors import NotAllowed, WrongState
from plans.models import AuditEntry, User
from taskforce.enums import StepState
from taskforce.models import Step, StepEvidence
from taskforce.permissions import may_confirm_step, may_see_process, visible_timelines
from taskforce.process.actions.steps import Proof, add_evidence, change_step_state, edit_step
from taskforce.process.evidence_choices import Choice, evidence_choices, grouped
from taskforce.process.forms.evidence import EvidenceForm
from tests.rounds import open_round
from tests.taskforce.running_process import Process, begin

pytestmark = pytest.mark.django_db


def step_of(process: Process, key: str) -> Step:
    return Step.objects.get(stage__timeline__plan=process.plan, key=key)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_reader_may_point_at_all_that_the_plan_has() -> None:
    process = begin("chongqing-2020")
    process.do("mobilise", "minutes")
    process.do("study", "research_results")
    process.do("propose_major_items", "major_items")
    process.approve("领导小组审定前期研究成果")
    process.do("draft")
    round_ = process.consult()
    process.do("consult")
    process.check()
    process.do("revise")
    edition = process.freeze("送审稿")
    process.approve("领导小组审定规划草案", edition)
    process.do("argue", "argumentation_opinions")
    meeting = process.meet("咨询论证", edition).package.meeting
    process.review(edition)
    found = evidence_choices(process.office, process.plan)
    asked = round_.edition
    slug = process.plan.slug
    assert [one for one in found if not one.value.startswith("review:")] == [
        Choice(f"edition:{edition.pk}", "各稿", "送审稿", f"/plans/{slug}/editions/{edition.pk}/"),
        Choice(f"edition:{asked.pk}", "各稿", "征求意见稿", f"/plans/{slug}/editions/{asked.pk}/"),
        Choice(f"round:{round_.pk}", "征求意见", "征求意见", f"/rounds/{round_.pk}/"),
        Choice(
            f"meeting:{meeting.pk}", "会议记录", "2021-01-20　咨询论证",
            f"/packages/{meeting.package_id}/", "minutes",
        ),
    ]  # fmt: skip
    assert len(found) == 8
    assert evidence_choices(process.cast.outsider, process.plan) == []
    (reply,) = evidence_choices(process.cast.officer, process.plan)
    invitation = Invitation.objects.get()
    assert (reply.group, reply.link) == ("本单位的反馈", f"/asked/{invitation.pk}/")


def test_things_are_offered_by_kind() -> None:
    offered = [Choice(value, group, value, "/") for value, group in (
        ("a", "各稿"), ("b", "会议记录"), ("c", "各稿"),
    )]  # fmt: skip
    assert grouped(offered) == [
        ("各稿", [("a", "a"), ("c", "c")]),
        ("会议记录", [("b", "b")]),
    ]


def test_a_thing_of_the_portal_becomes_evidence_by_clicking() -> None:
    process = begin("chongqing-2020")
    edition = process.freeze("讨论稿")
    page = reverse("step", args=[step_of(process, "mobilise").pk])
    answer = client_of(process.office).post(page, {"thing": f"edition:{edition.pk}"}, follow=True)
    made = StepEvidence.objects.get()
    link = f"/plans/{process.plan.slug}/editions/{edition.pk}/"
    assert (made.note, made.link, made.key, made.file) == ("各稿：讨论稿", link, "", None)
    assert f'<a href="{link}">各稿：讨论稿</a>' in answer.content.decode()


def test_a_file_and_its_kind_become_evidence() -> None:
    process = begin("chongqing-2020")
    page = reverse("step", args=[step_of(process, "mobilise").pk])
    upload = SimpleUploadedFile("纪要.txt", "会议纪要".encode())
    client_of(process.office).post(page, {"file": upload, "key": "minutes"})
    made = StepEvidence.objects.select_related("file").get()
    assert made.file is not None
    assert (made.note, made.key, made.file.name) == ("纪要.txt", "minutes", "纪要.txt")


def test_a_thing_gives_its_kind_unless_another_is_chosen() -> None:
    offered = [Choice("meeting:1", "会议记录", "党组审议", "/packages/1/", "minutes")]
    plain = EvidenceForm({"thing": "meeting:1"}, things=offered)
    assert plain.is_valid()
    assert (plain.cleaned_data["note"], plain.cleaned_data["key"]) == (
        "会议记录：党组审议", "minutes",
    )  # fmt: skip
    chosen = EvidenceForm(
        {"thing": "meeting:1", "key": "major_items", "note": "纪要第三项"}, things=offered
    )
    assert chosen.is_valid()
    assert (chosen.cleaned_data["note"], chosen.cleaned_data["key"]) == (
        "纪要第三项", "major_items",
    )  # fmt: skip


@pytest.mark.parametrize("data", [{}, {"note": "  "}, {"key": "minutes"}, {"thing": "edition:99"}])
def test_nothing_is_no_evidence(data: dict[str, str]) -> None:
    offered = [Choice("edition:1", "各稿", "讨论稿", "/")]
    assert not EvidenceForm(data, things=offered).is_valid()


ALLOWED = {
    *(("waiting", "active"), ("waiting", "done")),
    *(("active", "waiting"), ("active", "done")),
    ("done", "active"),
}


@pytest.mark.parametrize("old", StepState)
@pytest.mark.parametrize("new", StepState)
def test_every_step_transition(old: StepState, new: StepState) -> None:
    process = begin("chongqing-2020")
    step = step_of(process, "mobilise")
    add_evidence(step.pk, Proof("材料"), by=process.office)
    for state in {StepState.WAITING: [], StepState.ACTIVE: ["active"], StepState.DONE: ["done"]}[
        old
    ]:
        change_step_state(step.pk, StepState(state), by=process.office)
    if (old, new) in ALLOWED:
        assert change_step_state(step.pk, new, by=process.office).state == new
    else:
        with pytest.raises(WrongState, match="不能改为"):
            change_step_state(step.pk, new, by=process.office)


def test_a_blocked_step_says_what_it_waits_for_and_cannot_be_confirmed() -> None:
    process = begin("chongqing-2020")
    study = step_of(process, "study")
    add_evidence(study.pk, Proof("成果"), by=process.office)
    page = client_of(process.office).get(reverse("step", args=[study.pk])).content.decode()
    assert "前面的步骤还没有完成：" in page
    assert "确认完成</button>" not in page
    answer = client_of(process.office).post(
        reverse("step_state", args=[study.pk, "done"]), follow=True
    )
    assert "前面的步骤还没有完成：动员部署。" in answer.content.decode()
    process.do("mobilise", "minutes")
    page = client_of(process.office).get(reverse("step", args=[study.pk])).content.decode()
    assert "确认完成</button>" in page


def test_the_responsible_unit_confirms_and_others_do_not() -> None:
    process = begin("chongqing-2020")
    step = step_of(process, "mobilise")
    step.responsible.add(process.cast.district)
    officer = client_of(process.cast.officer)
    officer.post(reverse("step", args=[step.pk]), {"note": "已动员"})
    officer.post(reverse("step_state", args=[step.pk, "done"]))
    step.refresh_from_db()
    assert (step.state, step.done_by) == (StepState.DONE, process.cast.officer)
    rows = AuditEntry.objects.filter(actor=process.cast.officer, object_type="taskforce.step")
    assert [row.action for row in rows.order_by("pk")] == ["step.evidence", "step.state"]
    with pytest.raises(NotAllowed):
        change_step_state(step.pk, StepState.ACTIVE, by=process.cast.outsider)


def test_an_overdue_step_says_so_on_its_page_and_on_the_timeline() -> None:
    process = begin("chongqing-2020")
    step = step_of(process, "mobilise")
    yesterday = timezone.localdate() - timedelta(days=1)
    Step.objects.filter(pk=step.pk).update(due_on=yesterday)
    client = client_of(process.office)
    for page in (
        reverse("step", args=[step.pk]), reverse("timeline", args=[process.plan.slug]),
    ):  # fmt: skip
        text = client.get(page).content.decode()
        assert "逾期" in text
        assert "已逾期1天" in text


def test_other_units_change_what_the_page_names() -> None:
    process = begin("chongqing-2020")
    step = step_of(process, "study")
    edit_step(
        step.pk, by=process.office, reason="分工调整", title=step.title, starts_on=None,
        due_on=step.due_on, responsible=[process.cast.district, process.cast.other_district],
    )  # fmt: skip
    step.refresh_from_db()
    assert step.responsible_text == "渝中区科协、江北区科协"


def test_who_came_by_a_link_answers_and_works_for_nobody() -> None:
    process = begin("chongqing-2020")
    now, unit = timezone.now(), process.cast.district
    terms = RoundTerms("征求意见", "units", now - timedelta(hours=1), now + timedelta(days=3))
    round_ = open_round(process.freeze("征求意见稿"), terms, by=process.office)
    (asked,) = invite(round_, by=process.office, units=[unit])
    _, token = make_link(asked, by=process.office, expires_at=now + timedelta(days=1))
    visitor = open_link(token)[1]
    visitor.unit = unit
    visitor.save()
    step = Step.objects.filter(stage__timeline__plan=process.plan)[0]
    step.responsible.set([unit])
    seen = [
        (may_see_process(one, process.plan), may_confirm_step(one, step))
        for one in (process.cast.officer, visitor)
    ]
    assert seen == [(True, True), (False, False)]
    assert not visible_timelines(visitor).exists()
    with pytest.raises(NotAllowed):
        add_evidence(step.pk, Proof("材料", key="minutes"), by=visitor)


def test_a_done_step_is_not_reopened_below_what_was_built_on_it() -> None:
    process = begin("chongqing-2020")
    process.do("mobilise", "minutes")
    process.do("study", "research_results")
    first = step_of(process, "mobilise")
    with pytest.raises(WrongState, match="请先将其退回：开展课题研究"):
        change_step_state(first.pk, StepState.ACTIVE, by=process.office)
    change_step_state(step_of(process, "study").pk, StepState.ACTIVE, by=process.office)
    assert change_step_state(first.pk, StepState.ACTIVE, by=process.office).state == "active"
