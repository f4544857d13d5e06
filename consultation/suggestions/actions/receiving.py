"""Taking a citizen's suggestion (建言献策), at once or after staff have looked at it."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from consultation.enums import Act, Audience, CommentSource, Doubt
from consultation.models import Comment, HeldSuggestion, PublicContact, Round, SpentProof
from consultation.passages.personal import UNNAMED, masked
from consultation.permissions import is_open
from consultation.replies.actions.opinions import (
    Opinion,
    check_opinion,
    fill_comment,
    fitted,
    key_of,
    require_place,
)
from consultation.replies.actions.submission import submit_comments
from consultation.rounds.actions.invitations import require_running
from consultation.rounds.actions.rounds import lock_round
from consultation.rounds.quarantine import held_with, is_said_already
from consultation.suggestions.proof import Proof
from plans.errors import NotAllowed, WrongState
from plans.models import Attachment, User
from plans.system import clock
from plans.system.actions.outbox import PLACE, post
from plans.system.audit import record
from plans.system.clock import database_now
from plans.system.secrecy import refuse_secret


@dataclass(frozen=True)
class Citizen:
    """Who makes a suggestion, as far as they say, and what they agree to: that the name is shown
    (``named``), that the words are published."""

    name: str = ""
    phone: str = ""
    speaker: str = ""
    named: bool = False
    may_publish: bool = False


def receive_suggestion(
    round_: Round,
    opinion: Opinion,
    citizen: Citizen,
    *,
    by: User,
    key: uuid.UUID,
    doubts: Collection[Doubt] = (),
    proof: Proof | None = None,
    attachment: Attachment | None = None,
    mail_to: str = "",
) -> str:
    """What a citizen's page sends: taken at once, or held 待审 where there is a doubt.

    Gives the query code, which is mailed once to ``mail_to``; that address is not kept with the
    suggestion. A proof counts once: it is spent in the transaction that takes what it was made
    for. The same ``key`` again gives the same code, spends nothing and mails nothing.
    """
    _check(opinion, citizen)
    opinion = _masked(opinion, citizen)
    with transaction.atomic():
        round_, now = _lock_open(round_.pk)
        if known := code_of(round_, key, by=by):
            return known
        if found := [*doubts, *_further_doubts(round_, opinion, proof)]:
            held = _hold(round_, opinion, citizen, found, by=by, key=key, at=now, file=attachment)
            code = held.query_code
        else:
            made = submit_suggestion(
                round_, opinion, citizen, by=by, key=key, attachment=attachment
            )
            code = made.contact.query_code
        _mail_code(round_, code, mail_to)
    return code


def submit_suggestion(
    round_: Round,
    opinion: Opinion,
    citizen: Citizen,
    *,
    by: User,
    key: uuid.UUID,
    attachment: Attachment | None = None,
) -> Comment:
    """A citizen's suggestion 建言献策 in a public round, submitted at once; no account needed.

    ``by`` is the signed-in visitor or the user ``system``; their same ``key`` again gives the same
    suggestion. The comment's query code opens what became of it. What tells who a person is goes
    out of the words before they are kept.
    """
    _check(opinion, citizen)
    with transaction.atomic():
        round_, now = _lock_open(round_.pk)
        own_key = _own_key(key, round_, by)
        known = Comment.objects.filter(key=own_key).first()
        if known is not None:
            return known
        comment = Comment(
            round=round_, key=own_key, source=CommentSource.PUBLIC, author_name=_shown(citizen)
        )
        fill_comment(comment, _masked(opinion, citizen))
        contact = PublicContact(query_code=_new_code(), attachment=attachment, **_kept_of(citizen))
        put(comment, contact, at=now)
        record(
            Act.COMMENT_SUGGEST, comment, by=by, plan=round_.plan, new={"number": comment.number}
        )
    return comment


def code_of(round_: Round, key: uuid.UUID, *, by: User) -> str:
    """The query code of what the same page has sent before; empty where it has sent nothing."""
    own_key = _own_key(key, round_, by)
    held = held_with(own_key)
    if held is not None:
        return held.query_code
    sent = PublicContact.objects.filter(comment__key=own_key).first()
    return sent.query_code if sent is not None else ""


def put(comment: Comment, contact: PublicContact, *, at: datetime) -> None:
    """The comment with what it brings, numbered; the caller holds the round's row."""
    comment.save()
    contact.comment = comment
    contact.save()
    submit_comments(comment.round, [comment], at=at)


