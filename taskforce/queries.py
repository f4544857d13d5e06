"""Reading the process: what is due, what a decision rests on, whether it is stale."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from plans.models import Change, Edition, Plan
from plans.queries import edition_tree, plan_tree
from taskforce.enums import Outcome, StageState, StepState
from taskforce.models import Decision, Gate, Package, Stage, Step, Timeline


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


def package_in_hand(gate: Gate) -> Package | None:
    """The sealed package that the gate is judging now."""
    return gate.packages.filter(closed_at__isnull=True).first()


def last_passed_package(timeline: Timeline) -> Package | None:
    """The last package with an edition that a gate of the timeline passed."""
    return (
        Package.objects.filter(
            gate__stage__timeline=timeline,
            edition__isnull=False,
            decision__outcome__in=(Outcome.PASSED, Outcome.PASSED_WITH_OPINIONS),
        )
        .select_related("edition", "decision")
        .order_by("-decision__id")
        .first()
    )


def loose_changes(decision: Decision, until: Edition | None = None) -> QuerySet[Change]:
    """Changes after the decided edition that are tied to none of the decision's items."""
    edition = decision.package.edition
    if edition is None:
        return Change.objects.none()
    tied = [f"review:{pk}" for pk in decision.items.values_list("pk", flat=True)]
    after = Q(version__revision__date_created__gt=edition.frozen_at)
    if until is not None:
        after &= Q(version__revision__date_created__lte=until.frozen_at)
    return Change.objects.filter(after, plan=edition.plan_id).exclude(source__in=tied)


def is_stale(package: Package) -> bool:
    """Whether the text has been edited past what was (or is being) judged.

    Only while the stage is open: decisions of ended stages stand.
    """
    if package.edition is None or package.gate.stage.state == StageState.ENDED:
        return False
    decision = Decision.objects.filter(package=package).first()
    if decision is not None:
        return loose_changes(decision).exists()
    standing, frozen = plan_tree(package.edition.plan), edition_tree(package.edition)
    return standing != frozen


def carrying_edition(package: Package) -> Edition | None:
    """The edition that may be published on this package's decision.

    The decided one; after 原则通过 with edits, the newest edition whose changes are all tied to
    the decision's items; None while the edited text has not been frozen.
    """
    assert package.edition is not None
    plan = package.edition.plan
    later = plan.editions.filter(pk__gte=package.edition.pk).order_by("-pk")
    for edition in later:
        if edition_tree(edition) != plan_tree(plan):
            continue
        if not loose_changes(package.decision, until=edition).exists():
            return edition
    edited = Change.objects.filter(
        plan=plan, version__revision__date_created__gt=package.edition.frozen_at
    )
    return None if edited.exists() else package.edition
