"""Ending a round: the collation is complete, the figures freeze."""

from __future__ import annotations

from django.db import transaction

from consultation.collation.queries import contradictory, unproved
from consultation.enums import OPEN_REPLY_STATES, Act, AssessmentState, Audience, ReplyState
from consultation.experts.seal import is_sealed
from consultation.models import Assessment, Invitation, Round
from consultation.permissions import closing_time, may_run_round
from consultation.rounds.figures import covering_figures
from consultation.rounds.quarantine import waiting
from consultation.rounds.rules import require_in_force
from plans.errors import NotAllowed, WrongState
from plans.models import User
from plans.system import clock
from plans.system.audit import record
from plans.system.clock import database_now
from plans.system.locking import locked


def complete_round(round_: Round, *, by: User) -> Round:
    """办结: nobody may still answer, every comment answered, every adopted one proved; the
    covering figures freeze."""
    with transaction.atomic():
        found = locked(Round.objects).select_related("plan").get(pk=round_.pk)
        if not may_run_round(by, found):
            raise NotAllowed("您没有办结这一轮征求意见的权限。")
        require_in_force(found)
        if found.completed_at is not None:
            raise WrongState("这一轮征求意见已经办结。")
        if is_sealed(found):
            raise WrongState("专家意见还没有启封，不能办结。")
        _require_all_closed(found)
        _require_none_waiting(found)
        _require_all_done(found)
        _require_groups_agree(found)
        found.figures = covering_figures(found)
        found.completed_at = clock.now()
        found.save(update_fields=["figures", "completed_at"])
        record(Act.ROUND_COMPLETE, found, by=by, plan=found.plan, new=found.figures)
    return found


def _require_all_closed(round_: Round) -> None:
    """Nobody may still answer: the public, or one asked whose window is open, also extended."""
    now = database_now()
    entered = round_.invitations.filter(state=ReplyState.TO_CONFIRM).count()
    if entered:
        raise WrongState(f"还有{entered}份代录的反馈等待复核，复核或退回后才能办结。")
    if round_.audience == Audience.PUBLIC and round_.closes_at > now:
        raise WrongState("公开征求意见还没有截止，不能办结。确需提前结束的，请先提前截止。")
    silent = (*OPEN_REPLY_STATES, ReplyState.NO_REPLY)
    asked = Invitation.objects.filter(round=round_, state__in=silent).select_related(
        "unit", "person"
    )
    awaited = [one for one in asked.order_by("id") if closing_time(round_, one) > now]
    if awaited:
        names = "、".join(map(str, awaited[:3]))
        raise WrongState(
            f"{names}{'等' if len(awaited) > 3 else ''}{len(awaited)}家还没有反馈，期限也没有截止，"
            "不能办结。确需提前结束的，请先提前截止。"
        )


def _require_none_waiting(round_: Round) -> None:
    """A completed round takes no opinion: what citizens sent in time is looked at before."""
    if held := waiting(round_).count():
        raise WrongState(f"还有{held}条待审的建言没有查看，不能办结。请先受理或者不予受理。")


def _require_all_done(round_: Round) -> None:
    open_ones = Assessment.objects.filter(round=round_, state=AssessmentState.OPEN).count()
    unchanged = unproved(round_).count()
    if open_ones or unchanged:
        raise WrongState(
            f"还有{open_ones}条意见没有处理、{unchanged}条采纳的意见没有落实到修改，不能办结。"
        )


def _require_groups_agree(round_: Round) -> None:
    """A confirmed group has one answer; one from before that rule may still have several."""
    for one in contradictory(round_)[:1]:
        numbers = one.members.order_by("number").values_list("number", flat=True)
        named = "、".join(f"{number:04d}" for number in numbers[:10])
        more = "等" if len(numbers) > 10 else ""
        raise WrongState(
            f"意见{named}{more}已归为一组，处理意见或者理由却不一致，不能办结。"
            "请在“相同意见归并”中统一整组的处理意见，或者撤销归并。"
        )
