"""An expert round: declared, drafted, released, and opened when all are in or by the chair."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from consultation.collation.actions.completion import complete_round
from consultation.enums import ReplyState, Verdict
from consultation.experts.actions.panel import (
    ExpertTerms,
    invite_expert,
    name_chair,
    withdraw_expert,
)
from consultation.experts.actions.reviews import (
    Said,
    declare,
    delete_opinion,
    release_review,
    restart,
    save_opinion,
    save_verdict,
    say_nothing,
)
from consultation.experts.actions.unsealing import excuse_expert, open_panel
from consultation.experts.seal import (
    board,
    expert_rounds_of,
    is_sealed,
    opened_reviews,
    own_opinions,
    state_of,
    verdicts,
)
from consultation.models import (
    Assessment,
    Comment,
    ExpertOpinion,
    ExpertPanel,
    ExpertReview,
    Invitation,
    Reply,
    SearchEntry,
)
from consultation.rounds.actions.links import make_link, open_link
from consultation.rounds.actions.rounds import change_window, close_now, invite
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import AuditEntry, User
from tests.consultation.experts.panel import SECRET, Panel, make_panel

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel() -> Panel:
    return make_panel()


def linked(panel: Panel, name: str) -> User:
    """A browser that opened a personal link of this expert."""
    _link, token = make_link(
        Invitation.objects.get(pk=panel.id(name)),
        by=panel.cast.drafter,
        expires_at=timezone.now() + timedelta(days=1),
    )
    return open_link(token)[1]


def test_nothing_stands_outside_the_seal_before_the_last_is_in(panel: Panel) -> None:
    panel.begin(panel.chair)
    panel.say(panel.chair)
    panel.release(panel.chair, "agree_changed", SECRET)
    panel.begin(panel.expert)
    panel.say(panel.expert)
    tables = (Comment, Assessment, SearchEntry, Reply)
    assert [model.objects.count() for model in tables] == [0, 0, 0, 0]
    panel.round.refresh_from_db()
    assert (panel.round.comment_count, is_sealed(panel.round)) == (0, True)
    assert verdicts(panel.round) == {}
    readers = (panel.cast.drafter, panel.chair, panel.expert, panel.cast.outsider)
    assert [list(opened_reviews(user, panel.round)) for user in readers] == [[], [], [], []]
    told = "".join(f"{row.old}{row.new}" for row in AuditEntry.objects.all())
    assert SECRET not in told
    assert "agree" not in told


def test_the_last_one_in_opens_and_all_stands_in_the_collation(panel: Panel) -> None:
    panel.begin(panel.chair)
    panel.say(panel.chair, "第一条", proposal="开展活动", quote="深入开展活动")
    panel.release(panel.chair, "agree_changed", "总体可行")
    panel.release(panel.expert, "agree")
    opened = panel.panel()
    assert (opened.opened_at is not None, opened.opened_by, opened.opened_reason) == (
        True,
        None,
        "",
    )
    rows = Assessment.objects.order_by("number").values_list(
        "number", "source", "comment__author_name", "comment__reason", "comment__quote", "unit"
    )
    who = "甲专家（教授）"
    assert list(rows) == [
        (1, "expert", who, "总体意见（修改后同意）：总体可行", "", None),
        (2, "expert", who, "第一条", "深入开展活动", None),
    ]
    replies = Reply.objects.order_by("id").values_list("no_opinion", "receipt_number")
    assert list(replies) == [
        (False, panel.review("甲专家").receipt_number),
        (True, panel.review("乙专家").receipt_number),
    ]
    assert verdicts(panel.round) == {"agree": 1, "agree_changed": 1, "disagree": 0}
    readers = (panel.cast.drafter, panel.expert, panel.cast.outsider, panel.cast.officer)
    assert [opened_reviews(one, panel.round).count() for one in readers] == [2, 2, 0, 0]


def test_a_recusal_counts_as_in_and_says_nothing(panel: Panel) -> None:
    panel.begin(panel.expert)
    panel.say(panel.expert)
    panel.release(panel.chair)
    assert is_sealed(panel.round)
    review = declare(panel.id("乙专家"), by=panel.expert, conflict=True, reason="承担相关课题")
    assert (review.verdict, review.opinions.count(), len(review.sha256)) == ("", 0, 64)
    assert (is_sealed(panel.round), Comment.objects.count()) == (False, 0)
    assert [row.state.label for row in board(panel.round)] == ["已提交", "回避"]
    assert opened_reviews(panel.expert, panel.round).count() == 0
    (stand,) = expert_rounds_of(panel.round.plan)
    assert (stand.asked, stand.released, stand.recused, stand.sealed) == (2, 1, 1, False)


def test_the_chair_opens_early_with_a_reason_and_a_late_one_joins(panel: Panel) -> None:
    with pytest.raises(NotAllowed, match="须先提交本人的意见"):
        open_panel(panel.round.pk, by=panel.chair, reason="时间紧")
    panel.release(panel.chair, "agree", "很好")
    with pytest.raises(InvalidInput, match="理由"):
        open_panel(panel.round.pk, by=panel.chair, reason=" ")
    for user in (panel.cast.drafter, panel.expert, panel.cast.chief):
        with pytest.raises(NotAllowed):
            open_panel(panel.round.pk, by=user, reason="想看")
    opened = open_panel(panel.round.pk, by=panel.chair, reason="时间紧")
    assert (opened.opened_by, opened.opened_reason) == (panel.chair, "时间紧")
    assert Comment.objects.count() == 1
    panel.begin(panel.expert)
    panel.say(panel.expert, "后到的意见")
    panel.release(panel.expert, "disagree", "论据不足")
    assert [row.number for row in Assessment.objects.order_by("number")] == [1, 2, 3]
    with pytest.raises(WrongState, match="已经启封"):
        open_panel(panel.round.pk, by=panel.chair, reason="再来")


def test_a_superuser_is_no_chair(panel: Panel) -> None:
    panel.release(panel.chair)
    root = User.objects.create(username="root", is_superuser=True)
    with pytest.raises(NotAllowed):
        open_panel(panel.round.pk, by=root, reason="想看")
    assert opened_reviews(root, panel.round).count() == 0


def test_letting_the_last_one_off_opens_and_is_the_chairs_alone(panel: Panel) -> None:
    panel.release(panel.chair)
    with pytest.raises(NotAllowed):
        excuse_expert(panel.id("乙专家"), by=panel.cast.drafter, reason="催不到")
    excuse_expert(panel.id("乙专家"), by=panel.chair, reason="出国")
    assert (is_sealed(panel.round), board(panel.round)[1].state.label) == (False, "不再参加")
    with pytest.raises(WrongState, match="不再参加"):
        panel.begin(panel.expert)


@pytest.mark.parametrize(
    ("verdict", "text", "opinion", "words"),
    [
        ("", "", True, "还没有填写总体意见"),
        ("disagree", "", True, "写明理由"),
        ("agree_changed", "", False, "至少提出一条意见"),
    ],
)
def test_what_a_release_lacks_is_said(
    panel: Panel, verdict: str, text: str, opinion: bool, words: str
) -> None:
    panel.begin(panel.expert)
    if opinion:
        panel.say(panel.expert)
    save_verdict(panel.id("乙专家"), by=panel.expert, verdict=verdict, text=text)
    with pytest.raises(InvalidInput, match=words):
        release_review(panel.id("乙专家"), by=panel.expert)
    assert panel.review("乙专家").released_at is None


def test_what_was_released_never_changes(panel: Panel) -> None:
    panel.begin(panel.expert)
    panel.say(panel.expert)
    review = panel.release(panel.expert, "disagree", "理由")
    key = ExpertOpinion.objects.get().key
    said = Said(None, "other", text="再加一条")
    for again in (
        lambda: save_opinion(review.invitation_id, key, said, by=panel.expert),
        lambda: delete_opinion(review.invitation_id, key, by=panel.expert),
        lambda: save_verdict(review.invitation_id, by=panel.expert, verdict="agree", text=""),
        lambda: declare(review.invitation_id, by=panel.expert, conflict=True, reason="悔"),
        lambda: restart(review.invitation_id, by=panel.expert),
        lambda: release_review(review.invitation_id, by=panel.expert),
    ):
        with pytest.raises(WrongState, match="已经提交"):
            again()
    refuse(lambda: ExpertReview.objects.filter(pk=review.pk).update(verdict=Verdict.AGREE))
    refuse(lambda: ExpertOpinion.objects.update(text="改"))
    refuse(lambda: review.opinions.create(kind="other", text="后加", key=uuid.uuid4()))


def refuse(write: object) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        write()  # type: ignore[operator]


def test_the_database_keeps_the_rules(panel: Panel) -> None:
    review = panel.review("乙专家")
    reviews: list[dict[str, Any]] = [
        {"verdict": "maybe"},
        {"recused": True},
        {"declared_at": timezone.now()},
        {"released_at": timezone.now()},
    ]
    panels: list[dict[str, Any]] = [{"opened_by": panel.chair}, {"conclusion": "好"}]
    opinions: list[dict[str, Any]] = [{"text": ""}, {"text": "有", "nothing": True}]
    for wrong in reviews:
        with pytest.raises(IntegrityError), transaction.atomic():
            ExpertReview.objects.filter(pk=review.pk).update(**wrong)
    for wrong in panels:
        with pytest.raises(IntegrityError), transaction.atomic():
            ExpertPanel.objects.filter(round=panel.round).update(**wrong)
    for wrong in opinions:
        with pytest.raises(IntegrityError), transaction.atomic():
            review.opinions.create(kind="other", key=uuid.uuid4(), **wrong)


def test_a_link_never_shows_what_another_browser_drafted() -> None:
    panel = make_panel(guest=True)
    first, second = linked(panel, "丙专家"), linked(panel, "丙专家")
    declare(panel.id("丙专家"), by=first, conflict=False)
    save_opinion(panel.id("丙专家"), uuid.uuid4(), Said(None, "other", text=SECRET), by=first)
    review = panel.review("丙专家")
    assert [own_opinions(u, review).count() for u in (first, second)] == [1, 0]
    with pytest.raises(WrongState, match="另一台设备"):
        save_verdict(review.invitation_id, by=second, verdict="agree", text="")
    with pytest.raises(WrongState, match="联系组织单位重新邀请"):
        restart(review.invitation_id, by=second)
    assert own_opinions(first, panel.review("丙专家")).count() == 1
    restart(review.invitation_id, by=first)
    declare(review.invitation_id, by=second, conflict=False)
    assert (panel.review("丙专家").author, review.opinions.count()) == (second, 0)


def test_a_link_is_no_chair() -> None:
    panel = make_panel(guest=True)
    visitor = linked(panel, "丙专家")
    panel.release(panel.chair)
    with pytest.raises(NotAllowed):
        open_panel(panel.round.pk, by=visitor, reason="凭链接启封")


def test_a_chapter_has_opinions_or_none(panel: Panel) -> None:
    panel.begin(panel.expert)
    chapter = panel.place("重点任务").provision
    number = panel.id("乙专家")
    say_nothing(number, chapter, by=panel.expert)
    say_nothing(number, chapter, by=panel.expert)
    assert [one.nothing for one in panel.review("乙专家").opinions.all()] == [True]
    panel.say(panel.expert)
    assert [one.nothing for one in panel.review("乙专家").opinions.all()] == [False]
    with pytest.raises(InvalidInput, match="本章已写有意见"):
        say_nothing(number, chapter, by=panel.expert)


def test_saving_again_under_the_same_key_changes_the_same_opinion(panel: Panel) -> None:
    panel.begin(panel.expert)
    key, number = uuid.uuid4(), panel.id("乙专家")
    for text in ("一", "二"):
        save_opinion(number, key, Said(panel.place(), "change", text=text), by=panel.expert)
    assert list(ExpertOpinion.objects.values_list("text", flat=True)) == ["二"]
    panel.begin(panel.chair)
    said = Said(None, "other", text="抢")
    with pytest.raises(NotAllowed, match="不是您的意见"):
        save_opinion(panel.id("甲专家"), key, said, by=panel.chair)


def test_nothing_is_written_before_the_declaration_or_after_closing(panel: Panel) -> None:
    with pytest.raises(WrongState, match="先声明"):
        panel.say(panel.expert)
    panel.begin(panel.expert)
    close_now(panel.round, by=panel.cast.drafter, reason="提前结束")
    with pytest.raises(WrongState, match="截止"):
        panel.say(panel.expert)
    with pytest.raises(WrongState, match="没有启封"):
        complete_round(panel.round, by=panel.cast.drafter)


def test_who_may_be_invited(panel: Panel) -> None:
    by = panel.cast.drafter
    with pytest.raises(NotAllowed):
        invite_expert(panel.round, ExpertTerms("丁"), by=panel.cast.officer)
    with pytest.raises(InvalidInput, match="不能作为论证专家"):
        invite_expert(panel.round, ExpertTerms(account=by), by=by)
    with pytest.raises(InvalidInput, match="已在邀请之列"):
        invite_expert(panel.round, ExpertTerms(account=panel.expert), by=by)
    with pytest.raises(InvalidInput, match="已指定甲专家为组长"):
        invite_expert(panel.round, ExpertTerms("丁", chair=True), by=by)
    with pytest.raises(WrongState, match="专家论证"):
        invite(panel.round, by=by, units=[panel.cast.district])
    panel.release(panel.chair)
    panel.release(panel.expert)
    with pytest.raises(WrongState, match="已经启封"):
        invite_expert(panel.round, ExpertTerms("丁"), by=by)


def test_taking_an_invitation_back_opens_nothing(panel: Panel) -> None:
    by = panel.cast.drafter
    withdraw_expert(panel.id("甲专家"), by=by, reason="邀请有误")
    assert ([one.review.name for one in board(panel.round)], panel.panel().chair) == (
        ["乙专家"],
        None,
    )
    invite_expert(panel.round, ExpertTerms("丁专家"), by=by)
    panel.release(panel.expert)
    with pytest.raises(WrongState, match="不能取消邀请"):
        withdraw_expert(panel.id("丁专家"), by=by, reason="不等了")
    assert is_sealed(panel.round)


def test_an_expert_who_was_given_longer_and_never_came_is_taken_back(panel: Panel) -> None:
    by, invitation = panel.cast.drafter, panel.review("乙专家").invitation
    later = panel.round.closes_at + timedelta(days=2)
    change_window(panel.round, by=by, closes_at=later, reason="延", invitation=invitation)
    withdraw_expert(invitation.pk, by=by, reason="邀请有误")
    assert [one.review.name for one in board(panel.round)] == ["甲专家"]


def test_another_chair_is_named_with_a_reason(panel: Panel) -> None:
    with pytest.raises(InvalidInput, match="理由"):
        name_chair(panel.id("乙专家"), by=panel.cast.drafter, reason="")
    with pytest.raises(NotAllowed):
        name_chair(panel.id("乙专家"), by=panel.expert, reason="我来")
    changed = name_chair(panel.id("乙专家"), by=panel.cast.drafter, reason="原组长回避")
    assert changed.chair_id == panel.id("乙专家")
    entry = AuditEntry.objects.get(action="expert.chair")
    assert (entry.old, entry.new) == (
        {"chair": "甲专家"},
        {"chair": "乙专家", "reason": "原组长回避"},
    )


def test_staff_alone_cannot_bring_in_a_chair(panel: Panel) -> None:
    by = panel.cast.drafter
    panel.release(panel.expert)
    with pytest.raises(WrongState, match="组长没有回避"):
        name_chair(panel.id("乙专家"), by=by, reason="换人")
    invite_expert(panel.round, ExpertTerms("自己人"), by=by)
    declare(panel.id("甲专家"), by=panel.chair, conflict=True, reason="利害关系")
    with pytest.raises(WrongState, match="之前邀请"):
        name_chair(panel.id("自己人"), by=by, reason="组长回避")
    name_chair(panel.id("乙专家"), by=by, reason="组长回避")
    assert open_panel(panel.round.pk, by=panel.expert, reason="其余不再等").opened_at


def test_no_hash_is_told_that_one_could_try(panel: Panel) -> None:
    panel.release(panel.chair)
    review = panel.review("甲专家")
    told = "".join(f"{row.old}{row.new}" for row in AuditEntry.objects.all())
    assert (review.receipt_number in told, review.sha256 in told) == (True, False)
    panel.release(panel.expert)
    hashes = AuditEntry.objects.filter(action="expert.unseal").order_by("pk")
    assert [row.new["sha256"] for row in hashes] == [
        panel.review(name).sha256 for name in ("甲专家", "乙专家")
    ]


def test_an_expert_round_leaves_the_plan_in_its_phase(panel: Panel) -> None:
    assert panel.round.plan.phase == "drafting"


def test_states_on_the_way(panel: Panel) -> None:
    def now() -> tuple[str, str]:
        invitation = panel.review("乙专家").invitation
        return invitation.state, state_of(invitation).label

    seen = [now()]
    panel.begin(panel.expert)
    seen.append(now())
    panel.release(panel.expert)
    seen.append(now())
    assert seen == [
        (ReplyState.UNREAD, "未阅"),
        (ReplyState.DRAFTING, "起草中"),
        (ReplyState.RELEASED, "已提交"),
    ]
