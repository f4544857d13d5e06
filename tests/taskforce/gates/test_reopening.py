"""After 撤回公开: the last gate is asked anew, the plan approved and issued a second time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from plans.drafting.actions.revising import Origin
from plans.drafting.actions.writing import save_provision
from plans.editions.actions.freezing import freeze_edition
from plans.enums import Disclosure
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.issuing.actions.publishing import publish, withdraw
from plans.models import AuditEntry, Edition, Job, Publication
from plans.permissions import DRAFT_PLAN, grant
from plans.system import jobs
from taskforce.deciding.actions.opinions import give_opinion
from taskforce.deciding.actions.reckoning import reckon_anew
from taskforce.desk.waiting.process import gates, to_decide_anew
from taskforce.gates.actions.assembling import make_papers
from taskforce.gates.actions.packages import Paper, recall_package, seal_package
from taskforce.gates.actions.reopening import reopen_gate
from taskforce.models import Gate, Notice, Package, Stage, TimelineChange
from taskforce.notices.actions import read_log
from tests.plans.issuing.steps import NOTICE, NUMBER, issue, review
from tests.taskforce.deciding.test_opinions import Scene
from tests.taskforce.deciding.test_papers import signed_in
from tests.taskforce.gates.withdrawn import LAST, approved, states

pytestmark = pytest.mark.django_db
SECOND = "渝科协发〔2021〕61号"


@pytest.fixture
def withdrawn() -> Scene:
    """Both stages passed, the plan was issued and the issue withdrawn."""
    scene = approved()
    review(scene.cast, Edition.objects.get(label="送审稿"))
    withdraw(issue(scene.cast, scene.plan), by=scene.cast.drafter, reason="数据有误")
    scene.plan.refresh_from_db()
    return scene


def last() -> Gate:
    return Gate.objects.select_related("stage__timeline__plan").get(title=LAST)


def seal(scene: Scene, edition: Edition) -> Package:
    return seal_package(
        last().pk, by=scene.cast.drafter, question="再次审议", edition=edition,
        papers=[Paper("草案", edition=edition)], gap_reason="前一环节的意见仍然有效",
    )  # fmt: skip


def edit(scene: Scene, text: str) -> None:
    task = scene.plan.provisions.get(title="强化引领")
    save_provision(
        task.pk, by=scene.cast.drafter, expected_version=task.version, title=task.title,
        text=text, origin=Origin("更正数据"),
    )  # fmt: skip


def test_the_whole_way_by_actions(withdrawn: Scene) -> None:
    by = withdrawn.cast.drafter
    assert states() == ("revising", ["ended", "ended"], ["passed", "passed", "passed"])
    with pytest.raises(WrongState, match="还没有开始或已经完成"):
        seal(withdrawn, Edition.objects.get())
    reopen_gate(last().pk, by=by, reason="数据有误，须更正后再审")
    assert states() == ("revising", ["ended", "deciding"], ["passed", "passed", "waiting"])
    edit(withdrawn, "更正后的内容。")
    corrected = freeze_edition(withdrawn.plan.pk, by=by, label="更正稿")
    package = seal(withdrawn, corrected)
    assert states() == ("deliberating", ["ended", "deciding"], ["passed", "passed", "open"])
    give_opinion(package.pk, by=withdrawn.cast.chief, vote="approve")
    assert states() == ("approved", ["ended", "ended"], ["passed", "passed", "passed"])
    review(withdrawn.cast, corrected)
    with pytest.raises(InvalidInput, match="已用于撤回的印发，不能再用"):
        issue(withdrawn.cast, withdrawn.plan)
    second = publish(
        withdrawn.plan.pk, by=by, document_number=SECOND, issued_on=date(2021, 9, 20),
        disclosure=Disclosure.PUBLIC, notice=replace(NOTICE, title="关于重新印发的通知"),
    )  # fmt: skip
    assert states()[0] == "published"
    rows = Publication.objects.order_by("id")
    assert [(one.document_number, one.edition.label, one.withdrawn_reason) for one in rows] == [
        (NUMBER, "送审稿", "数据有误"),
        (SECOND, "更正稿", ""),
    ]
    assert Client().get(f"/p/{withdrawn.plan.slug}/").status_code == 200
    assert second.withdrawn_at is None


def test_the_whole_way_by_requests() -> None:
    scene = approved()
    review(scene.cast, Edition.objects.get())
    issued = issue(scene.cast, scene.plan)
    office, chief = signed_in(scene.cast.drafter), signed_in(scene.cast.chief)
    slug, gate = scene.plan.slug, last().pk
    office.post(reverse("withdraw", args=[slug, issued.pk]), {"reason": "数据有误"})
    page = office.get(reverse("issue", args=[slug])).content.decode()
    assert "规划还没有经审议批准，不能印发。" in page
    assert f"{NUMBER}，送审稿，2021年9月14日印发" in page
    assert "须<a href=" in office.get(reverse("timeline", args=[slug])).content.decode()
    assert "重新审议的理由" in office.get(reverse("gate", args=[gate])).content.decode()
    office.post(reverse("reopen_gate", args=[gate]), {"reason": "更正数据"})
    edit(scene, "更正后的内容。")
    office.post(reverse("editions", args=[slug]), {"kind": "deliberated", "label": "更正稿"})
    corrected = Edition.objects.get(label="更正稿")
    office.post(reverse("gather", args=[gate]), {"edition": corrected.pk})
    job = Job.objects.get(task="taskforce.assemble")
    jobs.run(job.pk, make_papers)
    seen = last().prepared.waiting().fingerprint()
    sealed = {"question": "再次审议", "edition": corrected.pk, "gap_reason": "前面的意见有效"}
    office.post(f"{reverse('seal', args=[gate])}?seen={seen}", sealed)
    package = Package.objects.latest("pk")
    address = reverse("vote", args=[package.pk, "approve"])
    told = chief.post(address, {"text": ""})
    assert "规划获得批准，可以印发。" in told.content.decode()
    chief.post(address, {"text": "", "seen": told.context["form"]["seen"].value()})
    assert states()[0] == "approved"
    review(scene.cast, corrected)
    fields = {
        "document_number": SECOND, "issued_on": "2021-09-20", "disclosure": "public",
        "issuer": "科协", "signature": "科协", "sealed": "yes", "notice_title": "通知",
        "addressees": "各区", "body": "现印发。", "printed_by": "办公室",
        "printed_on": "2021-09-20",
    }  # fmt: skip
    office.post(reverse("issue", args=[slug]), fields)
    assert states()[0] == "published"
    assert Publication.objects.get(withdrawn_at=None).document_number == SECOND


def test_it_is_logged_noted_and_told(withdrawn: Scene) -> None:
    grant(DRAFT_PLAN, withdrawn.cast.writer, withdrawn.plan)
    reopen_gate(last().pk, by=withdrawn.cast.drafter, reason="更正数据")
    rows = AuditEntry.objects.filter(action__in=("stage.reopen", "gate.reopen")).order_by("id")
    assert [(one.action, one.new) for one in rows] == [
        ("stage.reopen", {"stage": "审议"}),
        ("gate.reopen", {"gate": LAST, "reason": "更正数据"}),
    ]
    noted = TimelineChange.objects.get()
    assert (noted.what, noted.reason) == (f"重新审议“{LAST}”", "更正数据")
    read_log()
    told = Notice.objects.filter(text__contains="重新审议").order_by("user__username")
    assert {one.user.username for one in told} == {"组长", "成员", "协作人"}
    assert told[0].text == f"《测试规划》重新审议：“{LAST}”将再次提请。理由：更正数据"


def test_who_may_and_with_what(withdrawn: Scene) -> None:
    with pytest.raises(NotAllowed):
        reopen_gate(last().pk, by=withdrawn.cast.chief, reason="因")
    with pytest.raises(InvalidInput, match="请写明重新审议的理由"):
        reopen_gate(last().pk, by=withdrawn.cast.drafter, reason=" ")
    first = Gate.objects.exclude(title=LAST)[0]
    with pytest.raises(WrongState, match="现在不能重新审议"):
        reopen_gate(first.pk, by=withdrawn.cast.drafter, reason="因")
    reopen_gate(last().pk, by=withdrawn.cast.drafter, reason="因")
    with pytest.raises(WrongState, match="现在不能重新审议"):
        reopen_gate(last().pk, by=withdrawn.cast.drafter, reason="因")
    answer = signed_in(withdrawn.cast.chief).post(
        reverse("reopen_gate", args=[last().pk]), {"reason": "因"}
    )
    assert answer.status_code == 404


@pytest.mark.parametrize("issued", [False, True])
def test_an_approval_that_stands_is_not_reopened(issued: bool) -> None:
    scene = approved()
    if issued:
        review(scene.cast, Edition.objects.get())
        issue(scene.cast, scene.plan)
    with pytest.raises(WrongState, match="现在不能重新审议"):
        reopen_gate(last().pk, by=scene.cast.drafter, reason="因")
    page = signed_in(scene.cast.drafter).get(reverse("gate", args=[last().pk])).content.decode()
    assert "重新审议的理由" not in page
    assert to_decide_anew(scene.cast.drafter) == []


def test_recalled_it_is_asked_anew_still_and_nothing_old_counts(withdrawn: Scene) -> None:
    """The decision of before decides nothing: neither after a recall nor by an old vote."""
    by = withdrawn.cast.drafter
    old = Package.objects.get(gate=last())
    reopen_gate(last().pk, by=by, reason="因")
    package = seal(withdrawn, freeze_edition(withdrawn.plan.pk, by=by, label="更正稿"))
    recall_package(package.pk, by=by, reason="再看")
    assert states() == ("deliberating", ["ended", "deciding"], ["passed", "passed", "waiting"])
    old.opinions.update(replaced_at=old.closed_at)
    reckon_anew(Package.objects.get(pk=old.pk), last(), by=by)
    assert states()[2] == ["passed", "passed", "waiting"]
    assert last().contested_at is None


def test_a_last_stage_of_one_gate_is_at_work_again() -> None:
    scene = approved(gates=1)
    review(scene.cast, Edition.objects.get())
    withdraw(issue(scene.cast, scene.plan), by=scene.cast.drafter, reason="数据有误")
    reopen_gate(last().pk, by=scene.cast.drafter, reason="因")
    assert states() == ("revising", ["ended", "active"], ["passed", "waiting"])
    assert Stage.objects.get(number=2).ended_at is None


def test_the_desk_says_so_until_it_is_done(withdrawn: Scene) -> None:
    by = withdrawn.cast.drafter
    assert [item.what for item in to_decide_anew(by)] == [f"重新审议：{LAST}"]
    assert to_decide_anew(withdrawn.cast.chief) == []
    reopen_gate(last().pk, by=by, reason="因")
    assert to_decide_anew(by) == []
    assert [item.what for item in gates(by)] == [LAST]
