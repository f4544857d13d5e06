"""Whether a decision still stands: the text decided against the text now."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from plans.drafting.queries import plan_tree
from plans.editions.queries import edition_tree
from plans.enums import WRITABLE_PHASES
from plans.models import Change, Edition
from taskforce.enums import ASKABLE_GATE_STATES, DECIDED_GATE_STATES, Outcome, StageState
from taskforce.models import DECIDED, Decision, Gate, Package, ReviewItem, Timeline


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


def is_stale(package: Package) -> bool:
    """Whether the text has been edited past what was passed, or is being judged.

    Only while the stage is open: decisions of ended stages stand. What was returned, deferred or
    taken back is meant to be edited.
    """
    if package.edition is None or package.gate.stage.state == StageState.ENDED:
        return False
    decision = package.decision
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
    """The package that the gate decided on last; none where it is to be asked anew."""
    decided = gate.packages.filter(DECIDED).select_related("edition__plan", "gate__stage")
    if gate.reopened_at is not None:
        decided = decided.filter(sealed_at__gt=gate.reopened_at)
    return decided.order_by("-pk").first()


def gate_to_reopen(timeline: Timeline) -> Gate | None:
    """The last gate, where the process has ended and its plan is at work again; else none.

    So it is after 撤回公开, and after an approval fell with a contested result; no gate could be
    asked otherwise.
    """
    gates = Gate.objects.filter(stage__timeline=timeline).order_by("stage__number", "order")
    last = gates.select_related("stage__timeline__plan").last()
    if last is None or last.stage.state != StageState.ENDED:
        return None
    if timeline.plan.phase not in WRITABLE_PHASES:
        return None
    return None if gates.filter(contested_at__isnull=False).exists() else last


def may_be_reopened(gate: Gate) -> bool:
    """Whether the gate is the one to ask anew, see ``gate_to_reopen``."""
    return gate_to_reopen(gate.stage.timeline) == gate


def must_ask_again(gate: Gate) -> bool:
    """Whether a passed gate's decision no longer stands: the text moved on, or it is contested."""
    if gate.state not in DECIDED_GATE_STATES:
        return False
    if gate.contested_at is not None:
        return True
    if gate.stage.state == StageState.ENDED:
        return False
    package = last_decided(gate)
    return package is not None and is_stale(package)


def may_be_asked(gate: Gate) -> bool:
    """Whether the gate's question may be put to its body now."""
    return gate.state in ASKABLE_GATE_STATES or must_ask_again(gate)


def stale_before(gate: Gate) -> list[str]:
    """Earlier gates of the stage whose decisions the text has left behind."""
    return [str(one) for one in _before(gate) if not one.contested_at and must_ask_again(one)]


def contested_before(gate: Gate) -> list[str]:
    """Earlier gates of the stage whose decisions are contested."""
    return [str(one) for one in _before(gate) if one.contested_at]


def _before(gate: Gate) -> QuerySet[Gate]:
    return Gate.objects.filter(stage=gate.stage, order__lt=gate.order).select_related("stage")
