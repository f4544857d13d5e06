"""Everything that is done with a reply, in every state and of every kind: what comes of it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from consultation.collation.actions.completion import complete_round
from consultation.enums import REPLY_STEPS, ReplyState, ReplyStep
from consultation.incoming.actions.letters import LetterTerms, enter_letter
from consultation.models import Comment, Reply
from consultation.replies.actions.enclosures import attach
from consultation.replies.actions.entering import (
    Late,
    add_sealed_scan,
    refuse_entry,
    withdraw_entry,
)
from consultation.replies.actions.opinions import delete_draft, draft_comment
from consultation.replies.actions.replies import hand_in, mark_read, release, send_back
from consultation.rounds.actions.invitations import record_no_reply
from consultation.rounds.actions.rounds import close_now
from plans.errors import DomainError
from plans.system.actions.attachments import keep_upload
from tests.consultation.replies.test_replies import OPINION, Scene, make_scene

LATE = Late("邮路延误")
ORAL = {"origin": "oral", "account": "王主任来电", "original": None}


def silent(at: Scene) -> object:
    return record_no_reply(at.invitation.pk, by=at.cast.drafter, reason="未反馈")


def note(at: Scene) -> Comment:
    by = at.cast.drafter
    return draft_comment(at.invitation.pk, OPINION, by=by, key=uuid.uuid4(), for_unit=True)


def letter(at: Scene) -> object:
    terms = LetterTerms("收1号", date(2026, 1, 5), "来函文字。")
    return enter_letter(at.invitation.pk, terms, at.original(), by=at.cast.drafter)


def scan(at: Scene, *, staff: bool = False) -> object:
    by = at.cast.drafter if staff else at.cast.officer
    kept = keep_upload("函.pdf", b"%PDF-1.4\n", by=by)
    return add_sealed_scan(at.invitation.pk, by=by, scan=kept)


def waiting(at: Scene) -> Any:
    return Reply.objects.get(invitation=at.invitation).entries.waiting().get()


def enclose(at: Scene) -> object:
    kept = keep_upload("附.pdf", b"%PDF-1.4\n", by=at.cast.officer)
    return attach(at.invitation.pk, [kept], by=at.cast.officer)


def close(at: Scene) -> object:
    close_now(at.round, by=at.cast.drafter, reason="提前")
    at.round.refresh_from_db()
    return at.round


def handed_in(at: Scene) -> object:
    at.draft()
    return hand_in(at.invitation.pk, by=at.cast.officer)


def over(at: Scene) -> object:
    close(at)
    return silent(at)


def ended(at: Scene) -> object:
    return complete_round(at.round, by=at.cast.drafter)


STATES: dict[str, Callable[[Scene], object]] = {
    "未阅": lambda at: at.state(),
    "已阅": lambda at: mark_read(at.invitation.pk, by=at.cast.officer),
    "起草中": lambda at: at.draft(),
    "待审签": handed_in,
    "代录待复核": lambda at: at.enter(),
    "超期代录待复核": lambda at: (close(at), at.enter(late=LATE)),
    "待审签时代录待复核": lambda at: (
        note(at),
        hand_in(at.invitation.pk, by=at.cast.officer),
        at.enter(no_opinion=False),
    ),
    "待盖章": lambda at: release(at.invitation.pk, by=at.cast.head, no_opinion=True),
    "网上反馈": lambda at: (at.draft(), release(at.invitation.pk, by=at.cast.head)),
    "网上反馈无意见": lambda at: release(at.invitation.pk, by=at.cast.head, no_opinion=True),
    "代录反馈": lambda at: (note(at), at.confirm(at.enter(no_opinion=False))),
    "代录反馈无意见": lambda at: at.confirm(at.enter()),
    "电话反馈": lambda at: at.confirm(at.enter(**ORAL)),
    "超期补报": lambda at: (close(at), at.confirm(at.enter(late=LATE))),
    "盖章反馈": lambda at: (
        release(at.invitation.pk, by=at.cast.head, no_opinion=True),
        scan(at),
    ),
    "未反馈": over,
    "未反馈后补报": lambda at: (over(at), at.confirm(at.enter(late=LATE))),
    "办结后的无意见": lambda at: (
        release(at.invitation.pk, by=at.cast.head, no_opinion=True),
        ended(at),
    ),
    "办结后的未反馈": lambda at: (over(at), ended(at)),
    "办结后的未阅": lambda at: (close(at), ended(at)),
}
SEALED = ("待盖章", "盖章反馈")
ACTIONS: dict[str, Callable[[Scene], object]] = {
    "阅看": lambda at: mark_read(at.invitation.pk, by=at.cast.officer),
    "填写": lambda at: at.draft(),
    "附件": enclose,
    "删除": lambda at: delete_draft(Comment.objects.get().pk, by=at.cast.officer),
    "提交审签": lambda at: hand_in(at.invitation.pk, by=at.cast.officer),
    "退回": lambda at: send_back(at.invitation.pk, by=at.cast.head, reason="再写"),
    "审签": lambda at: release(at.invitation.pk, by=at.cast.head),
    "审签无意见": lambda at: release(at.invitation.pk, by=at.cast.head, no_opinion=True),
    "代录意见": note,
    "登记来函": letter,
    "代录": lambda at: (note(at), at.enter(no_opinion=False)),
    "代录无意见": lambda at: at.enter(),
    "补录": lambda at: (note(at), at.enter(no_opinion=False, late=LATE)),
    "补录无意见": lambda at: at.enter(late=LATE),
    "复核": lambda at: at.confirm(waiting(at)),
    "退回代录": lambda at: refuse_entry(waiting(at).pk, by=at.second(), reason="不符"),
    "撤回代录": lambda at: withdraw_entry(waiting(at).pk, by=at.cast.drafter),
    "盖章件": scan,
    "代传盖章件": lambda at: scan(at, staff=True),
    "登记未反馈": silent,
}
COMES = {
    "未阅": "阅看 read, 填写 drafting, 附件 unread, 审签无意见 released, 代录意见 drafting, "
    "登记来函 unread, 代录 to_confirm, 代录无意见 to_confirm, 补录 to_confirm, "
    "补录无意见 to_confirm",
    "已阅": "阅看 read, 填写 drafting, 附件 read, 审签无意见 released, 代录意见 drafting, "
    "登记来函 read, 代录 to_confirm, 代录无意见 to_confirm, 补录 to_confirm, "
    "补录无意见 to_confirm",
    "起草中": "阅看 drafting, 填写 drafting, 附件 drafting, 删除 drafting, 提交审签 to_release, "
    "审签 released, 代录意见 drafting, 登记来函 drafting",
    "待审签": "阅看 to_release, 提交审签 to_release, 退回 drafting, 审签 released, "
    "代录意见 to_release, 登记来函 to_release",
    "代录待复核": "阅看 to_confirm, 复核 released, 退回代录 unread, 撤回代录 unread",
    "超期代录待复核": "阅看 to_confirm, 复核 released, 退回代录 unread, 撤回代录 unread",
    "待审签时代录待复核": "阅看 to_confirm, 复核 released, 退回代录 to_release, "
    "撤回代录 to_release",
    "待盖章": "阅看 to_seal, 盖章件 released, 代传盖章件 to_seal",
    "网上反馈": "阅看 released",
    "网上反馈无意见": "阅看 released",
    "代录反馈": "阅看 released",
    "代录反馈无意见": "阅看 released",
    "电话反馈": "阅看 released",
    "超期补报": "阅看 released",
    "盖章反馈": "阅看 released",
    "未反馈": "阅看 no_reply, 代录意见 no_reply, 登记来函 no_reply, 补录 to_confirm, "
    "补录无意见 to_confirm",
    "未反馈后补报": "阅看 released",
    "办结后的无意见": "阅看 released",
    "办结后的未反馈": "阅看 no_reply",
    "办结后的未阅": "阅看 read",
}
"""What each action leads to in each state; what is not named is refused with a sentence."""


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def said(at: Scene) -> list[object]:
    """What was released, to the letter."""
    names = ("sha256", "no_opinion", "released_at", "receipt_number", "origin", "late", "enclosed")
    replies = Reply.objects.filter(invitation=at.invitation, released_at__isnull=False)
    texts = Comment.objects.filter(submitted_at__isnull=False).values_list("pk", "proposal")
    files = replies.values_list("attachments")
    return [*replies.values_list(*names), *texts, *files] if replies.exists() else []


def outcome(at: Scene, act: Callable[[Scene], object]) -> str:
    """The state that follows; what stood in the way where it is refused."""
    before = said(at)
    try:
        with transaction.atomic():
            act(at)
    except DomainError as error:
        return str(error)
    except ObjectDoesNotExist:
        return "没有这样的内容。"
    if before:
        assert said(at) == before
    return at.state()


def walked(at: Scene, actions: Iterable[str]) -> dict[str, str]:
    """What comes of each of the actions, tried one by one from where the reply is."""
    found = {}
    for name in actions:
        with undone():
            at.invitation.refresh_from_db()
            at.round.refresh_from_db()
            found[name] = outcome(at, ACTIONS[name])
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
def test_every_action_in_every_state(state: str) -> None:
    at = make_scene(needs_seal=state in SEALED)
    STATES[state](at)
    found = walked(at, ACTIONS)
    done = [f"{name} {told}" for name, told in found.items() if told in ReplyState.values]
    assert ", ".join(done) == COMES[state]
    refused = [told for told in found.values() if told not in ReplyState.values]
    assert [told for told in refused if not re.fullmatch(r"[^a-zA-Z]+。", told)] == []


GIVEN = "该单位的意见已经正式反馈，不能"
ENDED = "这一轮征求意见已经办结，不能再增加意见。"
SENTENCES = {
    "网上反馈": {
        "填写": f"{GIVEN}填写或修改意见。",
        "审签": f"{GIVEN}重复提交。",
        "审签无意见": f"{GIVEN}再反馈“无意见”。",
        "登记来函": f"{GIVEN}登记来函、反馈表或代录意见。",
        "补录": f"{GIVEN}登记来函、反馈表或代录意见。",
        "补录无意见": f"{GIVEN}作为超期补报录入。",
        "登记未反馈": "征求意见还没有截止，截止后才能登记为未反馈。",
    },
    "网上反馈无意见": {
        "补录": f"{GIVEN}登记来函、反馈表或代录意见。",
        "补录无意见": f"{GIVEN}作为超期补报录入。",
        "代录无意见": f"{GIVEN}代为反馈“无意见”。",
    },
    "超期补报": {
        "补录无意见": f"{GIVEN}作为超期补报录入。",
        "登记未反馈": f"{GIVEN}登记为未反馈。",
    },
    "待盖章": {"补录无意见": "该单位的意见已经正式反馈，只差盖章件，不能作为超期补报录入。"},
    "代录待复核": {"审签无意见": "代录的反馈正在等待复核，退回或撤回以前，不能再反馈“无意见”。"},
    "待审签": {"填写": "意见正在待负责人审签，不能填写或修改意见。"},
    "办结后的无意见": {"补录": ENDED, "补录无意见": ENDED, "登记来函": ENDED},
    "办结后的未反馈": {"补录": ENDED, "登记来函": ENDED},
    "办结后的未阅": {"登记未反馈": "这一轮征求意见已经办结，不能再登记为未反馈。"},
}


@pytest.mark.django_db
@pytest.mark.parametrize("state", SENTENCES)
def test_who_comes_too_late_reads_why(state: str) -> None:
    at = make_scene(needs_seal=state in SEALED)
    STATES[state](at)
    assert walked(at, SENTENCES[state]) == SENTENCES[state]


STEPS = {
    "read": "unread>read",
    "write": "unread>drafting read>drafting drafting>drafting no_reply>no_reply",
    "hand_in": "unread>to_release read>to_release drafting>to_release to_release>to_release",
    "send_back": "to_release>drafting",
    "release": "unread read drafting to_release no_reply > to_seal,released",
    "release_none": "unread read drafting to_release no_reply > to_seal,released",
    "note": "unread>drafting read>drafting drafting>drafting to_release>to_release "
    "no_reply>no_reply",
    "enter": "unread read drafting to_release no_reply > to_confirm",
    "enter_none": "unread read drafting to_release no_reply > to_confirm",
    "enter_late": "unread read drafting to_release no_reply > to_confirm",
    "confirm": "to_confirm>to_seal,released",
    "give_back": "to_confirm>unread,read,drafting,to_release,no_reply",
    "seal": "to_seal>to_seal,released",
    "silent": "unread read drafting to_release > no_reply",
}
"""Each step: from which states to which; where all lead to the same, these stand once."""


def test_the_table_of_steps() -> None:
    assert {step.value: _rows(step) for step in REPLY_STEPS} == {
        name: _read(row) for name, row in STEPS.items()
    }


def _rows(step: ReplyStep) -> dict[str, list[str]]:
    return {old.value: [one.value for one in new] for old, new in REPLY_STEPS[step].items()}


def _read(row: str) -> dict[str, list[str]]:
    if " > " in row:
        olds, news = row.split(" > ")
        return {old: news.split(",") for old in olds.split()}
    pairs = [pair.split(">") for pair in row.split()]
    return {old: new.split(",") for old, new in pairs}
