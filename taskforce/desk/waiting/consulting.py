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
from consultation.models import Assessment, Invitation, ReplyEntry, Round
from consultation.permissions import closing_time, is_open, may_confirm_entry
from consultation.rounds.quarantine import waiting_counts
from consultation.rounds.queries import invitations_for
from plans.models import UnitUserObjectPermission, User
from plans.permissions import RELEASE_REPLY
from plans.system.clock import database_now
from taskforce.desk.waiting.items import Item, managed_by, run_by

UNHANDLED = (AssessmentState.OPEN, AssessmentState.TO_PROVE)
_WHENEVER = (ReplyState.TO_SEAL, ReplyState.TO_CONFIRM)
"""What is done after closing too."""
_OF_THE_HEAD = (ReplyState.TO_RELEASE, ReplyState.TO_CONFIRM)


def replies(user: User) -> list[Item]:
    """What the person is asked; 审签, and 确认 of what staff entered, only for who may release."""
    now = database_now()
    waiting = invitations_for(user).filter(
        state__in=(*OPEN_REPLY_STATES, *_WHENEVER), round__in=Round.objects.in_force()
    )
    releasing = set(
        UnitUserObjectPermission.objects.filter(
            user=user, permission__codename=RELEASE_REPLY
        ).values_list("content_object", flat=True)
    )
    return [
        _reply(one)
        for one in waiting[:200]
        if (one.state in _WHENEVER or is_open(one.round, now, one))
        and (one.state not in _OF_THE_HEAD or one.unit_id in {None, *releasing})
    ]


def _reply(one: Invitation) -> Item:
    expert = one.round.audience == Audience.EXPERTS
    words = {
        ReplyState.TO_RELEASE: "审签",
        ReplyState.TO_CONFIRM: "核对代录的反馈",
        ReplyState.TO_SEAL: "上传盖章件",
    }
    return Item(
        one.round.name,
        f"{one}　{one.get_state_display()}",
        closing_time(one.round, one),
        reverse("expert" if expert else "invitation", args=[one.pk]),
        "提出论证意见" if expert else words.get(ReplyState(one.state), "提意见"),
    )


def entries(user: User) -> list[Item]:
    """What a colleague entered in a unit's name, for those who are fit to be the second person."""
    waiting = ReplyEntry.objects.waiting().filter(
        reply__invitation__round__in=Round.objects.in_force().filter(plan__in=managed_by(user))
    )
    rows = waiting.exclude(made_by=user).select_related(
        "made_by", "reply__invitation__round__plan", "reply__invitation__unit",
        "reply__invitation__person",
    )  # fmt: skip
    return [_entry(one) for one in rows[:200] if may_confirm_entry(user, one)]


def _entry(one: ReplyEntry) -> Item:
    asked = one.reply.invitation
    return Item(
        f"{asked}　{one.get_kind_display()}，{one.made_by}录入",
        asked.round.name,
        None,
        reverse("entry", args=[asked.pk, one.pk]),
        "对照原件复核",
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
    mine = Assessment.objects.filter(
        handler=user, state__in=UNHANDLED, round__in=Round.objects.in_force()
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
    """One line per round and state whose opinions have no handler."""
    waiting = Assessment.objects.filter(
        round__in=Round.objects.in_force().filter(plan__in=run_by(user)),
        handler=None,
        state__in=UNHANDLED,
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


def held_suggestions(user: User) -> list[Item]:
    """待审的建言 of the rounds that the person runs, one line a round."""
    return [
        Item(f"待审的建言{held}条", name, None, reverse("held", args=[round_id]), "查看")
        for round_id, name, held in waiting_counts(managed_by(user))
    ]


def rounds(user: User) -> list[Item]:
    """Rounds whose time is over and which nobody has completed: who is silent, or what is next."""
    silent = ~Q(invitations__state__in=(*SETTLED_REPLY_STATES, *_WHENEVER))
    entered = Q(invitations__state=ReplyState.TO_CONFIRM)
    over = (
        Round.objects.in_force()
        .filter(plan__in=run_by(user), closes_at__lte=database_now(), completed_at__isnull=True)
        .exclude(audience=Audience.EXPERTS)
    )
    counted = over.select_related("plan").annotate(
        silent=Count("invitations", filter=silent & Q(invitations__isnull=False)),
        entered=Count("invitations", filter=entered),
    )
    return [_round(one, one.silent, one.entered) for one in counted.order_by("closes_at")]


def _round(one: Round, silent: int, entered: int) -> Item:
    if entered and not silent:
        board = f"{reverse('round', args=[one.pk])}?state={ReplyState.TO_CONFIRM}"
        return Item(f"还有{entered}份代录的反馈待复核", one.name, one.closes_at, board, "查看")
    what = f"还有{silent}个对象没有反馈" if silent else "已截止，可以核对并办结"
    page = reverse("round", args=[one.pk]) if silent else reverse("proof", args=[one.pk])
    return Item(what, one.name, one.closes_at, page, "催办或登记" if silent else "办结")
