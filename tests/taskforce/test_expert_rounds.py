"""What the process knows of an expert round: gates, desk, notices, the package's papers."""

from __future__ import annotations

import pytest
from django.utils import timezone

from consultation.collation.actions.dispositions import Answer, assess
from consultation.experts.actions.conclusion import keep_signed, write_conclusion
from consultation.models import Assessment
from plans.models import AuditEntry, User
from plans.system.actions.attachments import keep_upload
from plans.system.system_user import system_user
from taskforce.desk.waiting import desk
from taskforce.evidence.registry import REGISTRY
from taskforce.gates.actions.assembling import papers_for
from taskforce.models import Stage, Timeline
from taskforce.notices.telling import told
from taskforce.overview.state import open_comments
from taskforce.process.actions.starting import start_timeline
from taskforce.process.evidence_choices import evidence_choices
from taskforce.process_templates import load_named
from tests.consultation.experts.panel import Panel, make_panel
from tests.consultation.replies.test_papers import PNG

pytestmark = pytest.mark.django_db
OPINIONS, ANSWERED = "argumentation_opinions", "argumentation_answered"


@pytest.fixture
def panel() -> Panel:
    return make_panel()


def timeline_of(panel: Panel) -> Timeline:
    template = load_named("chongqing-2020", set(REGISTRY))
    return start_timeline(panel.round.plan, template, by=panel.cast.drafter)


def asked(stage: Stage, key: str) -> tuple[bool, str]:
    return REGISTRY[key].check(stage)


def waiting(user: User) -> list[tuple[str, str, str]]:
    return [(group.label, one.what, one.action) for group in desk(user) for one in group.items]


def test_gates_ask_for_opened_and_treated_opinions(panel: Panel) -> None:
    stage = timeline_of(panel).stages.all()[0]
    panel.release(panel.chair, "agree_changed", "请改")
    assert asked(stage, OPINIONS) == (False, "专家意见还没有启封：2位专家中1位已提交或回避")
    assert asked(stage, ANSWERED) == (False, "专家意见还没有启封")
    panel.release(panel.expert)
    words = "专家论证：2位专家提出意见（同意1人、修改后同意1人）"
    assert asked(stage, OPINIONS) == (True, words)
    assert asked(stage, ANSWERED) == (False, "专家意见还有1条没有处理、0条没有落实到修改")
    assess(Assessment.objects.get().pk, Answer("not_adopted", "因"), by=panel.cast.drafter)
    assert asked(stage, ANSWERED) == (True, "专家意见都已处理")
    write_conclusion(panel.round.pk, "可行。", by=panel.chair, expected_version=1)
    assert asked(stage, OPINIONS) == (True, f"{words}，综合论证意见已形成")


def test_the_desk_leads_the_expert_and_then_the_chair(panel: Panel) -> None:
    answer = ("待反馈意见", "专家论证", "提出论证意见")
    assert [waiting(panel.chair), waiting(panel.expert)] == [[answer], [answer]]
    panel.release(panel.chair)
    assert (waiting(panel.chair), open_comments(panel.round.plan)) == ([], (0, 0))
    panel.release(panel.expert, "agree", "可行")
    conclude = ("待撰写论证意见", "综合论证意见", "撰写")
    assert [waiting(panel.chair), waiting(panel.expert)] == [[conclude], []]
    handle = ("待处理意见", "1条意见待处理", "处理")
    assert handle in waiting(panel.cast.drafter)


def test_who_is_told_of_the_invitation_and_of_the_opening(panel: Panel) -> None:
    invited = AuditEntry.objects.filter(action="expert.invite").order_by("pk")
    tellings = [told(entry) for entry in invited]
    assert [one and (one.people, one.text) for one in tellings] == [
        ((panel.chair,), "请您参加专家论证：专家论证"),
        ((panel.expert,), "请您参加专家论证：专家论证"),
    ]
    panel.release(panel.chair)
    panel.release(panel.expert)
    opened = told(AuditEntry.objects.get(action="experts.open"))
    assert opened is not None
    assert set(opened.people) == {panel.cast.drafter, panel.chair}
    assert opened.text == "“专家论证”的专家意见已启封"


def test_a_step_is_shown_the_opinions_once_they_are_opened(panel: Panel) -> None:
    def offered() -> list[tuple[str, str, str]]:
        found = evidence_choices(panel.cast.drafter, panel.round.plan)
        return [(one.group, one.label, one.key) for one in found if one.group != "各稿"]

    panel.release(panel.chair)
    assert offered() == []
    panel.release(panel.expert)
    assert offered() == [("论证意见", "专家论证（2位专家）", OPINIONS)]


def test_the_package_takes_the_signed_opinion(panel: Panel) -> None:
    timeline, today = timeline_of(panel), timezone.localdate()
    panel.release(panel.chair, "agree", "可行")
    panel.release(panel.expert)
    write_conclusion(panel.round.pk, "可行。", by=panel.chair, expected_version=1)

    def titles() -> list[tuple[str, bool]]:
        made = papers_for(panel.round.edition, timeline, today)
        return [(one.title, one.file is not None) for one in made if "专家" in one.title]

    name = "专家论证意见（专家论证）"
    assert (name, False) in titles()
    scan = keep_upload("签名.png", PNG, by=system_user(), plan=panel.round.plan)
    keep_signed(panel.round.pk, scan, by=panel.chair)
    assert (name, True) in titles()
