"""A unit's reply: drafted by officers, released by the head, refused outside the window."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from consultation.enums import Audience, ReplyOrigin, ReplyState
from consultation.models import Assessment, Comment, Invitation, Reply, ReplyEntry, Round
from consultation.replies.actions.entering import (
    Late,
    add_sealed_scan,
    confirm_entry,
    enter_for_unit,
)
from consultation.replies.actions.opinions import Opinion, change_draft, delete_draft, draft_comment
from consultation.replies.actions.replies import hand_in, release, send_back
from consultation.rounds.actions.drafts import RoundTerms
from consultation.rounds.actions.invitations import record_no_reply, set_reply_state
from consultation.rounds.actions.rounds import change_window, close_now, invite
from plans.editions.actions.freezing import freeze_edition
from plans.enums import Phase
from plans.errors import InvalidInput, NotAllowed, StaleVersion, WrongState
from plans.models import Attachment, AuditEntry, User
from plans.system.actions.attachments import keep_upload
from tests.cast import Cast, make_cast, make_plan, managed
from tests.rounds import open_round

pytestmark = pytest.mark.django_db
OPINION = Opinion("change", "改为乙", "因为")


@dataclass
class Scene:
    cast: Cast
    round: Round
    invitation: Invitation

    def draft(self, opinion: Opinion = OPINION) -> Comment:
        return draft_comment(self.invitation.pk, opinion, by=self.cast.officer, key=uuid.uuid4())

    def second(self) -> User:
        """Another one who runs the plan."""
        return managed(self.cast.second, self.round.plan)

    def original(self, name: str = "函.pdf", content: bytes = b"%PDF-1.4\n") -> Attachment:
        return keep_upload(name, content, by=self.cast.drafter, plan=self.round.plan)

    def enter(self, **terms: Any) -> ReplyEntry:
        """The drafter enters the reply of a unit, 无意见 by letter unless told otherwise."""
        by, asked = self.cast.drafter, terms.pop("asked", self.invitation)
        usual: dict[str, Any] = {"origin": ReplyOrigin.LETTER, "no_opinion": True}
        if "original" not in terms:
            terms["original"] = self.original()
        return enter_for_unit(asked.pk, by=by, **usual | terms)

    def confirm(self, entry: ReplyEntry) -> Reply:
        return confirm_entry(entry.pk, by=self.second())

    def state(self) -> str:
        self.invitation.refresh_from_db()
        return self.invitation.state


def make_scene(*, needs_seal: bool = False) -> Scene:
    cast = make_cast()
    plan = make_plan(cast.drafter)
    edition = freeze_edition(plan.pk, by=cast.drafter, label="征求意见稿")
    now = timezone.now()
    terms = RoundTerms(
        "征求意见",
        Audience.UNITS,
        now - timedelta(minutes=1),
        now + timedelta(days=3),
        needs_seal=needs_seal,
    )
    round_ = open_round(edition, terms, by=cast.drafter)
    (invitation,) = invite(round_, by=cast.drafter, units=[cast.district])
    return Scene(cast, round_, invitation)


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def test_opening_a_round_puts_the_plan_into_consultation(scene: Scene) -> None:
    scene.round.plan.refresh_from_db()
    assert scene.round.plan.phase == Phase.CONSULTING


def test_officer_drafts_head_releases(scene: Scene) -> None:
    scene.draft()
    scene.draft()
    hand_in(scene.invitation.pk, by=scene.cast.officer)
    reply = release(scene.invitation.pk, by=scene.cast.head)
    assert scene.state() == ReplyState.RELEASED
    numbers = list(Comment.objects.order_by("id").values_list("number", flat=True))
    assert numbers == [1, 2]
    assert (reply.alone, reply.no_opinion, len(reply.sha256)) == (False, False, 64)
    assert Assessment.objects.filter(round=scene.round).count() == 2


def test_the_same_key_makes_one_comment(scene: Scene) -> None:
    key = uuid.uuid4()
    first = draft_comment(scene.invitation.pk, OPINION, by=scene.cast.officer, key=key)
    second = draft_comment(scene.invitation.pk, OPINION, by=scene.cast.officer, key=key)
    assert (first.pk, Comment.objects.count()) == (second.pk, 1)


def test_no_opinion_by_one_person_alone_is_recorded(scene: Scene) -> None:
    reply = release(scene.invitation.pk, by=scene.cast.head, no_opinion=True)
    assert (reply.alone, reply.no_opinion) == (True, True)


def test_no_opinion_and_opinions_exclude_each_other(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="没有意见的，请选择“无意见”"):
        release(scene.invitation.pk, by=scene.cast.head)
    scene.draft()
    with pytest.raises(InvalidInput, match="不能同时反馈"):
        release(scene.invitation.pk, by=scene.cast.head, no_opinion=True)


def test_a_released_reply_never_changes(scene: Scene) -> None:
    comment = scene.draft()
    release(scene.invitation.pk, by=scene.cast.head)
    with pytest.raises(WrongState, match="已经提交"):
        change_draft(comment.pk, OPINION, by=scene.cast.officer, expected_version=1)
    with pytest.raises(WrongState, match="已经提交"):
        delete_draft(comment.pk, by=scene.cast.officer)
    with pytest.raises(WrongState, match="正式反馈"):
        scene.draft()
    with pytest.raises(WrongState, match="不能重复提交"):
        release(scene.invitation.pk, by=scene.cast.head)


def test_only_the_head_releases_not_even_a_superuser(scene: Scene) -> None:
    scene.draft()
    with pytest.raises(NotAllowed):
        release(scene.invitation.pk, by=scene.cast.officer)
    scene.cast.outsider.is_superuser = True
    scene.cast.outsider.save()
    with pytest.raises(NotAllowed):
        release(scene.invitation.pk, by=scene.cast.outsider)


def test_an_outsider_drafts_nothing(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        draft_comment(scene.invitation.pk, OPINION, by=scene.cast.outsider, key=uuid.uuid4())
    assert not Comment.objects.exists()


def test_sending_back_gives_the_draft_to_the_officers(scene: Scene) -> None:
    comment = scene.draft()
    hand_in(scene.invitation.pk, by=scene.cast.officer)
    with pytest.raises(WrongState, match="待负责人审签"):
        change_draft(comment.pk, OPINION, by=scene.cast.officer, expected_version=1)
    send_back(scene.invitation.pk, by=scene.cast.head, reason="请补充")
    change_draft(comment.pk, OPINION, by=scene.cast.officer, expected_version=1)
    assert scene.state() == ReplyState.DRAFTING


def test_two_officers_do_not_overwrite_each_other(scene: Scene) -> None:
    comment = scene.draft()
    change_draft(comment.pk, Opinion("change", "丙"), by=scene.cast.head, expected_version=1)
    with pytest.raises(StaleVersion) as stale:
        change_draft(comment.pk, OPINION, by=scene.cast.officer, expected_version=1)
    comment.refresh_from_db()
    assert (stale.value.current_version, comment.proposal) == (2, "丙")


def test_after_closing_it_is_refused_with_the_reason(scene: Scene) -> None:
    scene.draft()
    close_now(scene.round, by=scene.cast.drafter, reason="任务提前")
    with pytest.raises(WrongState, match="截止，不能再提交"):
        release(scene.invitation.pk, by=scene.cast.head)
    assert not Assessment.objects.exists()


def test_before_opening_it_is_refused_with_the_time(scene: Scene) -> None:
    scene.round.opens_at = timezone.now() + timedelta(hours=1)
    scene.round.save()
    with pytest.raises(WrongState, match="现在还不能提交"):
        scene.draft()


def test_one_unit_may_be_given_more_time(scene: Scene) -> None:
    late = timezone.now() + timedelta(days=9)
    change_window(
        scene.round,
        by=scene.cast.drafter,
        closes_at=late,
        reason="会期",
        invitation=scene.invitation,
    )
    close_now(scene.round, by=scene.cast.drafter, reason="提前")
    release(scene.invitation.pk, by=scene.cast.head, no_opinion=True)
    reasons = list(scene.round.window_changes.order_by("id").values_list("reason", flat=True))
    assert reasons == ["会期", "提前"]


def test_late_replies_only_by_staff_with_a_reason(scene: Scene) -> None:
    close_now(scene.round, by=scene.cast.drafter, reason="到期")
    record_no_reply(scene.invitation.pk, by=scene.cast.drafter, reason="电话未接")
    with pytest.raises(InvalidInput, match="写明理由"):
        enter_for_unit(
            scene.invitation.pk,
            by=scene.cast.drafter,
            origin=ReplyOrigin.LETTER,
            no_opinion=True,
            late=Late(" "),
        )
    reply = scene.confirm(scene.enter(late=Late("函在途中")))
    assert (reply.late, reply.late_reason, scene.state()) == (True, "函在途中", "released")


def test_a_round_with_seal_waits_for_the_stamped_scan() -> None:
    scene = make_scene(needs_seal=True)
    release(scene.invitation.pk, by=scene.cast.head, no_opinion=True)
    assert scene.state() == ReplyState.TO_SEAL
    text = keep_upload("a.txt", b"scan", by=scene.cast.head)
    with pytest.raises(InvalidInput, match="PDF或图片"):
        add_sealed_scan(scene.invitation.pk, by=scene.cast.head, scan=text)
    scan = keep_upload("a.pdf", b"%PDF-1.4\n", by=scene.cast.head)
    add_sealed_scan(scene.invitation.pk, by=scene.cast.head, scan=scan)
    assert scene.state() == ReplyState.RELEASED


FORWARD = ["unread", "read", "drafting", "to_release", "to_confirm", "to_seal", "released"]
ALLOWED = {
    *((old, new) for at, old in enumerate(FORWARD) for new in FORWARD[at + 1 :]),
    ("to_release", "drafting"),
    *(("unread", "no_reply"), ("read", "no_reply"), ("drafting", "no_reply")),
    ("to_release", "no_reply"),
    *(("to_confirm", back) for back in (*FORWARD[:4], "no_reply")),
    ("no_reply", "to_confirm"),
    *(("no_reply", "to_seal"), ("no_reply", "released")),
}
"""Onward by any step; back from 待审签 for more work, from 待复核 to where it was; 未反馈 until the
reply has come after all."""


@pytest.mark.parametrize("old", ReplyState)
@pytest.mark.parametrize("new", ReplyState)
def test_every_transition(scene: Scene, old: ReplyState, new: ReplyState) -> None:
    scene.invitation.state = old
    if new == old or (old, new) in ALLOWED:
        set_reply_state(scene.invitation, new)
        assert scene.invitation.state == new
    else:
        with pytest.raises(WrongState):
            set_reply_state(scene.invitation, new)


def test_every_write_is_in_the_audit_log(scene: Scene) -> None:
    scene.draft()
    hand_in(scene.invitation.pk, by=scene.cast.officer)
    release(scene.invitation.pk, by=scene.cast.head)
    actions = list(AuditEntry.objects.order_by("id").values_list("action", flat=True))
    assert actions[-3:] == ["comment.draft", "reply.hand_in", "reply.release"]


def test_a_public_round_under_thirty_days_needs_a_reason(scene: Scene) -> None:
    now = timezone.now()
    terms = RoundTerms("公开", Audience.PUBLIC, now, now + timedelta(days=10))
    with pytest.raises(InvalidInput, match="不少于30日"):
        open_round(scene.round.edition, terms, by=scene.cast.drafter)


def test_secret_marks_are_refused(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="密级"):
        scene.draft(Opinion("change", "机密★1年"))
    assert not Comment.objects.exists()
