"""Papers of an expert round, the group's conclusion, and what the last two do to each other."""

from __future__ import annotations

import multiprocessing
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connections
from django.utils import timezone

from consultation.experts.actions.conclusion import keep_signed, write_conclusion
from consultation.experts.papers import argumentation, receipt, sheet
from consultation.models import Assessment, Delivery, ExpertPanel, Invitation
from consultation.rounds.actions.chasing import remind
from consultation.rounds.actions.links import make_link, open_link
from plans.errors import InvalidInput, NotAllowed, StaleVersion, WrongState
from plans.models import OutgoingMail, User
from plans.system.actions.attachments import keep_upload
from plans.system.actions.outbox import send_waiting
from tests.consultation.experts.panel import SECRET, Panel, make_panel
from tests.consultation.replies.test_papers import PNG, holds

CONCLUSION = "专家组一致认为，规划总体可行。\n建议修改后报批。"


@pytest.fixture
def panel(db: None) -> Panel:
    panel = make_panel()
    panel.begin(panel.expert)
    panel.say(panel.expert, "次数不明确", proposal="每年开展活动", quote="深入开展活动")
    panel.release(panel.expert, "agree_changed", "修改后可行")
    panel.release(panel.chair, "agree")
    return panel


def test_the_sheet_holds_all_that_the_expert_said(panel: Panel) -> None:
    review = panel.review("乙专家")
    parts = (
        *("《测试规划》（征求意见稿）", "某大学", "无利害关系", "□同意　☑修改后同意　□不同意"),
        *("修改后可行", "强化引领", "次数不明确", review.sha256, review.receipt_number),
        "原文“深入开展活动”，建议修改为：每年开展活动",
    )
    assert holds(sheet(review, review.opinions.all()), *parts) == dict.fromkeys(parts, True)


def test_the_receipt_tells_nothing_of_what_was_said(panel: Panel) -> None:
    review = panel.review("乙专家")
    parts = (review.receipt_number, review.sha256, "修改后", "次数不明确")
    told = holds(receipt(review), *parts)
    assert list(told.values()) == [True, True, False, False]


def test_the_chair_concludes_and_the_signed_copy_fixes_it(panel: Panel) -> None:
    for user in (panel.cast.drafter, panel.expert):
        with pytest.raises(NotAllowed):
            write_conclusion(panel.round.pk, CONCLUSION, by=user, expected_version=1)
    with pytest.raises(InvalidInput):
        write_conclusion(panel.round.pk, " ", by=panel.chair, expected_version=1)
    write_conclusion(panel.round.pk, CONCLUSION, by=panel.chair, expected_version=1)
    with pytest.raises(StaleVersion):
        write_conclusion(panel.round.pk, CONCLUSION, by=panel.chair, expected_version=1)
    parts = (
        *("《测试规划》专家论证意见", "专家组一致认为，规划总体可行。", "甲专家", "乙专家"),
        "参加论证的专家2人，其中同意1人、修改后同意1人、不同意0人。",
    )
    assert holds(argumentation(panel.panel()), *parts) == dict.fromkeys(parts, True)
    scan = keep_upload("签名.png", PNG, by=panel.cast.drafter, plan=panel.round.plan)
    for other in (panel.expert, panel.cast.drafter):
        with pytest.raises(NotAllowed, match="由组长上传"):
            keep_signed(panel.round.pk, scan, by=other)
    keep_signed(panel.round.pk, scan, by=panel.chair)
    with pytest.raises(WrongState, match="不再改动"):
        write_conclusion(panel.round.pk, CONCLUSION, by=panel.chair, expected_version=2)


def test_no_conclusion_before_the_opening(db: None) -> None:
    panel = make_panel()
    panel.release(panel.chair)
    with pytest.raises(WrongState, match="没有启封"):
        write_conclusion(panel.round.pk, CONCLUSION, by=panel.chair, expected_version=1)
    scan = keep_upload("签名.png", PNG, by=panel.cast.drafter, plan=panel.round.plan)
    with pytest.raises(WrongState, match="还没有撰写"):
        keep_signed(panel.round.pk, scan, by=panel.chair)


def test_a_reminder_brings_the_guests_own_link(db: None) -> None:
    panel = make_panel(guest=True)
    person = panel.review("丙专家").invitation.person
    assert person is not None
    person.email = "c@test.cn"
    person.save()
    _link, token = make_link(
        Invitation.objects.get(pk=panel.id("丙专家")),
        by=panel.cast.drafter,
        expires_at=timezone.now() + timedelta(days=1),
    )
    remind(panel.round, by=panel.cast.drafter)
    assert not OutgoingMail.objects.filter(body__contains="/r/").exists()
    send_waiting()
    bodies = {one.to[0]: one.body for one in mail.outbox}
    links = [line for line in bodies["c@test.cn"].splitlines() if "/r/" in line]
    assert open_link(links[0].rpartition("/r/")[2].strip("/"))[0] == open_link(token)[0]
    assert "专家论证" in bodies["c@test.cn"]
    told = Delivery.objects.filter(invitation=panel.id("甲专家")).values_list("channel", "state")
    assert (list(told), set(bodies)) == ([("account", "sent")], {"c@test.cn"})


def release_here(round_id: int, user_id: int, barrier: object) -> None:
    """One expert releases in a process of its own, at the same moment as the other."""
    round_ = ExpertPanel.objects.select_related("round").get(round=round_id).round
    user = User.objects.get(pk=user_id)
    panel = Panel(None, round_, user, user)  # type: ignore[arg-type]
    barrier.wait()  # type: ignore[attr-defined]
    panel.release(user, "agree", SECRET)
    connections.close_all()


def test_two_last_ones_at_once_open_once(transactional_db: None) -> None:
    panel = make_panel()
    for user in (panel.chair, panel.expert):
        panel.begin(user)
    connections.close_all()
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(2)
    both = [
        context.Process(target=release_here, args=(panel.round.pk, user.pk, barrier))
        for user in (panel.chair, panel.expert)
    ]
    for process in both:
        process.start()
    for process in both:
        process.join(60)
    assert panel.panel().opened_at is not None
    rows = Assessment.objects.order_by("number")
    assert [(row.number, row.source) for row in rows] == [(1, "expert"), (2, "expert")]
