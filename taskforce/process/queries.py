"""Timelines, the stage in hand, steps by their dates."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from plans.models import Plan
from taskforce.enums import StageState, StepState
from taskforce.models import Stage, Step, Timeline


def timeline_of(plan: Plan) -> Timeline | None:
    """The plan's timeline, if it has one yet."""
    return Timeline.objects.filter(plan=plan).first()


def stage_in_hand(timeline: Timeline) -> Stage | None:
    """The stage that is being worked on or decided."""
    return timeline.stages.filter(state__in=(StageState.ACTIVE, StageState.DECIDING)).first()


def overdue_steps(timeline: Timeline, today: date) -> QuerySet[Step]:
    """Steps past their date and not done, earliest first."""
    return (
        Step.objects.filter(stage__timeline=timeline, due_on__lt=today)
        .exclude(state=StepState.DONE)
        .order_by("due_on")
    )


def due_within(timeline: Timeline, today: date, last: date) -> QuerySet[Step]:
    """Steps due from today to ``last`` and not done, earliest first."""
    return (
        Step.objects.filter(stage__timeline=timeline, due_on__gte=today, due_on__lte=last)
        .exclude(state=StepState.DONE)
        .order_by("due_on")
    )
