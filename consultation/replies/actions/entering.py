"""What staff enter in a unit's name 代录, and the second person who makes it the unit's word."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from consultation.enums import Act, EntryKind, ReplyOrigin, ReplyState, ReplyStep
from consultation.models import Invitation, Reply, ReplyEntry
from consultation.permissions import (
    may_answer,
    may_confirm_entry,
    may_refuse_entry,
    may_run_round,
)
from consultation.replies.actions.replies import reply_of, require_said, seal_reply
from consultation.replies.enclosures import is_begun_by_unit
from consultation.rounds.actions.invitations import (
    lock_invitation,
    require_open,
    require_right,
    require_running,
    require_step,
    set_reply_state,
)
from plans.errors import InvalidInput, WrongState
from plans.models import Attachment, User
from plans.system import clock
from plans.system.actions.outbox import post
from plans.system.audit import record
from plans.system.clock import database_now
from plans.system.secrecy import refuse_secret
from plans.system.uploads import DOCX_TYPE, XLSX_TYPE

SCAN_TYPES = ("application/pdf", "image/png", "image/jpeg")
ORIGINAL_TYPES = (*SCAN_TYPES, DOCX_TYPE, XLSX_TYPE)
_DONE_BY_UNIT = "该单位已自行上传盖章件。"


@dataclass(frozen=True)
class Late:
    """Staff's word on why a reply is taken after the closing time."""

    reason: str


def enter_for_unit(
    invitation_id: int,
    *,
    by: User,
    origin: ReplyOrigin,
    no_opinion: bool,
    original: Attachment | None = None,
    account: str = "",
    late: Late | None = None,
    sealed: bool = False,
) -> ReplyEntry:
    """Staff enter a reply that came as form, letter or by word; it waits for a second person.

    It comes with its original (else, by word of mouth, with the ``account`` of who said it when);
    after closing only with a reason (逾期). ``sealed``: the original is the stamped scan itself.
    """
    refuse_secret(late.reason if late else "", account)
    with transaction.atomic():
        invitation = lock_invitation(invitation_id, with_round=True)
        require_right(may_run_round(by, invitation.round), "您没有代为录入意见的权限。")
        require_running(invitation.round)
        require_step(invitation, _step(no_opinion=no_opinion, late=late))
        _require_untouched(invitation)
        if late is not None and not late.reason.strip():
            raise InvalidInput("逾期接收须写明理由。")
        if late is None:
            require_open(invitation)
        reply = reply_of(invitation)
        drafted = reply.comments.exists()
        require_said(drafted=drafted, no_opinion=no_opinion)
        entry = ReplyEntry(
            reply=reply,
            kind=EntryKind.REPLY,
            made_by=by,
            origin=origin,
            no_opinion=no_opinion,
            original=original or reply.original,
            account=account.strip()[:300],
            sealed=sealed,
            late=late is not None,
            late_reason=late.reason.strip()[:200] if late else "",
            before=invitation.state,
            entered_at=database_now(),
        )
        _require_source(entry)
        entry.save()
        set_reply_state(invitation, ReplyState.TO_CONFIRM)
        _note_entered(entry, invitation)
    return entry


def add_sealed_scan(invitation_id: int, *, by: User, scan: Attachment) -> Reply:
    """The stamped reply 复函 is in: complete where the unit's own people bring it.

    Uploaded by staff for the unit it waits for a second person.
    """
    with transaction.atomic():
        invitation = lock_invitation(invitation_id)
        own = may_answer(by, invitation)
        require_right(own or may_run_round(by, invitation.round), "您不能为该单位上传盖章件。")
        require_step(invitation, ReplyStep.SEAL)
        if scan.content_type not in SCAN_TYPES:
            raise InvalidInput("盖章件应为PDF或图片（png、jpg）。")
        reply = reply_of(invitation)
        waiting = reply.entries.waiting().first()
        if own:
            if waiting is not None:
                _set_aside(waiting, by=by, reason=_DONE_BY_UNIT)
            _complete(reply, invitation, scan)
            new = {"scan": scan.sha256}
            record(Act.REPLY_SEAL, reply, by=by, plan=invitation.round.plan, new=new)
        elif waiting is not None:
            raise WrongState("同事已经上传盖章件，正在等待复核，不需要再传。")
        else:
            _note_entered(_scan_entry(reply, invitation, scan, by), invitation)
    return reply


