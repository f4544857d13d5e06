"""Who may do what in the process: seats give rights by date, offices of the portal none."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from plans.enums import UserKind
from plans.models import Plan, PlanUserObjectPermission, Unit, User
from plans.permissions import (
    MANAGE_PLAN,
    Visitor,
    may_manage,
    may_read_draft,
    readable_plans,
    speaks,
    units_of,
)
from plans.seconds import are_in_one_hand, may_be_second, opened_account
from plans.system import clock
from taskforce.enums import HEAD_ROLES, BodyKind
from taskforce.models import (
    Body,
    Deputy,
    Gate,
    GateChange,
    MemberOpinion,
    Objection,
    Package,
    Recorded,
    Seat,
    Step,
    Timeline,
)


def served_units(user: Visitor) -> QuerySet[Unit]:
    """The units for which a person works on steps: their own, and those they reply for.

    Who came by a personal link answers one invitation and works for nobody.
    """
    if not isinstance(user, User) or not user.is_active or user.kind != UserKind.PERSON:
        return Unit.objects.none()
    return Unit.objects.filter(Q(pk=user.unit_id or 0) | Q(pk__in=units_of(user)))


def seats_of(user: Visitor, day: date | None = None) -> QuerySet[Seat]:
    """Seats in force that the user holds or deputises for on a day (default: today)."""
    if not isinstance(user, User) or not user.is_active:
        return Seat.objects.none()
    day = day or clock.today()
    deputising = Q(pk__in=Deputy.objects.held_on(day).filter(user=user).values("seat"))
    return Seat.objects.held_on(day).filter(Q(user=user) | deputising).select_related("body")


def may_run_process(user: Visitor, plan: Plan) -> bool:
    """办公室: edit the timeline, seal packages, record meetings and instructions."""
    return may_manage(user, plan) or (speaks(user) and _acts_in_office(user, plan))


def _acts_in_office(user: Visitor, plan: Plan) -> bool:
    return seats_of(user).filter(body__plan=plan, body__kind=BodyKind.OFFICE).exists()


def may_confirm_seat(user: Visitor, seat: Seat) -> bool:
    """复核 a naming that waits: the holder, or another who runs the process.

    Neither is who named, nor in that one's hand; nor did the other open the holder's account.
    """
    if seat.ended_at is not None or not may_be_second(user, seat, about=seat.user):
        return False
    own = isinstance(user, User) and seat.user_id == user.pk
    return own or may_run_process(user, seat.body.plan)


def may_confirm_deputy(user: Visitor, deputy: Deputy) -> bool:
    """复核 a deputy that waits: the seat's holder, or another who runs the process.

    Never who named (so a holder who named a deputy needs another), nor the deputy.
    """
    if deputy.ended_at is not None or not may_be_second(user, deputy, about=deputy.user):
        return False
    if not isinstance(user, User) or user.pk == deputy.user_id:
        return False
    return deputy.seat.user_id == user.pk or may_run_process(user, deputy.seat.body.plan)


def may_confirm_change(user: Visitor, change: GateChange) -> bool:
    """复核 a change of how a gate is decided: a member of the body that decides there now.

    Where nobody of the body has an account in use, another who runs the process.
    """
    if change.ended_at is not None or not may_be_second(user, change):
        return False
    body = change.gate.body
    if has_members_online(body):
        return seats_of(user).filter(body=body).exists()
    return may_run_process(user, body.plan)


def has_members_online(body: Body) -> bool:
    """Whether a member or deputy of the body has an account in use, today."""
    today = clock.today()
    deputies = Deputy.objects.held_on(today).filter(seat__body=body, user__is_active=True)
    return deputies.exists() or body.seats.held_on(today).filter(user__is_active=True).exists()


def may_see_seat(user: Visitor, seat: Seat) -> bool:
    """Read how a seat was named: who sees the process, and those named to it or to deputise."""
    if not isinstance(user, User) or not user.is_active:
        return False
    if seat.user_id == user.pk or seat.deputies.filter(user=user).exists():
        return True
    return may_see_process(user, seat.body.plan)


def may_see_process(user: Visitor, plan: Plan) -> bool:
    """See stage, steps and what is due: everyone working on the plan."""
    if may_read_draft(user, plan) or seats_of(user).filter(body__plan=plan).exists():
        return True
    return Step.objects.filter(
        stage__timeline__plan=plan, responsible__in=served_units(user)
    ).exists()


def may_see_dashboard(user: Visitor, plan: Plan) -> bool:
    """总览: readers of the draft and everyone who holds a seat in one of the plan's bodies."""
    return may_read_draft(user, plan) or seats_of(user).filter(body__plan=plan).exists()


