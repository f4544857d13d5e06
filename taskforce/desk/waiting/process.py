"""What waits in the process: steps, gates whose turn has come, review opinions to carry."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from plans.enums import WRITABLE_PHASES
from plans.models import User
from taskforce.desk.waiting.items import Item, run_by
from taskforce.enums import ASKABLE_GATE_STATES, GateState, StageState, StepState
from taskforce.models import Gate, ReviewItem, Step, Timeline
from taskforce.permissions import served_units
from taskforce.standing import gate_to_reopen

IN_HAND = (StageState.ACTIVE, StageState.DECIDING)


def steps(user: User) -> list[Item]:
    """Steps of the stage in hand that are not done and wait for no other step."""
    units = set(served_units(user).values_list("pk", flat=True))
    mine = (
        Step.objects.filter(Q(responsible__in=units) | Q(stage__timeline__plan__in=run_by(user)))
        .filter(stage__state__in=IN_HAND)
        .exclude(state=StepState.DONE)
        .exclude(depends_on__in=Step.objects.exclude(state=StepState.DONE))
        .select_related("stage__timeline__plan")
        .distinct()
    )
    return [
        Item(
            step.title,
            step.stage.timeline.plan.title,
            step.due_on,
            reverse("step", args=[step.pk]),
            "办理",
        )
        for step in mine
    ]


def gates(user: User) -> list[Item]:
    """Gates to be put to their body: the first of each stage in hand that has not passed."""
    earlier = Gate.objects.filter(stage=OuterRef("stage"), order__lt=OuterRef("order"))
    waiting = (
        Gate.objects.filter(
            stage__timeline__plan__in=run_by(user),
            stage__state__in=IN_HAND,
            state__in=ASKABLE_GATE_STATES,
        )
        .exclude(Exists(earlier.exclude(state=GateState.PASSED)))
        .select_related("stage__timeline__plan")
    )
    return [
        Item(
            gate.title,
            f"{gate.stage.timeline.plan.title}　{gate.get_state_display()}",
            gate.due_on,
            reverse("gate", args=[gate.pk]),
            "准备材料",
        )
        for gate in waiting
    ]


def to_decide_anew(user: User) -> list[Item]:
    """重新审议: processes that have ended while their plan is at work again."""
    ended = Timeline.objects.filter(plan__in=run_by(user), plan__phase__in=WRITABLE_PHASES)
    found = [gate_to_reopen(one) for one in ended.exclude(stages__state__in=IN_HAND)]
    return [
        Item(
            f"重新审议：{gate}",
            gate.stage.timeline.plan.title,
            None,
            reverse("gate", args=[gate.pk]),
            "办理",
        )
        for gate in found
        if gate is not None
    ]


def review_items(user: User) -> list[Item]:
    """修改落实表: review opinions not yet confirmed as carried."""
    waiting = ReviewItem.objects.filter(
        decision__package__gate__stage__timeline__plan__in=run_by(user),
        decision__package__gate__state=GateState.PASSED_WITH_OPINIONS,
        decision__voided_at__isnull=True,
        confirmed_at__isnull=True,
    ).select_related("decision__package__gate__stage__timeline__plan")
    return [
        Item(
            f"审议意见{one.number}：{one.text[:60]}",
            str(one.decision.package.gate),
            one.decision.package.gate.due_on,
            reverse("gate", args=[one.decision.package.gate_id]),
            "落实",
        )
        for one in waiting
    ]
