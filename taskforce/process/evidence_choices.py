"""Things of the portal that show that a step is done: 稿, rounds, 论证意见, minutes, reviews."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from consultation.enums import SETTLED_REPLY_STATES, Audience
from consultation.experts.seal import expert_rounds_of
from consultation.rounds.queries import invitations_for, rounds_of
from plans.models import Plan, Review, User
from plans.permissions import may_read_draft
from taskforce.models import Instruction, MeetingRecord


@dataclass(frozen=True)
class Choice:
    """One thing: what it is called, its page, and the evidence key that it answers."""

    value: str
    group: str
    label: str
    link: str
    key: str = ""


def evidence_choices(user: User, plan: Plan) -> list[Choice]:
    """What this person may point at: all of the plan's for its readers, else one's own replies."""
    if not may_read_draft(user, plan):
        return list(_replies(user, plan))
    kinds = (_editions, _rounds, _expert_round, _meetings, _told, _reviews)
    return [one for kind in kinds for one in kind(plan)]


def grouped(found: list[Choice]) -> list[tuple[str, list[tuple[str, str]]]]:
    """As the choices of a select box, one group per kind."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in found:
        groups.setdefault(one.group, []).append((one.value, one.label))
    return list(groups.items())


def _editions(plan: Plan) -> Iterator[Choice]:
    for edition in plan.editions.order_by("-pk"):
        page = reverse("edition", args=[plan.slug, edition.pk])
        yield Choice(f"edition:{edition.pk}", "各稿", edition.label, page)


def _rounds(plan: Plan) -> Iterator[Choice]:
    for one in rounds_of(plan).exclude(audience=Audience.EXPERTS):
        yield Choice(f"round:{one.pk}", "征求意见", one.name, reverse("round", args=[one.pk]))


def _expert_round(plan: Plan) -> Iterator[Choice]:
    """Expert rounds that are opened; a sealed one shows nothing yet."""
    for one in expert_rounds_of(plan):
        if not one.sealed:
            page = reverse("panel", args=[one.round.pk])
            label = f"{one.round.name}（{one.released}位专家）"
            yield Choice(f"round:{one.round.pk}", "论证意见", label, page, "argumentation_opinions")


def _meetings(plan: Plan) -> Iterator[Choice]:
    held = MeetingRecord.objects.in_force().filter(package__gate__stage__timeline__plan=plan)
    for one in held.select_related("package__gate").order_by("-pk"):
        label = f"{one.held_on}　{one.package.gate}"
        page = reverse("package", args=[one.package_id])
        yield Choice(f"meeting:{one.pk}", "会议记录", label, page, "minutes")


def _told(plan: Plan) -> Iterator[Choice]:
    told = Instruction.objects.in_force().filter(package__gate__stage__timeline__plan=plan)
    for one in told.select_related("package__gate").order_by("-pk"):
        label = f"{one.instructed_on}　{one.package.gate}"
        page = reverse("package", args=[one.package_id])
        yield Choice(f"instruction:{one.pk}", "批示", label, page, "instruction_received")


def _reviews(plan: Plan) -> Iterator[Choice]:
    page = reverse("reviews", args=[plan.slug])
    for one in Review.objects.filter(plan=plan).order_by("-pk"):
        label = f"{one.get_kind_display()}　{one.get_outcome_display()}（{one.reviewer}）"
        yield Choice(f"review:{one.pk}", "审核与审查", label, page)


def _replies(user: User, plan: Plan) -> Iterator[Choice]:
    settled = invitations_for(user).filter(
        round__in=rounds_of(plan), state__in=SETTLED_REPLY_STATES
    )
    for one in settled:
        page = reverse("invitation", args=[one.pk])
        yield Choice(f"reply:{one.pk}", "本单位的反馈", f"{one.round.name}　{one}", page)
