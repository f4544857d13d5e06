"""What follows from an opinion or a record that ends the matter: the one place that says so.

The action itself is done, what it changed is put into words, and unless exactly these words were
seen before, ``AskFirst`` takes all of it back and they are shown. So the page can promise nothing
else than what the action does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from plans.enums import Phase
from plans.errors import WrongState
from plans.models import Plan
from taskforce.enums import GateState, Outcome, StageState
from taskforce.models import Decision, Gate, Stage

ENDS = {
    Outcome.PASSED: "通过",
    Outcome.PASSED_WITH_OPINIONS: "原则通过",
    Outcome.DEFERRED: "暂缓",
    Outcome.RETURNED: "退回",
}


@dataclass(frozen=True)
class Position:
    """Where a process stands: its stages by number, the plan's phase, whether the gate is
    contested."""

    stages: tuple[tuple[int, StageState], ...]
    phase: Phase
    contested: bool


@dataclass(frozen=True)
class Consequences:
    """What will be, in sentences; ``seen`` is how a page says that they were read."""

    headline: str
    sentences: tuple[str, ...]
    passes: bool

    @property
    def seen(self) -> str:
        """Stands for exactly these words."""
        text = "\n".join((self.headline, *self.sentences))
        return hashlib.sha256(text.encode()).hexdigest()[:32]


class AskFirst(WrongState):
    """The matter would end, and what follows was not seen as it is now."""

    def __init__(self, consequences: Consequences, *, changed: bool) -> None:
        super().__init__(f"{consequences.headline}。请看清所列的后果，再次确认。")
        self.consequences = consequences
        self.changed = changed


def position_of(gate: Gate) -> Position:
    """Where the gate's process stands now, read anew."""
    timeline = gate.stage.timeline
    stages = Stage.objects.filter(timeline=timeline).values_list("number", "state")
    phase = Plan.objects.values_list("phase", flat=True).get(pk=timeline.plan_id)
    contested = Gate.objects.filter(pk=gate.pk, contested_at__isnull=False).exists()
    return Position(tuple((n, StageState(state)) for n, state in stages), Phase(phase), contested)


def require_seen(decision: Decision, before: Position, *, said: str, seen: str | None) -> None:
    """AskFirst unless what the decision has changed was seen; None is who has no page to see it.

    Called at the end of the transaction that decided, which the refusal takes back.
    """
    found = _consequences(decision, before, said)
    if seen is not None and seen != found.seen:
        raise AskFirst(found, changed=bool(seen))


def _consequences(decision: Decision, before: Position, said: str) -> Consequences:
    gate = Gate.objects.select_related("stage__timeline").get(pk=decision.package.gate_id)
    after = position_of(gate)
    sentences = (
        *_result(decision, gate),
        *_stages(gate, before, after),
        *_next_gate(gate),
        *_plan(before, after),
        *(["原来的结果有争议，争议随之终结。"] if before.contested > after.contested else []),
    )
    outcome = Outcome(decision.outcome)
    passes = outcome in (Outcome.PASSED, Outcome.PASSED_WITH_OPINIONS)
    return Consequences(f"您的{said}将使本节点{ENDS[outcome]}", sentences, passes)


def _result(decision: Decision, gate: Gate) -> Iterator[str]:
    items = list(decision.items.all())
    reason = f"，理由：{decision.reason}" if decision.reason and not items else ""
    yield f"“{gate}”的结果为“{decision.get_outcome_display()}”{reason.rstrip('。')}。"
    if items:
        listed = "；".join(f"{one.number}. {one.text.rstrip('。；')}" for one in items)
        yield f"须落实的审议意见{len(items)}条：{listed}。全部落实后，这一节点才算通过。"


def _stages(gate: Gate, before: Position, after: Position) -> Iterator[str]:
    titles = dict(Stage.objects.filter(timeline=gate.stage.timeline).values_list("number", "title"))
    words = {
        (StageState.DECIDING, StageState.ENDED): "结束",
        (StageState.ACTIVE, StageState.ENDED): "结束",
        (StageState.WAITING, StageState.ACTIVE): "开始",
        (StageState.DECIDING, StageState.ACTIVE): "回到“进行中”，补充后可以重新提请",
    }
    for (number, old), (_, new) in zip(before.stages, after.stages, strict=True):
        if old != new:
            yield f"第{number}阶段“{titles[number]}”{words[old, new]}。"


def _next_gate(gate: Gate) -> Iterator[str]:
    if gate.state != GateState.PASSED or gate.stage.state == StageState.ENDED:
        return
    following = gate.stage.gates.exclude(state=GateState.PASSED).first()
    if following is not None:
        yield f"接下来可以提请“{following}”。"


def _plan(before: Position, after: Position) -> Iterator[str]:
    if before.phase == after.phase:
        return
    if after.phase == Phase.APPROVED:
        yield "规划获得批准，可以印发。"
    else:
        yield f"规划转入“{after.phase.label}”。"
