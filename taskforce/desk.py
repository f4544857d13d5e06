"""我的工作台: what waits for one person, across drafting, consultation and decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.urls import reverse

from consultation.enums import OPEN_REPLY_STATES, AssessmentState, Audience, ReplyState
from consultation.models import Assessment, Invitation
from consultation.permissions import closing_time, is_open
from consultation.queries import invitations_for
from consultation.sealing import to_conclude
from plans.clock import database_now
from plans.enums import WritingState
from plans.models import Assignment, Note, PlanUserObjectPermission, User
from plans.permissions import MANAGE_PLAN, units_of
from taskforce.enums import BodyKind, GateState, StageState, StepState
from taskforce.models import Gate, MemberOpinion, Package, Step
from taskforce.permissions import seats_of


@dataclass(frozen=True)
class Item:
    """One line of the desk: what, about which plan, due when, and the one action."""

    what: str
    about: str
    due: date | datetime | None
    url: str
    action: str


@dataclass(frozen=True)
class Group:
    label: str
    items: list[Item]


def desk(user: User) -> list[Group]:
    """The groups that have something in them, each by due date, undated last."""
    groups = [
        Group("待审议", _decisions(user)),
        Group("待反馈意见", _replies(user)),
        Group("待撰写论证意见", _panels(user)),
        Group("待起草", _chapters(user)),
        Group("待处理意见", _assessments(user)),
        Group("待办工作步骤", _steps(user)),
        Group("待提请审议", _gates(user)),
        Group("提到我的批注", _notes(user)),
    ]
    return [Group(g.label, sorted(g.items, key=_by_due)) for g in groups if g.items]


def _by_due(item: Item) -> tuple[bool, str]:
    return item.due is None, str(item.due or "")


def _decisions(user: User) -> list[Item]:
    seats = list(seats_of(user))
    bodies = {seat.body_id for seat in seats}
    open_ones = Package.objects.filter(gate__body__in=bodies, closed_at__isnull=True)
    given = set(
        MemberOpinion.objects.filter(
            seat__in=seats, replaced_at__isnull=True, package__in=open_ones
        ).values_list("package", flat=True)
    )
    items = [
        Item(
            p.question,
            p.gate.stage.timeline.plan.title,
            p.gate.due_on,
            reverse("package", args=[p.pk]),
            "审议",
        )
        for p in open_ones.select_related("gate__stage__timeline__plan")
        if p.pk not in given
    ]
    unconfirmed = MemberOpinion.objects.filter(
        given_by=user,
        recorded_by__isnull=False,
        confirmed_at__isnull=True,
        replaced_at__isnull=True,
    ).select_related("package__gate__stage__timeline__plan")
    items += [
        Item(
            "确认代录的意见",
            o.package.gate.stage.timeline.plan.title,
            None,
            reverse("package", args=[o.package_id]),
            "确认",
        )
        for o in unconfirmed
    ]
    return items


def _replies(user: User) -> list[Item]:
    now = database_now()
    words = {ReplyState.TO_RELEASE: "审签", ReplyState.TO_SEAL: "上传盖章件"}
    waiting = invitations_for(user).filter(state__in=(*OPEN_REPLY_STATES, ReplyState.TO_SEAL))
    return [
        Item(
            one.round.name,
            f"{one}　{one.get_state_display()}",
            closing_time(one.round, one),
            reverse("expert" if _as_expert(one) else "invitation", args=[one.pk]),
            "提出论证意见" if _as_expert(one) else words.get(ReplyState(one.state), "提意见"),
        )
        for one in waiting[:200]
        if one.state == ReplyState.TO_SEAL or is_open(one.round, now, one)
    ]


def _as_expert(invitation: Invitation) -> bool:
    return invitation.round.audience == Audience.EXPERTS


def _panels(user: User) -> list[Item]:
    """What waits for the chair of an expert round once it is opened: the group's opinion."""
    return [
        Item(
            "综合论证意见",
            panel.round.name,
            None,
            reverse("conclude", args=[panel.round_id]),
            "撰写",
        )
        for panel in to_conclude(user)
    ]


