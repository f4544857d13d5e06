"""What waits in deciding: opinions of members, what another entered, results gone stale."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from plans.models import User
from taskforce.deciding.rules import speaks_too_early
from taskforce.desk.waiting.items import Item, run_by
from taskforce.enums import DECIDED_GATE_STATES, Rule, StageState
from taskforce.models import (
    Gate,
    Instruction,
    MeetingRecord,
    MemberOpinion,
    Objection,
    Package,
)
from taskforce.permissions import (
    may_check_opinion,
    may_check_record,
    may_confirm_opinion,
    may_judge,
    seats_of,
)
from taskforce.seconds import name_of
from taskforce.standing import is_stale, must_ask_again

RELATED = ("gate__stage__timeline__plan", "gate__body", "edition__plan")


def _about(gate: Gate) -> str:
    return gate.stage.timeline.plan.title


def decisions(user: User) -> list[Item]:
    """Packages to judge, one's turn come; opinions that were entered for one, to confirm."""
    seats = list(seats_of(user).order_by("order", "id"))
    bodies = {seat.body_id for seat in seats}
    waiting = Package.objects.filter(gate__body__in=bodies, closed_at__isnull=True)
    given = set(
        MemberOpinion.objects.standing()
        .filter(seat__in=seats, package__in=waiting)
        .values_list("package", "seat")
    )
    items = [
        _decision(one)
        for one in waiting.exclude(gate__rule=Rule.OUTSIDE).select_related(*RELATED)
        if any(
            (one.pk, seat.pk) not in given and not speaks_too_early(one, one.gate, seat)
            for seat in seats
            if seat.body_id == one.gate.body_id
        )
    ]
    return items + _entered(user)


def _decision(package: Package) -> Item:
    gate = package.gate
    word = "阅看会议材料" if gate.rule == Rule.MEETING else "审议"
    page = reverse("package", args=[package.pk])
    return Item(package.question, _about(gate), gate.due_on, page, word)


def _entered(user: User) -> list[Item]:
    entered = MemberOpinion.objects.waiting().filter(given_by=user)
    return [
        Item(
            "确认代录的意见",
            _about(one.package.gate),
            None,
            reverse("package", args=[one.package_id]),
            "确认",
        )
        for one in entered.select_related("package__gate__stage__timeline__plan", "made_by")
        if may_confirm_opinion(user, one)
    ]


def checks(user: User) -> list[Item]:
    """复核: what another officer entered for a member, or recorded of a meeting or instruction."""
    plans = run_by(user)
    deep = "package__gate__stage__timeline__plan"
    entered = MemberOpinion.objects.waiting().filter(**{f"{deep}__in": plans})
    items = [
        Item(
            f"{one.made_by}代录的{name_of(one)}的意见",
            _about(one.package.gate),
            one.package.gate.due_on,
            reverse("check_vote", args=[one.pk]),
            "复核",
        )
        for one in entered.select_related(deep, "made_by", "seat__user")
        if may_check_opinion(user, one)
    ]
    return items + [item for word in RECORDS for item in _record_checks(user, word, plans)]


RECORDS: dict[str, type[MeetingRecord] | type[Instruction]] = {
    "会议结果": MeetingRecord,
    "批示": Instruction,
}


def _record_checks(user: User, word: str, plans: set[int]) -> list[Item]:
    deep = "package__gate__stage__timeline__plan"
    waiting = RECORDS[word].objects.waiting().filter(**{f"{deep}__in": plans})
    return [
        Item(
            f"{one.made_by}登记的{word}：{one.package.gate}",
            _about(one.package.gate),
            one.package.gate.due_on,
            reverse("check_record", args=[one.package_id]),
            "复核",
        )
        for one in waiting.select_related(deep, "made_by")
        if may_check_record(user, one)
    ]


def recordings(user: User) -> list[Item]:
    """Results that the office records: a meeting's, or what came back from outside."""
    words = {Rule.MEETING: "登记会议结果", Rule.OUTSIDE: "登记批示"}
    waiting = (
        Package.objects.filter(
            gate__stage__timeline__plan__in=run_by(user),
            gate__rule__in=words,
            closed_at__isnull=True,
        )
        .exclude(pk__in=MeetingRecord.objects.waiting().filter(refusal="").values("package"))
        .exclude(pk__in=Instruction.objects.waiting().filter(refusal="").values("package"))
        .select_related(*RELATED)
    )
    return [
        Item(
            one.gate.title,
            _about(one.gate),
            one.gate.due_on,
            reverse("package", args=[one.pk]),
            words[Rule(one.gate.rule)],
        )
        for one in waiting
    ]


def reopenings(user: User) -> list[Item]:
    """What the office must put right: stale packages, results that hold no longer, objections."""
    plans = run_by(user)
    return [*_stale(plans), *_again(plans), *_disowned(user, plans)]


def _stale(plans: set[int]) -> list[Item]:
    waiting = Package.objects.filter(
        gate__stage__timeline__plan__in=plans, closed_at__isnull=True, edition__isnull=False
    ).select_related(*RELATED)
    return [
        Item(
            f"“{one.gate}”提请之后正文又有修改",
            _about(one.gate),
            one.gate.due_on,
            reverse("package", args=[one.pk]),
            "查看",
        )
        for one in waiting
        if is_stale(one)
    ]


def _again(plans: set[int]) -> list[Item]:
    open_ = Q(stage__state__in=(StageState.ACTIVE, StageState.DECIDING))
    decided = Gate.objects.filter(
        open_ | Q(contested_at__isnull=False),
        stage__timeline__plan__in=plans,
        state__in=DECIDED_GATE_STATES,
    ).select_related("stage__timeline__plan", "body")
    return [
        Item(
            f"“{gate}”的结果{'有争议' if gate.contested_at else '不再有效'}",
            _about(gate),
            gate.due_on,
            reverse("gate", args=[gate.pk]),
            "重新提请",
        )
        for gate in decided
        if must_ask_again(gate)
    ]


def _disowned(user: User, plans: set[int]) -> list[Item]:
    deep = "opinion__package__gate__stage__timeline__plan"
    waiting = Objection.objects.filter(
        **{f"{deep}__in": plans}, answered_at__isnull=True
    ).select_related(deep, *(f"opinion__{who}" for who in ("given_by", "made_by", "confirmed_by")))
    return [
        Item(
            f"{one.opinion.given_by}对代录的意见有异议",
            _about(one.opinion.package.gate),
            None,
            reverse("package", args=[one.opinion.package_id]),
            "核实",
        )
        for one in waiting
        if may_judge(user, one)
    ]
