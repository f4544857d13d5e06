"""What waits in consultation: opinions to give, to release, to handle, rounds to end."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse

from consultation.enums import (
    OPEN_REPLY_STATES,
    SETTLED_REPLY_STATES,
    AssessmentState,
    Audience,
    ReplyState,
)
from consultation.experts.seal import to_conclude, to_open
from consultation.models import Assessment, Invitation, Round
from consultation.permissions import closing_time, is_open
from consultation.rounds.queries import invitations_for
from plans.models import UnitUserObjectPermission, User
from plans.permissions import RELEASE_REPLY
from plans.system.clock import database_now
from taskforce.desk.waiting.items import Item, run_by

UNHANDLED = (AssessmentState.OPEN, AssessmentState.TO_PROVE)


def replies(user: User) -> list[Item]:
    """What the person is asked; 审签 only for whoever may release."""
    now = database_now()
    waiting = invitations_for(user).filter(state__in=(*OPEN_REPLY_STATES, ReplyState.TO_SEAL))
    releasing = set(
        UnitUserObjectPermission.objects.filter(
            user=user, permission__codename=RELEASE_REPLY
        ).values_list("content_object", flat=True)
    )
    return [
        _reply(one)
        for one in waiting[:200]
        if (one.state == ReplyState.TO_SEAL or is_open(one.round, now, one))
        and (one.state != ReplyState.TO_RELEASE or one.unit_id in {None, *releasing})
    ]


def _reply(one: Invitation) -> Item:
    expert = one.round.audience == Audience.EXPERTS
    words = {ReplyState.TO_RELEASE: "审签", ReplyState.TO_SEAL: "上传盖章件"}
    return Item(
        one.round.name,
        f"{one}　{one.get_state_display()}",
        closing_time(one.round, one),
        reverse("expert" if expert else "invitation", args=[one.pk]),
        "提出论证意见" if expert else words.get(ReplyState(one.state), "提意见"),
    )


def panels(user: User) -> list[Item]:
    """What waits for the chair of an expert round: opening it, then the group's opinion."""
    opening = [
        Item(
            "专家已全部提交",
            panel.round.name,
            None,
            reverse("panel", args=[panel.round_id]),
            "启封",
        )
        for panel in to_open(user)
    ]
    return opening + [
        Item(
            "综合论证意见",
            panel.round.name,
            None,
            reverse("conclude", args=[panel.round_id]),
            "撰写",
        )
        for panel in to_conclude(user)
    ]


def assessments(user: User) -> list[Item]:
    """Opinions that the person handles, and those nobody handles yet for who runs the plan."""
    mine = Assessment.objects.filter(handler=user, state__in=UNHANDLED).select_related(
        "round", "unit"
    )
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
    """One line per round and state whose opinions have no handler."""
    waiting = Assessment.objects.filter(
        round__plan__in=run_by(user), handler=None, state__in=UNHANDLED
    )
    counts = waiting.values("round", "round__name", "state").annotate(rows=Count("id"))
    return [
        Item(
            f"{row['rows']}条意见{AssessmentState(row['state']).label}",
            row["round__name"],
            None,
            f"{reverse('comments', args=[row['round']])}?state={row['state']}",
            "处理",
        )
        for row in counts.order_by("round", "state")
    ]


def rounds(user: User) -> list[Item]:
    """Rounds whose time is over and which nobody has completed: who is silent, or what is next."""
    silent = ~Q(invitations__state__in=(*SETTLED_REPLY_STATES, ReplyState.TO_SEAL))
    over = Round.objects.filter(
        plan__in=run_by(user), closes_at__lte=database_now(), completed_at__isnull=True
    ).exclude(audience=Audience.EXPERTS)
    counted = over.select_related("plan").annotate(
        silent=Count("invitations", filter=silent & Q(invitations__isnull=False))
    )
    return [_round(one, one.silent) for one in counted.order_by("closes_at")]


def _round(one: Round, silent: int) -> Item:
    what = f"还有{silent}个对象没有反馈" if silent else "已截止，可以核对并办结"
    page = reverse("round", args=[one.pk]) if silent else reverse("proof", args=[one.pk])
    return Item(what, one.name, one.closes_at, page, "催办或登记" if silent else "办结")
