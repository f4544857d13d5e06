"""Letters in free text 来函: registered, split into opinions, entered as the unit's reply."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from consultation.enums import Act, ReplyOrigin, ReplyStep
from consultation.incoming.letter_text import LONGEST, Span, check_spans, tidy
from consultation.models import Comment, IncomingLetter, Invitation, LetterPassage, ReplyEntry
from consultation.permissions import may_run_round
from consultation.replies.actions.entering import Late, enter_for_unit, require_original
from consultation.replies.actions.opinions import Opinion, draft_comment
from consultation.rounds.actions.invitations import (
    lock_invitation,
    require_running,
    require_step,
)
from plans.errors import InvalidInput, NotAllowed, StaleVersion, WrongState
from plans.models import Attachment, User
from plans.system.audit import record
from plans.system.secrecy import refuse_secret


@dataclass(frozen=True)
class LetterTerms:
    """What staff note of a letter: 收文号, its date, its words."""

    receipt_number: str
    dated: date
    text: str


def enter_letter(
    invitation_id: int, terms: LetterTerms, original: Attachment, *, by: User
) -> IncomingLetter:
    """Register a letter of an invited unit with the file as it came."""
    terms = _checked(terms)
    require_original(original)
    with transaction.atomic():
        invitation = _lock(invitation_id, by)
        if invitation.letters.filter(receipt_number=terms.receipt_number).exists():
            raise InvalidInput(f"收文号“{terms.receipt_number}”的来函已经登记。")
        letter = IncomingLetter.objects.create(
            invitation=invitation,
            receipt_number=terms.receipt_number,
            dated=terms.dated,
            text=terms.text,
            original=original,
            entered_by=by,
        )
        new = {"receipt": terms.receipt_number, "file": original.sha256}
        record(Act.LETTER_ENTER, letter, by=by, plan=invitation.round.plan, new=new)
    return letter


def change_letter(
    letter_id: int, terms: LetterTerms, *, by: User, expected_version: int
) -> IncomingLetter:
    """Correct number, date or words; the words only while no passage is marked in them."""
    terms = _checked(terms)
    with transaction.atomic():
        letter = _lock_letter(letter_id, by)
        if letter.version != expected_version:
            raise StaleVersion(
                "同事刚刚修改了这份来函的登记，本次没有保存。", current_version=letter.version
            )
        if letter.text != terms.text and letter.passages.exists():
            raise WrongState("已从来函中划出意见，来函文字不能再改。请先删除划出的意见。")
        same = letter.invitation.letters.filter(receipt_number=terms.receipt_number)
        if same.exclude(pk=letter.pk).exists():
            raise InvalidInput(f"收文号“{terms.receipt_number}”的来函已经登记。")
        old = {"receipt": letter.receipt_number, "dated": letter.dated.isoformat()}
        letter.receipt_number, letter.dated = terms.receipt_number, terms.dated
        letter.text, letter.version = terms.text, letter.version + 1
        letter.save()
        new = {"receipt": letter.receipt_number, "dated": letter.dated.isoformat()}
        plan = letter.invitation.round.plan
        record(Act.LETTER_CHANGE, letter, by=by, plan=plan, old=old, new=new)
    return letter


def drop_letter(letter_id: int, *, by: User) -> None:
    """Take back a letter that was registered by mistake; not once opinions were taken from it."""
    with transaction.atomic():
        letter = _lock_letter(letter_id, by)
        if letter.passages.exists():
            raise WrongState("已从来函中划出意见，不能删除登记。请先删除划出的意见。")
        old = {"receipt": letter.receipt_number}
        record(Act.LETTER_DROP, letter, by=by, plan=letter.invitation.round.plan, old=old)
        letter.delete()


def take_passages(
    letter_id: int, spans: Sequence[Span], opinion: Opinion, *, by: User, key: uuid.UUID
) -> Comment:
    """One opinion out of one or several passages; the same ``key`` again changes nothing."""
    with transaction.atomic():
        letter = _lock_letter(letter_id, by)
        wanted = check_spans(letter.text, spans)
        comment = draft_comment(letter.invitation_id, opinion, by=by, key=key, for_unit=True)
        if not comment.passages.exists():
            LetterPassage.objects.bulk_create(
                LetterPassage(letter=letter, comment=comment, start=start, end=end)
                for start, end in wanted
            )
            new = {"letter": letter.pk, "passages": wanted}
            record(Act.LETTER_TAKE, comment, by=by, plan=letter.invitation.round.plan, new=new)
    return comment


def release_letter(
    letter_id: int,
    *,
    by: User,
    no_opinion: bool = False,
    late: Late | None = None,
    sealed: bool = False,
) -> ReplyEntry:
    """The letter's opinions are entered as the unit's reply, with its file as the original.

    ``sealed``: the file is the stamped scan itself; the reply does not wait for another.
    """
    with transaction.atomic():
        letter = _lock_letter(letter_id, by)
        return enter_for_unit(
            letter.invitation_id,
            by=by,
            origin=ReplyOrigin.LETTER,
            no_opinion=no_opinion,
            original=letter.original,
            late=late,
            sealed=sealed,
        )


def _lock(invitation_id: int, by: User) -> Invitation:
    invitation = lock_invitation(invitation_id, with_round=True)
    if not may_run_round(by, invitation.round):
        raise NotAllowed("您没有代为录入意见的权限。")
    require_running(invitation.round)
    require_step(invitation, ReplyStep.NOTE)
    return invitation


def _lock_letter(letter_id: int, by: User) -> IncomingLetter:
    """The letter under its invitation's lock (invitation before letter, as everywhere)."""
    invitation = _lock(IncomingLetter.objects.get(pk=letter_id).invitation_id, by)
    letter = IncomingLetter.objects.select_related("original").get(pk=letter_id)
    letter.invitation = invitation
    return letter


def _checked(terms: LetterTerms) -> LetterTerms:
    number, text = terms.receipt_number.strip(), tidy(terms.text)
    refuse_secret(number, text)
    if not number:
        raise InvalidInput("请填写收文号。")
    if not text:
        raise InvalidInput("请填写来函文字。")
    if len(text) > LONGEST:
        raise InvalidInput(f"来函文字不能超过{LONGEST}字，请分成几份登记。")
    return LetterTerms(number[:60], terms.dated, text)