def _chapters(user: User) -> list[Item]:
    mine = Assignment.objects.filter(
        Q(lead=user) | Q(chapter__provisionuserobjectpermission__user=user),
        state__in=(WritingState.WAITING, WritingState.WRITING),
        chapter__deleted_at__isnull=True,
    ).select_related("chapter__plan")
    return [
        Item(
            a.chapter.title,
            f"{a.chapter.plan.title}　{a.get_state_display()}",
            a.due_on,
            reverse("provision", args=[a.chapter.plan.slug, a.chapter_id]),
            "起草",
        )
        for a in mine.distinct()
    ]


def _assessments(user: User) -> list[Item]:
    mine = Assessment.objects.filter(
        handler=user, state__in=(AssessmentState.OPEN, AssessmentState.TO_PROVE)
    ).select_related("round", "unit")
    items = [
        Item(
            f"意见{row.number:04d}",
            f"{row.round.name}　{row.get_state_display()}",
            row.due_on,
            reverse("comment", args=[row.round_id, row.pk]),
            "处理",
        )
        for row in mine.order_by("due_on")[:50]
    ]
    return items + _unassigned(user)


def _unassigned(user: User) -> list[Item]:
    """One line per round whose opinions nobody handles yet, for those who run it."""
    waiting = Assessment.objects.filter(
        round__plan__in=_run_by(user), handler=None, state=AssessmentState.OPEN
    )
    counts = waiting.values("round", "round__name").annotate(rows=Count("id")).order_by("round")
    return [
        Item(
            f"{row['rows']}条意见待处理",
            row["round__name"],
            None,
            f"{reverse('comments', args=[row['round']])}?state={AssessmentState.OPEN.value}",
            "处理",
        )
        for row in counts
    ]


def _steps(user: User) -> list[Item]:
    units = set(units_of(user).values_list("pk", flat=True)) | {user.unit_id or 0}
    mine = (
        Step.objects.filter(Q(responsible__in=units) | Q(stage__timeline__plan__in=_run_by(user)))
        .filter(stage__state__in=(StageState.ACTIVE, StageState.DECIDING))
        .exclude(state=StepState.DONE)
        .select_related("stage__timeline__plan")
        .distinct()
    )
    return [
        Item(
            step.title,
            step.stage.timeline.plan.title,
            step.due_on,
            reverse("step", args=[step.pk]),
            "办理",
        )
        for step in mine
    ]


def _run_by(user: User) -> set[int]:
    """Plans whose process this person runs: as manager or from a seat in the office."""
    managed = PlanUserObjectPermission.objects.filter(
        user=user, permission__codename=MANAGE_PLAN
    ).values_list("content_object", flat=True)
    seats = seats_of(user).filter(body__kind=BodyKind.OFFICE)
    return set(managed) | set(seats.values_list("body__plan", flat=True))


def _gates(user: User) -> list[Item]:
    waiting = Gate.objects.filter(
        stage__timeline__plan__in=_run_by(user),
        stage__state__in=(StageState.ACTIVE, StageState.DECIDING),
        state__in=(GateState.WAITING, GateState.RETURNED, GateState.DEFERRED),
    ).select_related("stage__timeline__plan")
    return [
        Item(
            gate.title,
            f"{gate.stage.timeline.plan.title}　{gate.get_state_display()}",
            gate.due_on,
            reverse("gate", args=[gate.pk]),
            "准备材料",
        )
        for gate in waiting
    ]


def _notes(user: User) -> list[Item]:
    notes = Note.objects.filter(mentioned=user, resolved_at__isnull=True).select_related(
        "provision__plan", "author"
    )
    return [
        Item(
            note.body[:60],
            f"{note.author}　{note.provision.title}",
            None,
            reverse("provision", args=[note.provision.plan.slug, note.provision_id]),
            "查看",
        )
        for note in notes[:50]
    ]
