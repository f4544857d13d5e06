"""Reading the process: what is due, what a decision rests on, whether it is stale."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet

from plans.models import Attachment, Change, Edition, Plan
from plans.queries import edition_tree, plan_tree
from taskforce.enums import (
    ASKABLE_GATE_STATES,
    DECIDED_GATE_STATES,
    Outcome,
    StageState,
    StepState,
)
from taskforce.models import (
    Decision,
    Gate,
    Instruction,
    MeetingRecord,
    Package,
    ReviewItem,
    Stage,
    Step,
    Timeline,
)


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


def recorded_files(package: Package) -> dict[str, Attachment]:
    """Files kept with a package's meeting or instruction: minutes, letter, scan."""
    meeting = MeetingRecord.objects.filter(package=package).select_related("minutes").first()
    told = Instruction.objects.filter(package=package).select_related("letter", "scan").first()
    kept = {
        "minutes": meeting.minutes if meeting else None,
        "letter": told.letter if told else None,
        "scan": told.scan if told else None,
    }
    return {name: file for name, file in kept.items() if file is not None}


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
    """Changes after the decided edition that carry no review opinion.

    Opinions of later gates count too: what the plenary asks for does not undo the Party group.
    """
    edition = decision.package.edition
    if edition is None:
        return Change.objects.none()
    items = ReviewItem.objects.filter(
        decision__package__gate__stage__timeline=decision.package.gate.stage.timeline_id,
        decision__gte=decision.pk,
    )
    tied = [f"review:{pk}" for pk in items.values_list("pk", flat=True)]
    after = Q(version__revision__date_created__gt=edition.frozen_at)
    if until is not None:
        after &= Q(version__revision__date_created__lte=until.frozen_at)
    return Change.objects.filter(after, plan=edition.plan_id).exclude(source__in=tied)


def edits_by_item(plan: Plan) -> dict[int, int]:
    """How many edits of the text carry each review opinion, by the item's id."""
    tied = Change.objects.filter(plan=plan, source__startswith="review:").values("source")
    counted = tied.order_by().annotate(edits=Count("pk"))
    return {int(row["source"].partition(":")[2]): row["edits"] for row in counted}


def is_stale(package: Package) -> bool:
    """Whether the text has been edited past what was passed, or is being judged.

    Only while the stage is open: decisions of ended stages stand. What was returned, deferred or
    taken back is meant to be edited.
    """
    if package.edition is None or package.gate.stage.state == StageState.ENDED:
        return False
    decision = Decision.objects.filter(package=package).first()
    if decision is not None:
        passed = decision.outcome in (Outcome.PASSED, Outcome.PASSED_WITH_OPINIONS)
        return passed and loose_changes(decision).exists()
    if package.closed_at is not None:
        return False
    after = Change.objects.filter(
        plan=package.edition.plan_id, version__revision__date_created__gt=package.edition.frozen_at
    )
    if not after.exists():
        return False
    return plan_tree(package.edition.plan) != edition_tree(package.edition)


def last_decided(gate: Gate) -> Package | None:
    """The package that the gate decided on last."""
    decided = gate.packages.filter(decision__isnull=False).select_related(
        "edition__plan", "gate__stage", "decision"
    )
    return decided.order_by("-pk").first()


def must_ask_again(gate: Gate) -> bool:
    """Whether a passed gate's decision no longer stands: the text moved on, or a member does
    not own an opinion that was entered for them and counted."""
    if gate.state not in DECIDED_GATE_STATES or gate.stage.state == StageState.ENDED:
        return False
    package = last_decided(gate)
    if package is None:
        return False
    return (
        is_stale(package)
        or package.opinions.filter(objection__answered_at=None).exclude(objection=None).exists()
    )


def may_be_asked(gate: Gate) -> bool:
    """Whether the gate's question may be put to its body now."""
    return gate.state in ASKABLE_GATE_STATES or must_ask_again(gate)


def stale_before(gate: Gate) -> list[str]:
    """Earlier gates of the stage whose decisions the text has left behind."""
    earlier = Gate.objects.filter(stage=gate.stage, order__lt=gate.order).select_related("stage")
    return [str(before) for before in earlier if must_ask_again(before)]


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