def _check(opinion: Opinion, citizen: Citizen) -> None:
    check_opinion(opinion)
    refuse_secret(citizen.name, citizen.phone)


def _lock_open(round_id: int) -> tuple[Round, datetime]:
    """The locked round with the moment at which it was open: the stamp of what is taken by it."""
    round_, now = lock_round(round_id), database_now()
    if round_.audience != Audience.PUBLIC:
        raise NotAllowed("这次征求意见不面向公众。")
    require_running(round_)
    if not is_open(round_, now):
        raise WrongState("公开征求意见不在期限内，现在不能提交。")
    return round_, now


def _own_key(key: uuid.UUID, round_: Round, by: User) -> uuid.UUID:
    return key_of(key, f"public:{round_.pk}:{by.pk}")


def _new_code() -> str:
    return secrets.token_hex(5).upper()


def _shown(citizen: Citizen) -> str:
    """The name that everybody may read: only of who agrees to it."""
    return (citizen.name.strip()[:120] if citizen.named else "") or UNNAMED


def _kept_of(citizen: Citizen) -> dict[str, Any]:
    return {
        "name": citizen.name.strip()[:120],
        "phone": citizen.phone[:40],
        "speaker": citizen.speaker,
        "may_publish": citizen.may_publish,
    }


def _masked(opinion: Opinion, citizen: Citizen) -> Opinion:
    """Without what tells who a person is; words quoted from the text itself stay as they are."""
    name = "" if citizen.named else citizen.name
    return replace(
        opinion,
        proposal=masked(opinion.proposal, name),
        reason=masked(opinion.reason, name),
        quote=opinion.quote if opinion.start is not None else masked(opinion.quote, name),
    )


def _mail_code(round_: Round, code: str, mail_to: str) -> None:
    """The one mail that a suggestion causes: nothing that its sender typed stands in it."""
    body = (
        f"您好！“{round_.edition.title}”征求意见期间收到一条建议，提交时留下了本邮箱。\n\n"
        f"查询码：{PLACE}\n"
        f"查询地址：{settings.PUBLIC_URL}{reverse('find_suggestion')}\n\n"
        "打开查询地址，输入查询码，可以看到建议是否受理和处理情况。"
        "这是唯一一封邮件，系统没有保存本邮箱。如果不是您本人提交的，请不必理会。"
    )
    post(mail_to, "建议已收到：查询码", body, secret=code, hides_address=True)


def _further_doubts(round_: Round, opinion: Opinion, proof: Proof | None) -> list[Doubt]:
    """What only the round's lock lets one see: a proof used before, words said before."""
    found = []
    if settings.PROOF_BITS and not (proof and _spend(proof)):
        found.append(Doubt.NO_PROOF)
    if is_said_already(round_, opinion.proposal, opinion.reason):
        found.append(Doubt.SAME_TEXT)
    return found


def _spend(proof: Proof) -> bool:
    """Use a proof up; False where it was used before. Those that have expired are forgotten."""
    SpentProof.objects.filter(expires_at__lt=clock.database_now()).delete()
    _, new = SpentProof.objects.get_or_create(
        digest=proof.digest, defaults={"expires_at": proof.expires_at}
    )
    return new


def _hold(
    round_: Round,
    opinion: Opinion,
    citizen: Citizen,
    doubts: Collection[Doubt],
    *,
    by: User,
    key: uuid.UUID,
    at: datetime,
    file: Attachment | None,
) -> HeldSuggestion:
    require_place(round_, opinion)
    held = HeldSuggestion.objects.create(
        round=round_,
        key=_own_key(key, round_, by),
        query_code=_new_code(),
        author_name=_shown(citizen),
        doubts=list(doubts),
        attachment=file,
        sent_at=at,
        **_kept_of(citizen),
        **(vars(opinion) | fitted(opinion)),
    )
    record(Act.SUGGESTION_HOLD, held, by=by, plan=round_.plan, new={"doubts": list(doubts)})
    return held