def confirm_entry(entry_id: int, *, by: User) -> Reply:
    """复核: compared with the original, what was entered becomes the unit's word.

    Allowed after closing too, until the round is completed 办结: what was entered in time is in
    time.
    """
    with transaction.atomic():
        entry, invitation = _lock_entry(entry_id)
        require_right(
            may_confirm_entry(by, entry),
            "自己录入的须由另一人复核：由没有经办的主持人员或该单位负责人确认。",
        )
        entry.confirmed_by, entry.confirmed_at = by, clock.now()
        entry.save(update_fields=["confirmed_by", "confirmed_at"])
        reply = entry.reply
        if entry.kind == EntryKind.SCAN:
            assert entry.original is not None
            _complete(reply, invitation, entry.original)
        else:
            require_step(invitation, ReplyStep.CONFIRM)
            require_running(invitation.round)
            reply.origin, reply.original = ReplyOrigin(entry.origin), entry.original
            reply.no_opinion = entry.no_opinion
            reply.handed_in_by, reply.handed_in_at = entry.made_by, entry.entered_at
            reply.late, reply.late_reason = entry.late, entry.late_reason
            reply.sealed_scan = entry.original if entry.sealed else None
            seal_reply(reply, invitation, by=by, at=database_now())
        new = {"entry": entry.pk, "kind": entry.kind, "made_by": entry.made_by_id}
        record(Act.REPLY_CONFIRM, reply, by=by, plan=invitation.round.plan, new=new)
    return reply


def refuse_entry(entry_id: int, *, by: User, reason: str) -> ReplyEntry:
    """The second person, or the one in whose name it was entered, does not let it count.

    The drafts stay, the state of the reply is what it was before.
    """
    if not reason.strip():
        raise InvalidInput("请写明退回的理由。")
    refuse_secret(reason)
    with transaction.atomic():
        entry, invitation = _lock_entry(entry_id)
        require_right(
            may_refuse_entry(by, entry), "只有复核的人员或该单位负责人可以退回；自己录入的请撤回。"
        )
        _give_back(entry, invitation, by=by, reason=reason.strip())
        new = {"entry": entry.pk, "reason": entry.set_aside_reason}
        record(Act.REPLY_REFUSE, entry.reply, by=by, plan=invitation.round.plan, new=new)
    return entry


def withdraw_entry(entry_id: int, *, by: User) -> ReplyEntry:
    """Who entered it takes it back, while nobody has confirmed it."""
    with transaction.atomic():
        entry, invitation = _lock_entry(entry_id)
        require_right(entry.made_by_id == by.pk, "只有录入的人可以撤回；其他人员请退回。")
        _give_back(entry, invitation, by=by, reason="录入的人撤回。")
        new = {"entry": entry.pk}
        record(Act.REPLY_WITHDRAW, entry.reply, by=by, plan=invitation.round.plan, new=new)
    return entry


def _step(*, no_opinion: bool, late: Late | None) -> ReplyStep:
    if late is not None:
        return ReplyStep.ENTER_LATE
    return ReplyStep.ENTER_NONE if no_opinion else ReplyStep.ENTER


def _lock_entry(entry_id: int) -> tuple[ReplyEntry, Invitation]:
    """The entry under its invitation's and round's lock; WrongState when it waits no longer."""
    asked = ReplyEntry.objects.values_list("reply__invitation", flat=True).get(pk=entry_id)
    invitation = lock_invitation(asked, with_round=True)
    entry = ReplyEntry.objects.select_related("reply", "original", "made_by").get(pk=entry_id)
    entry.reply.invitation = invitation
    if not entry.waits:
        raise WrongState("这份录入已经复核、退回或撤回，请刷新页面查看。")
    return entry, invitation


