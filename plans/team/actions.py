"""Assigning chapters, how far they are, margin notes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from plans.drafting.actions.revising import lock_plan, require_edit
from plans.enums import WRITING_TRANSITIONS, Act, ProvisionKind, WritingState
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Assignment, Note, Provision, User
from plans.permissions import LEAD_CHAPTER, WRITE_CHAPTER, grant, may_lead, may_read_draft, revoke
from plans.system import clock
from plans.system.audit import record
from plans.system.locking import locked
from plans.system.secrecy import refuse_secret


def assign_chapter(
    chapter: Provision, *, by: User, lead: User | None, writers: Iterable[User], due_on: date | None
) -> Assignment:
    """Set the chapter's lead writer 主笔, co-writers and due date; guardian's rights follow."""
    with transaction.atomic():
        lock_plan(chapter.plan_id)
        if chapter.kind != ProvisionKind.CHAPTER:
            raise InvalidInput("分工以章为单位。")
        if not may_lead(by, chapter):
            raise NotAllowed("您没有为这一章分工的权限。")
        assignment, _ = Assignment.objects.get_or_create(chapter=chapter)
        old = {"lead": assignment.lead_id, "due_on": str(assignment.due_on or "")}
        people = set(writers)
        _set_holders(chapter, LEAD_CHAPTER, {lead} if lead else set())
        _set_holders(chapter, WRITE_CHAPTER, people)
        assignment.lead, assignment.due_on = lead, due_on
        assignment.save(update_fields=["lead", "due_on"])
        new = {
            "lead": lead.pk if lead else None,
            "writers": sorted(user.pk for user in people),
            "due_on": str(due_on or ""),
        }
        record(Act.CHAPTER_ASSIGN, chapter, by=by, plan=chapter.plan, old=old, new=new)
    return assignment


def _set_holders(chapter: Provision, right: str, wanted: set[User]) -> None:
    holders = set(
        User.objects.filter(
            provisionuserobjectpermission__content_object=chapter,
            provisionuserobjectpermission__permission__codename=right,
        )
    )
    for user in holders - wanted:
        revoke(right, user, chapter)
    for user in wanted - holders:
        grant(right, user, chapter)


def change_writing_state(chapter: Provision, state: WritingState, *, by: User) -> Assignment:
    """The one writer of ``Assignment.state``; a writer may hand in, a lead may do the rest."""
    with transaction.atomic():
        lock_plan(chapter.plan_id)
        require_edit(by, chapter)
        assignment, _ = locked(Assignment.objects).get_or_create(chapter=chapter)
        old = WritingState(assignment.state)
        if state not in WRITING_TRANSITIONS[old]:
            raise WrongState(f"这一章现在是“{old.label}”，不能直接改为“{state.label}”。")
        if state == WritingState.UNIFIED and not may_lead(by, chapter):
            raise NotAllowed("由主笔或规划主持人确认统稿完成。")
        assignment.state = state
        assignment.save(update_fields=["state"])
        record(
            Act.CHAPTER_WRITING_STATE,
            chapter,
            by=by,
            plan=chapter.plan,
            old={"state": old},
            new={"state": state},
        )
    return assignment


def write_note(
    provision: Provision,
    *,
    by: User,
    body: str,
    quote: str = "",
    reply_to: Note | None = None,
    mentioned: Iterable[User] = (),
) -> Note:
    """Write a margin note 批注, or a reply to one of the same provision."""
    body = body.strip()
    refuse_secret(body, quote)
    if not body or len(body) > 2000:
        raise InvalidInput("批注应在1至2000字之间。")
    if not may_read_draft(by, provision.plan):
        raise NotAllowed("您没有在这里写批注的权限。")
    if reply_to is not None and reply_to.provision_id != provision.pk:
        raise InvalidInput("要回复的批注不在这一部分。")
    with transaction.atomic():
        note = Note.objects.create(
            provision=provision,
            author=by,
            body=body,
            quote=quote[:300],
            reply_to=(reply_to.reply_to or reply_to) if reply_to else None,
        )
        note.mentioned.set([user for user in mentioned if may_read_draft(user, provision.plan)])
        record(Act.NOTE_WRITE, note, by=by, plan=provision.plan, new={"provision": provision.pk})
    return note


def resolve_note(note: Note, *, by: User, resolved: bool = True) -> Note:
    """Mark a note settled, or open it again."""
    with transaction.atomic():
        note = locked(Note.objects).select_related("provision__plan").get(pk=note.pk)
        if not may_read_draft(by, note.provision.plan):
            raise NotAllowed("您没有处理这条批注的权限。")
        note.resolved_at = clock.now() if resolved else None
        note.resolved_by = by if resolved else None
        note.save(update_fields=["resolved_at", "resolved_by"])
        action = Act.NOTE_RESOLVE if resolved else Act.NOTE_REOPEN
        record(action, note, by=by, plan=note.provision.plan)
    return note
