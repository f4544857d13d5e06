"""The seal of an expert round, in one place: who acts for an expert, and who reads what.

Until the round is opened only its author reads an opinion, a verdict, or how many there are;
staff, chair and the other experts see who is in and nothing else. Every page and every higher
app asks here; no other module reads ``ExpertOpinion`` or a review's verdict and text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from consultation.enums import (
    OPEN_REPLY_STATES,
    AssessmentState,
    Audience,
    ExpertState,
    ReplyState,
    Verdict,
)
from consultation.models import (
    Assessment,
    ExpertOpinion,
    ExpertPanel,
    ExpertReview,
    Invitation,
    Round,
)
from consultation.permissions import may_see_collation
from consultation.rounds.queries import expert_invitations, reached_by_link
from plans.models import Plan, User
from plans.permissions import Visitor


@dataclass(frozen=True)
class Seat:
    """One line of the board: who, and how far; nothing of what was said."""

    invitation: Invitation
    review: ExpertReview
    state: ExpertState
    chair: bool


@dataclass(frozen=True)
class ExpertRoundStanding:
    """Where an expert round stands, for the process: counts only, verdicts only once opened."""

    round: Round
    asked: int
    released: int
    recused: int
    sealed: bool
    undecided: int
    unproved: int
    concluded: bool
    signed: bool
    verdicts: dict[str, int] = field(default_factory=dict)


def panel_of(round_: Round) -> ExpertPanel:
    """The round's panel; an unsaved one where nobody is invited yet."""
    known = ExpertPanel.objects.select_related("chair__review", "opened_by", "signed_scan")
    return known.filter(round=round_).first() or ExpertPanel(round=round_)


def is_sealed(round_: Round) -> bool:
    """Whether this is an expert round that nobody has opened."""
    return round_.audience == Audience.EXPERTS and panel_of(round_).opened_at is None


def is_invited_expert(user: Visitor, invitation: Invitation) -> bool:
    """The expert: by account, or by the personal link. Staff are not."""
    if not isinstance(user, User) or not user.is_active:
        return False
    if invitation.round.audience != Audience.EXPERTS:
        return False
    by_name = invitation.person_id == user.pk
    return by_name or reached_by_link(user).filter(pk=invitation.pk).exists()


def is_author(user: Visitor, review: ExpertReview) -> bool:
    """Who declared and drafts: the account of the expert, or the one browser of the link."""
    if not isinstance(user, User) or not is_invited_expert(user, review.invitation):
        return False
    return user.pk in (review.author_id, review.invitation.person_id)


def is_chair(user: Visitor, panel: ExpertPanel) -> bool:
    """组长, acting as the author of the chair's own review."""
    return panel.chair is not None and is_author(user, panel.chair.review)


def may_see_board(user: Visitor, round_: Round) -> bool:
    """Who is in: staff and the chair; once opened every expert who did not recuse."""
    if round_.audience != Audience.EXPERTS:
        return False
    panel = panel_of(round_)
    if may_see_collation(user, round_) or is_chair(user, panel):
        return True
    return panel.opened_at is not None and _is_heard(user, round_)


def may_read_opinions(user: Visitor, round_: Round) -> bool:
    """Read what the experts said: nobody before the round is opened."""
    return not is_sealed(round_) and may_see_board(user, round_)


def _is_heard(user: Visitor, round_: Round) -> bool:
    heard = ExpertReview.objects.filter(
        invitation__round=round_, recused=False, released_at__isnull=False
    )
    return any(is_author(user, one) for one in heard.select_related("invitation__round"))


def own_opinions(user: Visitor, review: ExpertReview) -> QuerySet[ExpertOpinion]:
    """What the author has written, in the order of the text; nothing for anybody else."""
    if not is_author(user, review):
        return ExpertOpinion.objects.none()
    own = ExpertOpinion.objects.filter(review=review).select_related("place", "chapter")
    return own.order_by("place__order", "id")


def opened_reviews(user: Visitor, round_: Round) -> QuerySet[ExpertReview]:
    """The released reviews with their opinions; nothing before the round is opened."""
    if not may_read_opinions(user, round_):
        return ExpertReview.objects.none()
    return (
        ExpertReview.objects.filter(
            invitation__round=round_, released_at__isnull=False, recused=False
        )
        .select_related("invitation__round__edition")
        .prefetch_related("opinions__place", "opinions__chapter")
        .order_by("invitation")
    )