def _give_back(entry: ReplyEntry, invitation: Invitation, *, by: User, reason: str) -> None:
    _set_aside(entry, by=by, reason=reason)
    if entry.kind == EntryKind.REPLY:
        require_step(invitation, ReplyStep.GIVE_BACK)
        back = ReplyState(entry.before)
        if back == ReplyState.UNREAD and invitation.read_at is not None:
            back = ReplyState.READ
        set_reply_state(invitation, back)


def _set_aside(entry: ReplyEntry, *, by: User, reason: str) -> None:
    entry.set_aside_by, entry.set_aside_at = by, clock.now()
    entry.set_aside_reason = reason[:300]
    entry.save(update_fields=["set_aside_by", "set_aside_at", "set_aside_reason"])


def _complete(reply: Reply, invitation: Invitation, scan: Attachment) -> None:
    reply.sealed_scan = scan
    reply.save(update_fields=["sealed_scan"])
    set_reply_state(invitation, ReplyState.RELEASED)


def _scan_entry(reply: Reply, invitation: Invitation, scan: Attachment, by: User) -> ReplyEntry:
    return ReplyEntry.objects.create(
        reply=reply,
        kind=EntryKind.SCAN,
        made_by=by,
        original=scan,
        sealed=True,
        before=invitation.state,
        entered_at=database_now(),
    )


def _note_entered(entry: ReplyEntry, invitation: Invitation) -> None:
    assert entry.made_by is not None
    original = entry.original.sha256 if entry.original else ""
    new = {"entry": entry.pk, "kind": entry.kind, "origin": entry.origin, "original": original}
    plan = invitation.round.plan
    record(Act.REPLY_ENTER, entry.reply, by=entry.made_by, plan=plan, new=new)
    if invitation.unit is not None and invitation.unit.email:
        _tell_unit(invitation, invitation.unit.email)


def _tell_unit(invitation: Invitation, to: str) -> None:
    """A unit without accounts learns it too: by mail, whoever reads the portal."""
    round_ = invitation.round
    post(
        to,
        f"以贵单位名义录入的反馈：{round_.name}",
        f"{invitation}：\n\n组织单位收到并录入了以贵单位名义对“{round_.name}”的反馈（或其盖章件），"
        "将由另一人对照原件复核后生效。内容不属实的，请尽快由单位负责人在页面上退回，或联系"
        f"{round_.contact or '组织单位'}。\n\n"
        f"{settings.PUBLIC_URL}{reverse('invitation', args=[invitation.pk])}\n",
        about=f"invitation:{invitation.pk}",
    )


def _require_source(entry: ReplyEntry) -> None:
    """The second person compares with something: the original, or who said it when and how."""
    original = entry.original
    if entry.origin == ReplyOrigin.ORAL:
        if not entry.account:
            raise InvalidInput("电话或口头反馈的，请写明是谁、何时、怎样反馈的。")
    elif original is None:
        raise InvalidInput("请上传来函或反馈表的原件，供另一人对照复核。")
    if original is not None:
        require_original(original)
    if entry.sealed and (original is None or original.content_type not in SCAN_TYPES):
        raise InvalidInput("盖章件应为PDF或图片（png、jpg）。")


def require_original(file: Attachment) -> None:
    """A file that anybody can type is no original; the kind is judged by its content."""
    if file.content_type not in ORIGINAL_TYPES:
        raise InvalidInput("原件应为扫描件（PDF、png、jpg）、Word（docx）或Excel（xlsx）。")


def _require_untouched(invitation: Invitation) -> None:
    """Staff enter for a unit what staff drafted; what its own people began is theirs."""
    if is_begun_by_unit(invitation):
        raise WrongState(
            f"{invitation}已在网上填写意见或上传附件，还没有审签，不能代为正式反馈。请该单位自行审签，"
            "或由其删除草稿和附件后再录入；已截止的，可先为其延期。"
        )
