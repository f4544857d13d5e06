"""待审的建言: letting in what waits, or throwing it away with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

from django.db import transaction

from consultation.enums import Act, CommentSource
from consultation.models import Comment, HeldSuggestion, PublicContact, Round
from consultation.permissions import may_run_round
from consultation.replies.actions.opinions import Opinion, fill_comment
from consultation.rounds.actions.invitations import require_running
from consultation.rounds.actions.rounds import lock_round
from consultation.rounds.quarantine import waiting
from consultation.suggestions.actions.receiving import put
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import User
from plans.system import clock
from plans.system.audit import record
from plans.system.locking import locked
from plans.system.secrecy import refuse_secret

REASON_MAX = 300
GONE = "选中的建言中，有的刚刚已由同事处理。请刷新页面后重试。"
KEPT = ("name", "phone", "speaker", "may_publish", "attachment", "query_code")
"""What goes along from what waited to the suggestion's contact."""


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
        told = {name: getattr(held, name) for name in KEPT}
        put(comment, PublicContact(**told), at=held.sent_at)
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
            held.phone = held.name = ""
            held.save(update_fields=["refusal", "refused_by", "refused_at", "phone", "name"])
            plan = held.round.plan
            record(Act.SUGGESTION_REFUSE, held, by=by, plan=plan, new={"reason": reason})
    return len(chosen)


def _opinion(held: HeldSuggestion) -> Opinion:
    return Opinion(**{one.name: getattr(held, one.name) for one in fields(Opinion)})


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