def board(round_: Round) -> list[Seat]:
    """Everyone invited, and how far they are."""
    panel = panel_of(round_)
    rows = Invitation.objects.filter(round=round_).select_related("review", "person", "round")
    return [
        Seat(one, one.review, state_of(one), one.pk == panel.chair_id)
        for one in rows.order_by("id")
    ]


def state_of(invitation: Invitation) -> ExpertState:
    """未阅, 已阅, 起草中, 已提交, 回避 or 不再参加, from invitation and review."""
    review = invitation.review
    if review.recused:
        return ExpertState.RECUSED
    if review.released_at is not None:
        return ExpertState.RELEASED
    if invitation.state == ReplyState.NO_REPLY:
        return ExpertState.EXCUSED
    if review.declared_at is not None:
        return ExpertState.DRAFTING
    return ExpertState.UNREAD if invitation.read_at is None else ExpertState.READ


def missing(round_: Round) -> QuerySet[Invitation]:
    """Who is neither in nor let off; while there is one, only the chair can open."""
    return Invitation.objects.filter(round=round_, state__in=OPEN_REPLY_STATES)


def first_release(round_: Round) -> datetime | None:
    """When the first opinion came in; recusals are none."""
    given = ExpertReview.objects.filter(invitation__round=round_, recused=False)
    return given.aggregate(first=Min("released_at"))["first"]


def chair_may_change(panel: ExpertPanel) -> bool:
    """Whether another chair may be named: sealed, and no opinion is in or the chair is out."""
    if panel.opened_at is not None:
        return False
    if panel.chair is None or first_release(panel.round) is None:
        return True
    return panel.chair.review.recused or bool(panel.chair.review.excused_reason)


def verdicts(round_: Round) -> dict[str, int]:
    """How many gave each verdict, every verdict named; empty before the round is opened."""
    if is_sealed(round_):
        return {}
    given = ExpertReview.objects.filter(
        invitation__round=round_, released_at__isnull=False, recused=False
    )
    counted = dict(given.order_by().values_list("verdict").annotate(Count("pk")))
    return {verdict.value: counted.get(verdict.value, 0) for verdict in Verdict}


def to_open(user: User) -> list[ExpertPanel]:
    """Panels that wait for this chair's word alone: all are in, the last one by a link."""
    waiting = ExpertPanel.objects.filter(
        chair__in=expert_invitations(user),
        chair__review__released_at__isnull=False,
        opened_at__isnull=True,
        round__completed_at__isnull=True,
        round__in=Round.objects.in_force(),
    )
    found = waiting.select_related("round", "chair__review__invitation__round").order_by("id")
    return [one for one in found if is_chair(user, one) and not missing(one.round).exists()]


def to_conclude(user: User) -> list[ExpertPanel]:
    """Opened panels that this person chairs and that have no group opinion yet."""
    waiting = ExpertPanel.objects.filter(
        chair__in=expert_invitations(user),
        opened_at__isnull=False,
        conclusion="",
        round__completed_at__isnull=True,
        round__in=Round.objects.in_force(),
    )
    found = waiting.select_related("round", "chair__review__invitation__round").order_by("id")
    return [one for one in found if is_chair(user, one)]


def concluded(plan: Plan) -> list[ExpertPanel]:
    """The plan's panels whose group opinion 论证意见 is written, oldest first."""
    panels = ExpertPanel.objects.filter(
        round__in=Round.objects.in_force().filter(plan=plan)
    ).exclude(conclusion="")
    return list(panels.select_related("round__edition", "signed_scan").order_by("round"))


def expert_rounds_of(plan: Plan) -> list[ExpertRoundStanding]:
    """The plan's expert rounds, oldest first."""
    rounds = Round.objects.in_force().filter(plan=plan, audience=Audience.EXPERTS)
    return [_expert_round(one) for one in rounds.order_by("id")]


def _expert_round(round_: Round) -> ExpertRoundStanding:
    panel = panel_of(round_)
    people = ExpertReview.objects.filter(invitation__round=round_).aggregate(
        asked=Count("pk"),
        released=Count("pk", filter=Q(released_at__isnull=False, recused=False)),
        recused=Count("pk", filter=Q(recused=True)),
    )
    treated = Assessment.objects.filter(round=round_).aggregate(
        undecided=Count("pk", filter=Q(state=AssessmentState.OPEN)),
        unproved=Count("pk", filter=Q(state=AssessmentState.TO_PROVE)),
    )
    return ExpertRoundStanding(
        round_,
        **people,
        **treated,
        sealed=panel.opened_at is None,
        concluded=bool(panel.conclusion),
        signed=panel.signed_scan_id is not None,
        verdicts=verdicts(round_),
    )
