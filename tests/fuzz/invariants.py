"""What must hold between any two actions, whoever did what: one function each.

Each gives sentences about what is broken; an empty list is whole. They read the tables alone and
reckon anew what the code has reckoned.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator

from django.db.models import Count, F, Max, Q

from consultation.collation.carried import kept, missing_now
from consultation.models import (
    Assessment,
    Carrying,
    Comment,
    DispositionCount,
    Invitation,
    Reply,
    Round,
)
from plans.models import Appointment, Change, Edition, Plan, Provision, Publication
from plans.models.plan import PlanUserObjectPermission
from taskforce.models import Decision, Gate, Material, Package, ReviewItem, Stage
from tests.fuzz.combinations import combinations_are_in_the_table

CARRIED = ("adopted", "partly")
OFFICES = ("system_admin", "security_admin", "audit_admin")
SAID = ("to_seal", "released")
"""Reply states in which a reply has been released."""


def versions_equal_rows() -> Iterator[str]:
    last = Change.objects.filter(provision__isnull=False).order_by().values("provision")
    newest = last.annotate(last=Max("pk")).values("last")
    for one in Change.objects.filter(pk__in=newest).select_related("version", "provision"):
        row, told = one.provision, one.version.field_dict
        assert row is not None
        if row.version != one.number:
            yield f"provision {row.pk} is at {row.version}, its last change at {one.number}"
        for name in ("title", "text", "run_in", "parent_id"):
            if getattr(row, name) != told[name]:
                yield f"provision {row.pk}: {name} is not what its version holds"
        if (row.deleted_at is None) != (told["deleted_at"] is None):
            yield f"provision {row.pk} stands, or does not, against its version"


def nothing_stands_below_what_is_deleted() -> Iterator[str]:
    lost = Provision.objects.filter(deleted_at__isnull=True, parent__deleted_at__isnull=False)
    yield from (f"provision {one.pk} stands below a deleted one" for one in lost)
    for one in Provision.objects.filter(deleted_at__isnull=True).exclude(parent=None):
        if one.parent is not None and one.parent.plan_id != one.plan_id:
            yield f"provision {one.pk} stands below one of another plan"


def editions_keep_their_hash() -> Iterator[str]:
    for edition in Edition.objects.order_by("-pk")[:3]:
        again = Counter(edition.provisions.values_list("provision", flat=True))
        doubled = [pk for pk, times in again.items() if times > 1]
        if doubled:
            yield f"edition {edition.pk} holds {doubled} twice"


def packages_keep_their_hash() -> Iterator[str]:
    for package in Package.objects.order_by("-pk")[:5]:
        papers = [_hashes_of(paper) for paper in package.materials.all()]
        content = {"question": package.question, "papers": papers}
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        if hashlib.sha256(text.encode()).hexdigest() != package.sha256:
            yield f"package {package.pk} has not the hash of its papers"


def _hashes_of(paper: Material) -> list[str]:
    if paper.edition is not None and paper.file is not None:
        return [paper.title, paper.sha256, paper.edition.sha256]
    return [paper.title, paper.sha256]


def gates_and_packages_agree() -> Iterator[str]:
    in_hand = Count("packages", filter=Q(packages__closed_at__isnull=True))
    for gate in Gate.objects.annotate(in_hand=in_hand):
        if (gate.state == "open") != (gate.in_hand == 1):
            yield f"gate {gate.pk} is {gate.state} with {gate.in_hand} packages in hand"
        made = Decision.objects.filter(package__gate=gate, voided_at__isnull=True)
        last = made.order_by("-pk").first()
        if gate.state in ("passed", "passed_with_opinions", "deferred", "returned"):
            if last is None:
                yield f"gate {gate.pk} is {gate.state} without a decision"
            elif not _follows(gate.state, last):
                yield f"gate {gate.pk} is {gate.state} after {last.outcome}"
    standing = Decision.objects.filter(voided_at__isnull=True)
    for one in standing.filter(package__closed_at__isnull=True):
        yield f"decision {one.pk} lies on a package that is still in hand"


def _follows(state: str, decision: Decision) -> bool:
    if decision.outcome != "passed_with_opinions" or state == "passed_with_opinions":
        return state == decision.outcome
    left = ReviewItem.objects.filter(decision=decision, confirmed_at__isnull=True)
    return state == "passed" and not left.exists()


def stages_follow_their_gates() -> Iterator[str]:
    for stage in Stage.objects.prefetch_related("gates"):
        states = [gate.state for gate in stage.gates.all()]
        contested = {"open"} | {gate.state for gate in stage.gates.all() if gate.contested_at}
        if stage.state == "ended" and not set(states) <= {"passed"} | contested:
            yield f"stage {stage.pk} has ended with gates {states}"
        if stage.state == "waiting" and any(state != "waiting" for state in states):
            yield f"stage {stage.pk} waits with gates {states}"
        undecided = {"waiting", "returned", "deferred"}
        if stage.state == "deciding" and set(states) <= undecided:
            yield f"stage {stage.pk} deliberates with nothing before anybody: {states}"


def plans_are_where_they_say() -> Iterator[str]:
    for plan in Plan.objects.all():
        if plan.phase in ("approved", "published") and plan.approved_edition_id is None:
            yield f"plan {plan.pk} is {plan.phase} without an edition"
        live = Publication.objects.filter(plan=plan, withdrawn_at__isnull=True).exists()
        if live != (plan.phase == "published"):
            yield f"plan {plan.pk} is {plan.phase}, published: {live}"
        managers = PlanUserObjectPermission.objects.filter(
            content_object=plan, permission__codename="manage_plan", user__is_active=True
        )
        if not managers.exists():
            yield f"plan {plan.pk} has no manager"


def offices_are_in_three_hands() -> Iterator[str]:
    held = Appointment.objects.in_force().filter(permission__in=OFFICES, user__is_active=True)
    doubled = Counter(held.values_list("user", flat=True))
    yield from (f"user {pk} holds {times} offices" for pk, times in doubled.items() if times > 1)
    empty = set(OFFICES) - set(held.values_list("permission", flat=True))
    yield from (f"nobody is {office}" for office in sorted(empty))


def replies_are_what_their_state_says() -> Iterator[str]:
    replies = Reply.objects.select_related("invitation")
    for reply in replies.exclude(invitation__round__audience="experts"):
        said = reply.invitation.state in SAID
        if said != (reply.released_at is not None):
            state = reply.invitation.state
            yield f"invitation {reply.invitation_id} is {state}, released at {reply.released_at}"
        wrong = reply.comments.filter(submitted_at__isnull=said)
        if wrong.exists():
            yield f"invitation {reply.invitation_id} has opinions that are not as it is: {said}"
        if said and reply.no_opinion == reply.comments.exists():
            yield f"invitation {reply.invitation_id}: 无意见 and opinions do not agree"
    told = set(Reply.objects.values_list("invitation", flat=True))
    asked = Invitation.objects.exclude(round__audience="experts")
    for pk in asked.filter(state__in=SAID).values_list("pk", flat=True):
        if pk not in told:
            yield f"invitation {pk} is released without a reply"


def opinions_are_numbered_without_gaps() -> Iterator[str]:
    for round_ in Round.objects.all():
        numbers = list(
            Assessment.objects.filter(round=round_)
            .order_by("number")
            .values_list("number", flat=True)
        )
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"round {round_.pk} has the numbers {numbers}"
        if round_.comment_count != len(numbers):
            yield f"round {round_.pk} counts {round_.comment_count} of {len(numbers)}"
    submitted = Comment.objects.filter(submitted_at__isnull=False)
    for pk in submitted.filter(assessments=None).values_list("pk", flat=True):
        yield f"comment {pk} has no assessment"
    for pk in Assessment.objects.filter(comment__submitted_at=None).values_list("pk", flat=True):
        yield f"assessment {pk} is of a draft"


def assessments_are_proved() -> Iterator[str]:
    done = Assessment.objects.filter(state="done")
    for pk in done.filter(disposition__in=CARRIED, proof=None).values_list("pk", flat=True):
        yield f"assessment {pk} is done without a proof"
    for pk in done.filter(disposition="").values_list("pk", flat=True):
        yield f"assessment {pk} is done without a disposition"
    unreasoned = Assessment.objects.filter(disposition__in=("partly", "not_adopted"), reason="")
    for pk in unreasoned.values_list("pk", flat=True):
        yield f"assessment {pk} has no reason"
    for pk in Assessment.objects.exclude(round=F("comment__round")).values_list("pk", flat=True):
        yield f"assessment {pk} is in another round than its comment"


def what_was_adopted_stands() -> Iterator[str]:
    """An adopted opinion is done while the text holds what its change put in, and no longer."""
    told = {row.pk: row.assessment for row in Carrying.objects.select_related("assessment__proof")}
    for pk, lost in missing_now(kept(Carrying.objects.all())).items():
        if (told[pk].state == "done") == bool(lost):
            yield f"assessment {pk} is {told[pk].state} while missing in the text: {lost}"
        if told[pk].state == "done" and _is_undone(told[pk].proof):
            yield f"assessment {pk} is done, and the text is as it was before its change"
    pointing = Assessment.objects.filter(proof__isnull=False).values_list("pk", flat=True)
    for pk in set(pointing) ^ set(told):
        yield f"assessment {pk} has a proof without its words, or words without a proof"


def _is_undone(change: Change | None) -> bool:
    """Whether words, place and standing are those that the change found: read from the rows."""
    if change is None or change.provision is None:
        return False
    before = Change.objects.filter(provision=change.provision, number=change.number - 1).first()
    if before is None:
        return change.provision.deleted_at is not None
    was, now = before.version.field_dict, change.provision
    words = all(was[name] == getattr(now, name) for name in ("title", "text", "run_in"))
    place = change.kind != "move" or (was["parent_id"], was["rank"]) == (now.parent_id, now.rank)
    return words and place and (was["deleted_at"] is None) == (now.deleted_at is None)


def dispositions_are_counted() -> Iterator[str]:
    real = Counter(Assessment.objects.exclude(disposition="").values_list("round", "disposition"))
    kept = {(one.round_id, one.disposition): one.count for one in DispositionCount.objects.all()}
    for key in set(real) | set(kept):
        if real[key] != kept.get(key, 0):
            yield f"round {key[0]}: {real[key]} are {key[1]}, {kept.get(key, 0)} are counted"


def completed_rounds_are_over() -> Iterator[str]:
    for round_ in Round.objects.filter(completed_at__isnull=False):
        after = Comment.objects.filter(round=round_, submitted_at__gt=round_.completed_at)
        yield from (f"comment {one.pk} came after 办结" for one in after)


INVARIANTS: tuple[Callable[[], Iterator[str]], ...] = (
    versions_equal_rows,
    nothing_stands_below_what_is_deleted,
    editions_keep_their_hash,
    packages_keep_their_hash,
    gates_and_packages_agree,
    stages_follow_their_gates,
    plans_are_where_they_say,
    offices_are_in_three_hands,
    replies_are_what_their_state_says,
    opinions_are_numbered_without_gaps,
    assessments_are_proved,
    what_was_adopted_stands,
    dispositions_are_counted,
    completed_rounds_are_over,
    combinations_are_in_the_table,
)


def broken() -> list[str]:
    """Every breach of every invariant, now."""
    return [f"{one.__name__}: {told}" for one in INVARIANTS for told in one()]
