"""What a decision rests on, and what was recorded of it."""

from __future__ import annotations

from plans.drafting.queries import plan_tree
from plans.editions.queries import edition_tree
from plans.models import Attachment, Change, Edition
from taskforce.enums import Outcome
from taskforce.models import Decision, Instruction, MeetingRecord, Package, Timeline
from taskforce.standing import loose_changes


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
    passed = Decision.objects.in_force().filter(
        outcome__in=(Outcome.PASSED, Outcome.PASSED_WITH_OPINIONS)
    )
    return (
        Package.objects.filter(
            gate__stage__timeline=timeline,
            edition__isnull=False,
            pk__in=passed.values("package"),
        )
        .select_related("edition")
        .order_by("-decisions__id")
        .first()
    )


def carrying_edition(package: Package) -> Edition | None:
    """The edition that may be published on this package's decision.

    The decided one; after 原则通过 with edits, the newest edition whose changes are all tied to
    the decision's items; None while the edited text has not been frozen.
    """
    assert package.edition is not None
    assert package.decision is not None
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
