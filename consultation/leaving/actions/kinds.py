"""What consultation knows of a leaver: opinions to treat, invitations, drafts of replies."""

from __future__ import annotations

from django.db.models import Count, QuerySet
from django.urls import reverse

from consultation.enums import Act, AssessmentState
from consultation.models import Assessment, Comment, Invitation, Round
from consultation.permissions import may_see_collation
from plans.leaving.registry import ROUNDS, Held, Kind
from plans.models import User
from plans.permissions import may_read_draft
from plans.system.audit import record
from plans.system.locking import locked


def _undone(user: User) -> QuerySet[Assessment]:
    rows = Assessment.objects.filter(handler=user, round__in=Round.objects.in_force())
    return rows.exclude(state=AssessmentState.DONE)


def _held_opinions(user: User, visitor: User) -> list[Held]:
    rows = _undone(user)
    counts = rows.order_by("round").values_list("round").annotate(Count("pk"))
    rounds = Round.objects.select_related("plan").in_bulk([pk for pk, _ in counts])
    return [
        Held(
            f"“{rounds[pk]}”的{count}条意见待处理",
            f"{reverse('comments', args=[pk])}?handler={user.pk}"
            if may_see_collation(visitor, rounds[pk])
            else "",
        )
        for pk, count in counts
    ]


def _move_opinions(leaver: User, successor: User, by: User) -> int:
    """Those of plans in which the successor takes part."""
    open_ = _undone(leaver)
    rounds = Round.objects.filter(pk__in=open_.values("round")).select_related("plan")
    fit = [one.pk for one in rounds if may_read_draft(successor, one.plan)]
    list(locked(Round.objects).filter(pk__in=fit).order_by("pk"))
    rows = list(
        locked(open_.filter(round__in=fit))
        .select_related("round__plan")
        .order_by("round", "number")
    )
    for row in rows:
        row.handler = successor
        row.save(update_fields=["handler"])
        old, new = {"handler": leaver.pk}, {"handler": successor.pk}
        record(Act.ASSESSMENT_ASSIGN, row, by=by, plan=row.round.plan, old=old, new=new)
    return len(rows)


def _held_invitations(user: User, _visitor: User) -> list[Held]:
    running = Round.objects.in_force().filter(completed_at__isnull=True)
    rows = Invitation.objects.filter(person=user, round__in=running)
    return [Held(f"应邀对“{row.round}”提出意见") for row in rows.select_related("round")]


def _held_drafts(user: User, _visitor: User) -> list[Held]:
    rows = Comment.objects.filter(
        author=user,
        submitted_at__isnull=True,
        reply__isnull=False,
        round__in=Round.objects.in_force(),
    )
    rounds = rows.order_by("round").values_list("round__name").annotate(Count("pk"))
    return [Held(f"“{name}”的{count}条意见还没有反馈") for name, count in rounds]


KINDS = (
    Kind(
        "opinions",
        "交办的意见",
        "移交后即由接手人处理；接手人须参与有关规划。",
        _held_opinions,
        _move_opinions,
        ROUNDS,
    ),
    Kind(
        "invitations",
        "个人应邀的征求意见",
        "邀请只对本人，不能移交，由组织单位另行邀请他人。",
        _held_invitations,
    ),
    Kind(
        "drafts",
        "代单位起草的意见",
        "由该单位的其他经办人或负责人继续，不需要移交。",
        _held_drafts,
    ),
)
