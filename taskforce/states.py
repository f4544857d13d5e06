"""The one writer of each state field of stages and gates, behind the lock of their timeline."""

from __future__ import annotations

from plans.errors import WrongState
from plans.system import clock
from plans.system.locking import locked
from taskforce.enums import GATE_TRANSITIONS, STAGE_TRANSITIONS, GateState, StageState
from taskforce.models import Gate, Stage, Timeline


def lock_timeline(**of: int) -> Timeline:
    """The timeline, locked before any of its stages, steps, gates and packages.

    What one of them decides by is the state of others: two who act on two steps, or on a gate
    and the dates, wait for each other here. ``of``: ``pk``, or which of its rows it is.
    """
    return locked(Timeline.objects).select_related("plan").get(**of)


def set_gate_state(gate: Gate, state: GateState) -> None:
    """Move a gate; WrongState when GATE_TRANSITIONS has no such step."""
    old = GateState(gate.state)
    if state not in GATE_TRANSITIONS[old]:
        raise WrongState(f"“{gate}”现在是“{old.label}”，不能改为“{state.label}”。")
    gate.state = state
    gate.save(update_fields=["state"])


def set_stage_state(stage: Stage, state: StageState) -> None:
    """Move a stage; WrongState when STAGE_TRANSITIONS has no such step."""
    old = StageState(stage.state)
    if state not in STAGE_TRANSITIONS[old]:
        raise WrongState(f"“{stage}”现在是“{old.label}”，不能改为“{state.label}”。")
    stage.state = state
    stage.ended_at = clock.now() if state == StageState.ENDED else None
    stage.save(update_fields=["state", "ended_at"])