def may_confirm_step(user: Visitor, step: Step) -> bool:
    """Confirm a step as done: the office, or a responsible unit's own people."""
    if may_run_process(user, step.stage.timeline.plan):
        return True
    return speaks(user) and step.responsible.filter(pk__in=served_units(user)).exists()


def voices_of(user: Visitor, gate: Gate) -> list[Seat]:
    """The seats from which the user speaks at a gate, each with a voice of its own: those they
    hold, then those they deputise for; none while their voice rests."""
    if not speaks(user):
        return []
    seats = seats_of(user).filter(body=gate.body).select_related("user").order_by("order", "id")
    return sorted(seats, key=lambda seat: not holds(user, seat))


def holds(user: Visitor, seat: Seat) -> bool:
    """Whether the seat is the user's own, not one that they deputise for."""
    return isinstance(user, User) and seat.user_id == user.pk


def may_decide(user: Visitor, package: Package) -> bool:
    """Give an opinion on this package: a seat of the gate's body, today."""
    return package.closed_at is None and bool(voices_of(user, package.gate))


def may_see_package(user: Visitor, package: Package) -> bool:
    """Read the papers of a package: the deciding body, the office, readers of the draft."""
    plan = package.gate.stage.timeline.plan
    body_seat = seats_of(user).filter(body=package.gate.body)
    return may_read_draft(user, plan) or _acts_in_office(user, plan) or body_seat.exists()


def may_confirm_opinion(user: Visitor, opinion: MemberOpinion) -> bool:
    """Confirm for oneself what waits and was entered from paper: the member, independent of who
    entered it."""
    own = isinstance(user, User) and opinion.given_by_id == user.pk
    return own and opinion.replaced_at is None and may_be_second(user, opinion)


def may_check_opinion(user: Visitor, opinion: MemberOpinion) -> bool:
    """复核 against the scan what was entered for a member: another who runs the process."""
    if opinion.replaced_at is not None or not may_be_second(user, opinion, about=opinion.seat.user):
        return False
    other = isinstance(user, User) and opinion.seat.user_id != user.pk
    return other and may_run_process(user, opinion.package.gate.stage.timeline.plan)


def may_check_record(user: Visitor, record: Recorded) -> bool:
    """复核 what was recorded of a meeting or an instruction: another who runs the process."""
    waits = not record.refusal and may_be_second(user, record)
    return waits and may_run_process(user, record.package.gate.stage.timeline.plan)


def may_object(user: Visitor, opinion: MemberOpinion) -> bool:
    """异议: whose opinion was entered by another and not confirmed by themselves."""
    if not speaks(user) or opinion.made_by_id in (None, user.pk):
        return False
    standing = opinion.replaced_at is None and opinion.confirmed_by_id != user.pk
    return standing and opinion.given_by_id == user.pk


def may_judge(user: Visitor, objection: Objection) -> bool:
    """Judge an objection: runs the process, is not the member, neither entered nor confirmed what
    is disowned, and is in the hand of nobody who did."""
    opinion = objection.opinion
    if not isinstance(user, User) or user.kind != UserKind.PERSON or objection.answered_at:
        return False
    if opinion.given_by_id == user.pk or opened_account(user, opinion.given_by):
        return False
    hands = (opinion.made_by, opinion.confirmed_by)
    if any(are_in_one_hand(other, user) for other in hands if other is not None):
        return False
    return may_run_process(user, opinion.package.gate.stage.timeline.plan)


def who_runs(plan: Plan) -> list[User]:
    """The people who run a plan's process: its managers, and who acts in its office today."""
    managers = PlanUserObjectPermission.objects.filter(
        content_object=plan, permission__codename=MANAGE_PLAN
    )
    seats = Seat.objects.filter(body__plan=plan, body__kind=BodyKind.OFFICE)
    deputies = Deputy.objects.filter(seat__in=seats)
    named = Q(pk__in=seats.values("user")) | Q(pk__in=deputies.values("user"))
    found = User.objects.filter(Q(pk__in=managers.values("user")) | named, is_active=True)
    return [user for user in found.order_by("pk") if may_run_process(user, plan)]


def is_head(seat: Seat) -> bool:
    """Whether the seat leads its body."""
    return seat.role in HEAD_ROLES


def visible_timelines(user: User) -> QuerySet[Timeline]:
    """Timelines of plans on which the user works, which they read, or on which they decide."""
    from_seats = seats_of(user).values("body__plan")
    bodies = Body.objects.filter(plan__in=from_seats).values("plan")
    own_steps = Step.objects.filter(responsible__in=served_units(user)).values("stage__timeline")
    read = readable_plans(user).values("pk")
    return Timeline.objects.filter(Q(plan__in=bodies) | Q(pk__in=own_steps) | Q(plan__in=read))
