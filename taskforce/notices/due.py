"""What is due soon besides steps, and who is reminded: gates, chapters, opinions to treat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from consultation.enums import AssessmentState
from consultation.models import Assessment, Round
from plans.enums import WritingState
from plans.models import Assignment, User
from taskforce.enums import ASKABLE_GATE_STATES, BodyKind, StageState
from taskforce.models import Gate, Seat


@dataclass(frozen=True)
class Due:
    """Something with a date: its name among reminders, who is told, in which words, where."""

    key: str
    people: tuple[User, ...]
    what: str
    on: date
    url: str


def due_until(today: date, last: date) -> Iterator[Due]:
    """Everything not done that is due from today to ``last``."""
    yield from _gates(today, last)
    yield from _chapters(today, last)
    yield from _assessments(today, last)


def _gates(today: date, last: date) -> Iterator[Due]:
    """A gate to be put to its body: the office prepares it."""
    waiting = Gate.objects.filter(
        due_on__range=(today, last),
        state__in=ASKABLE_GATE_STATES,
        stage__state__in=(StageState.ACTIVE, StageState.DECIDING),
    ).select_related("stage__timeline")
    for gate in waiting:
        assert gate.due_on is not None
        office = Seat.objects.held_on(today).filter(
            body__plan=gate.stage.timeline.plan_id, body__kind=BodyKind.OFFICE
        )
        people = User.objects.filter(pk__in=office.values("user"), is_active=True)
        url = reverse("gate", args=[gate.pk])
        key = f"gate:{gate.pk}:{gate.due_on}"
        yield Due(key, tuple(people), f"提请审议“{gate}”", gate.due_on, url)


def _chapters(today: date, last: date) -> Iterator[Due]:
    """A chapter being drafted: its lead and writers."""
    waiting = Assignment.objects.filter(
        due_on__range=(today, last),
        state__in=(WritingState.WAITING, WritingState.WRITING),
        chapter__deleted_at__isnull=True,
    ).select_related("chapter__plan")
    for one in waiting:
        assert one.due_on is not None
        holders = Q(provisionuserobjectpermission__content_object=one.chapter_id)
        people = User.objects.filter(holders | Q(pk=one.lead_id or 0), is_active=True).distinct()
        url = reverse("provision", args=[one.chapter.plan.slug, one.chapter_id])
        key = f"chapter:{one.chapter_id}:{one.due_on}"
        yield Due(key, tuple(people), f"起草“{one.chapter.title}”", one.due_on, url)


def _assessments(today: date, last: date) -> Iterator[Due]:
    """Opinions given to a handler: one reminder for a round and a day, however many there are."""
    waiting = (
        Assessment.objects.filter(
            due_on__range=(today, last),
            state__in=(AssessmentState.OPEN, AssessmentState.TO_PROVE),
            handler__is_active=True,
            round__in=Round.objects.in_force(),
        )
        .order_by()
        .values_list("round", "round__name", "handler", "due_on")
        .distinct()
    )
    for round_id, name, handler, due_on in waiting:
        assert due_on is not None
        key = f"assessments:{round_id}:{handler}:{due_on}"
        people = tuple(User.objects.filter(pk=handler))
        url = f"{reverse('comments', args=[round_id])}?handler={handler}"
        yield Due(key, people, f"处理“{name}”中交给您的意见", due_on, url)
