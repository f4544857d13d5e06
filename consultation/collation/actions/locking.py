"""Locking what is to be treated: rows in one order, with the right and the round checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from consultation.enums import AssessmentState
from consultation.models import Assessment, Round
from consultation.permissions import may_run_round, may_treat
from consultation.rounds.rules import require_in_force
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import User
from plans.system.locking import locked

MANY = 1000
"""As many opinions as one step may treat."""


def lock_row(
    assessment_id: int, by: User, may: Callable[[User, Assessment], bool] = may_treat
) -> Assessment:
    """One row, locked, that this person may treat."""
    return lock_rows([assessment_id], by, may)[0]


def lock_rows(
    assessment_ids: Sequence[int],
    by: User,
    may: Callable[[User, Assessment], bool] = may_treat,
) -> list[Assessment]:
    """The rows by number, locked; NotAllowed or WrongState when one of them stands in the way."""
    rows = _locked_rows(assessment_ids, by, may)
    if any(row.round.completed_at is not None for row in rows):
        raise WrongState("这一轮征求意见已经办结，处理意见不能再改。")
    return rows


def lock_to_prove(assessment_id: int, by: User) -> Assessment:
    """One row, locked, whose proof this person may name: after 办结 only where it was lost."""
    (row,) = _locked_rows([assessment_id], by, may_treat)
    if row.round.completed_at is not None and row.state != AssessmentState.TO_PROVE:
        raise WrongState("这一轮征求意见已经办结，落实依据不能再改。")
    return row


def _locked_rows(
    assessment_ids: Sequence[int], by: User, may: Callable[[User, Assessment], bool]
) -> list[Assessment]:
    wanted = set(assessment_ids)
    if not wanted:
        raise InvalidInput("请先勾选意见。")
    if len(wanted) > MANY:
        raise InvalidInput(f"一次最多处理{MANY}条，请先缩小范围。没有改动任何一条。")
    _lock_rounds(wanted)
    rows = list(
        locked(Assessment.objects)
        .select_related("round__plan", "round__edition")
        .filter(pk__in=wanted)
        .order_by("number")
    )
    if len(rows) != len(wanted):
        raise WrongState("有的意见已不存在，请刷新后再试。没有改动任何一条。")
    _require_right(rows, by, may)
    for round_ in {row.round for row in rows}:
        require_in_force(round_)
    return rows


def _lock_rounds(assessment_ids: set[int]) -> None:
    """Rounds before rows: nothing is treated while its round is completed 办结, or after it."""
    rounds = Assessment.objects.filter(pk__in=assessment_ids).order_by().values("round")
    list(locked(Round.objects.filter(pk__in=rounds)).order_by("pk"))


def lock_as_manager(assessment_ids: Sequence[int], by: User) -> list[Assessment]:
    """The rows by number, locked, for who runs the round."""
    return lock_rows(assessment_ids, by, _runs)


def _runs(user: User, row: Assessment) -> bool:
    return may_run_round(user, row.round)


def _require_right(
    rows: list[Assessment], by: User, may: Callable[[User, Assessment], bool]
) -> None:
    rounds: dict[int, Round] = {}
    for row in rows:
        row.round = rounds.setdefault(row.round_id, row.round)
    refused = [f"{row.number:04d}" for row in rows if not may(by, row)]
    if refused:
        raise NotAllowed(f"您没有处理意见{'、'.join(refused[:20])}的权限。")
