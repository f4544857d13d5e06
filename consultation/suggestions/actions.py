"""Taking a citizen's suggestion (建言献策), at once or after staff have looked at it."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime

from django.conf import settings
from django.db import transaction

from consultation.enums import Act, Audience, CommentSource, Doubt
from consultation.models import Comment, HeldSuggestion, PublicContact, Round, SpentProof
from consultation.permissions import is_open, may_run_round
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
from consultation.rounds.quarantine import held_with, is_said_already, waiting
from consultation.suggestions.proof import Proof
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import User
from plans.system import clock
from plans.system.audit import record
from plans.system.clock import database_now
from plans.system.locking import locked
from plans.system.secrecy import refuse_secret

REASON_MAX = 300
GONE = "选中的建言中，有的刚刚已由同事处理。请刷新页面后重试。"


@dataclass(frozen=True)
class Citizen:
    """Who makes a suggestion, as far as they say."""

    name: str = ""
    phone: str = ""
    email: str = ""


def receive_suggestion(
    round_: Round,
    opinion: Opinion,
    citizen: Citizen,
    *,
    by: User,
    key: uuid.UUID,
    doubts: Collection[Doubt] = (),
    proof: Proof | None = None,
) -> str:
    """What a citizen's page sends: taken at once, or held 待审 where there is a doubt.

    Gives the query code. A proof counts once: it is spent in the transaction that takes what it
    was made for. The same ``key`` again gives the same code and spends nothing.
    """
    _check(opinion, citizen)
    with transaction.atomic():
        round_, now = _lock_open(round_.pk)
        own_key = _own_key(key, round_, by)
        held = held_with(own_key)
        if held is None and not Comment.objects.filter(key=own_key).exists():
            found = [*doubts, *_further_doubts(round_, opinion, proof)]
            if found:
                held = _hold(round_, opinion, citizen, found, by=by, key=own_key, at=now)
        if held is not None:
            return held.query_code
        told = vars(citizen)
        return submit_suggestion(round_, opinion, by=by, key=key, **told).contact.query_code


def submit_suggestion(
    round_: Round,
    opinion: Opinion,
    *,
    by: User,
    key: uuid.UUID,
    name: str,
    phone: str = "",
    email: str = "",
) -> Comment:
    """A citizen's suggestion 建言献策 in a public round, submitted at once; no account needed.

    ``by`` is the signed-in visitor or the user ``system``; their same ``key`` again gives the same
    suggestion. The comment's query code opens what
    became of it.
    """
    citizen = Citizen(name, phone, email)
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
        fill_comment(comment, opinion)
        _put(comment, citizen, _new_code(), at=now)
        record(
            Act.COMMENT_SUGGEST, comment, by=by, plan=round_.plan, new={"number": comment.number}
        )
    return comment


def let_in(held_id: int, *, by: User) -> Comment:
    """受理: what waited becomes a numbered suggestion, sent when the citizen sent it."""
    with transaction.atomic():
        held = _lock_waiting(held_id, by=by)
        require_running(held.round)
        comment = Comment(
            round=held.round,
            key=held.key,
            source=CommentSource.PUBLIC,
            author_name=held.author_name,
            written_at=held.sent_at,
        )
        fill_comment(comment, _opinion(held))
        record(Act.SUGGESTION_LET_IN, held, by=by, plan=held.round.plan)
        held.delete()
        citizen = Citizen(held.author_name, held.phone, held.email)
        _put(comment, citizen, held.query_code, at=held.sent_at)
    return comment


def refuse_held(held_ids: Iterable[int], *, by: User, reason: str) -> int:
    """不受理, all for the same reason, which the log keeps and each citizen reads; how many."""
    reason = reason.strip()
    if not reason:
        raise InvalidInput("请写明不受理的理由。提出人凭查询码可以看到。")
    if len(reason) > REASON_MAX:
        raise InvalidInput(f"理由不能超过{REASON_MAX}字。")
    refuse_secret(reason)
    chosen = sorted(set(held_ids))
    if not chosen:
        raise InvalidInput("请先选择要处理的建言。")
    with transaction.atomic():
        rounds = HeldSuggestion.objects.filter(pk__in=chosen).values("round")
        list(locked(Round.objects.filter(pk__in=rounds)).order_by("pk"))
        for held_id in chosen:
            held = _lock_waiting(held_id, by=by)
            held.refusal, held.refused_by, held.refused_at = reason, by, clock.now()
            held.phone = held.email = ""
            held.save(update_fields=["refusal", "refused_by", "refused_at", "phone", "email"])
            plan = held.round.plan
            record(Act.SUGGESTION_REFUSE, held, by=by, plan=plan, new={"reason": reason})
    return len(chosen)


def _check(opinion: Opinion, citizen: Citizen) -> None:
    check_opinion(opinion)
    refuse_secret(citizen.name, citizen.phone, citizen.email)


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
    return citizen.name.strip()[:120] or "未署名公众"


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
    SpentProof.objects.filter(expires_at__lt=clock.now()).delete()
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
) -> HeldSuggestion:
    require_place(round_, opinion)
    held = HeldSuggestion.objects.create(
        round=round_,
        key=key,
        query_code=_new_code(),
        author_name=_shown(citizen),
        phone=citizen.phone[:40],
        email=citizen.email,
        doubts=list(doubts),
        sent_at=at,
        **(vars(opinion) | fitted(opinion)),
    )
    record(Act.SUGGESTION_HOLD, held, by=by, plan=round_.plan, new={"doubts": list(doubts)})
    return held


def _opinion(held: HeldSuggestion) -> Opinion:
    return Opinion(**{one.name: getattr(held, one.name) for one in fields(Opinion)})


def _put(comment: Comment, citizen: Citizen, code: str, *, at: datetime) -> None:
    """The comment with its contact, numbered; the caller holds the round's row."""
    comment.save()
    PublicContact.objects.create(
        comment=comment, phone=citizen.phone[:40], email=citizen.email, query_code=code
    )
    submit_comments(comment.round, [comment], at=at)


def _lock_waiting(held_id: int, *, by: User) -> HeldSuggestion:
    """What waits, under its round's lock; for who runs the round."""
    found = HeldSuggestion.objects.filter(pk=held_id).values_list("round", flat=True).first()
    if found is None:
        raise WrongState(GONE)
    round_ = lock_round(found)
    if not may_run_round(by, round_):
        raise NotAllowed("您没有处理这一轮建言的权限。")
    held = waiting(round_).filter(pk=held_id).first()
    if held is None:
        raise WrongState(GONE)
    held.round = round_
    return held
