"""What of a round is still to be decided or proved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from consultation.enums import AssessmentState
from consultation.models import Assessment, OpinionGroup, Round
from consultation.passages.similarity import similar_to
from plans.enums import UserKind
from plans.models import (
    Change,
    EditionProvision,
    Plan,
    PlanUserObjectPermission,
    ProvisionUserObjectPermission,
    User,
)


def unproved(round_: Round) -> QuerySet[Assessment]:
    """采纳落实核对, first list: adopted opinions that the working text does not carry.

    They point at no change of it; or what that change put in does not stand any more.
    """
    return (
        Assessment.objects.filter(round=round_, state=AssessmentState.TO_PROVE)
        .select_related("comment", "place", "unit", "chapter")
        .order_by("number")
    )


def changes_without_source(round_: Round) -> QuerySet[Change]:
    """采纳落实核对, second list: changes since the round's edition that carry nothing known.

    They name no source, and no adopted opinion points at them.
    """
    proofs = Assessment.objects.filter(round__plan=round_.plan_id, proof__isnull=False)
    return (
        Change.objects.filter(
            plan=round_.plan,
            source="",
            version__revision__date_created__gt=round_.edition.frozen_at,
        )
        .exclude(pk__in=proofs.values("proof"))
        .select_related("provision", "version__revision__user")
        .order_by("-id")
    )


def similar_answers(row: Assessment) -> list[Assessment]:
    """Answered opinions of the same plan that are most like this one, best first.

    The latest 500 on the same chapter are measured, so that the time does not grow.
    """
    answered = (
        Assessment.objects.filter(round__plan=row.round.plan_id, chapter=row.chapter_id)
        .exclude(disposition="")
        .exclude(pk=row.pk)
        .select_related("comment", "unit", "round")
        .order_by("-id")[:500]
    )
    known = {one.pk: one for one in answered}
    found = similar_to(row.words, ((pk, one.words) for pk, one in known.items()))
    return [known[pk] for pk, _ in found]


def handlers_of(plan: Plan) -> QuerySet[User]:
    """Who may be a handler 经办人: all who have a right on the plan or on a chapter of it."""
    on_plan = PlanUserObjectPermission.objects.filter(content_object=plan)
    on_chapters = ProvisionUserObjectPermission.objects.filter(content_object__plan=plan)
    rights = Q(pk__in=on_plan.values("user")) | Q(pk__in=on_chapters.values("user"))
    return User.objects.filter(rights, is_active=True, kind=UserKind.PERSON).order_by("full_name")


@dataclass(frozen=True)
class Passage:
    """A passage on which several units said different things."""

    place: EditionProvision
    quote: str
    opinions: list[Assessment]
    count: int
    units: int


def disputed(round_: Round, *, start: int = 0, size: int = 10, shown: int = 12) -> list[Passage]:
    """同一处的不同意见: passages on which units propose different wordings, most units first.

    Only what still waits for an answer, or was answered differently, is of interest to staff:
    passages all of whose opinions have one and the same disposition are left out.
    """
    rows = (
        Assessment.objects.filter(round=round_, place__isnull=False, unit__isnull=False)
        .filter(part_of__isnull=True)
        .order_by()
        .values("place", "comment__quote")
        .annotate(
            units=Count("unit", distinct=True),
            proposals=Count("comment__proposal", distinct=True),
            count=Count("pk"),
            answers=Count("disposition", distinct=True),
            waiting=Count("pk", filter=Q(disposition="")),
        )
        .filter(units__gt=1, proposals__gt=1)
        .filter(Q(answers__gt=1) | Q(waiting__gt=0))
        .order_by("-units", "place", "comment__quote")[start : start + size]
    )
    found = list(rows)
    places = EditionProvision.objects.in_bulk([row["place"] for row in found])
    return [
        Passage(
            places[row["place"]],
            row["comment__quote"],
            _on_passage(round_, row["place"], row["comment__quote"], shown),
            row["count"],
            row["units"],
        )
        for row in found
    ]


def _on_passage(round_: Round, place: int, quote: str, shown: int) -> list[Assessment]:
    rows = Assessment.objects.filter(
        round=round_, place=place, comment__quote=quote, unit__isnull=False, part_of=None
    )
    return list(rows.select_related("comment", "unit").order_by("number")[:shown])


def same_place(row: Assessment, size: int = 20) -> list[Assessment]:
    """Other opinions on the place of this one, those on the same passage first."""
    comment = row.comment
    if row.place_id is None:
        return []
    others = Assessment.objects.filter(round=row.round_id, place=row.place_id)
    others = others.exclude(pk=row.pk).select_related("comment", "unit").order_by("number")
    same = list(others.filter(comment__quote=comment.quote)[:size])
    return same + list(others.exclude(comment__quote=comment.quote)[: size - len(same)])


def argumentation(round_: Round) -> QuerySet[Assessment]:
    """论证清单: opinions that go to the experts, put there by staff or as 仍有意见.

    Those of the round itself and those of the one before, which its units were asked about.
    """
    return (
        Assessment.objects.filter(
            round__in=[pk for pk in (round_.pk, round_.previous_id) if pk], to_argumentation=True
        )
        .select_related("comment", "place", "unit", "chapter", "round")
        .order_by("round", "number")
    )


@dataclass(frozen=True)
class GroupRow:
    """A group on the page: its members (the first 20) and how many there are.

    ``differing``: its members are answered differently, which a confirmed group should not be.
    """

    group: OpinionGroup
    members: list[Assessment]
    count: int
    differing: bool


def group_page(round_: Round, *, after: int = 0, size: int = 20) -> list[GroupRow]:
    """The round's groups behind an id, proposals and confirmed ones alike."""
    groups = list(
        round_.groups.filter(pk__gt=after)
        .select_related("confirmed_by")
        .annotate(count=Count("members"))
        .order_by("pk")[:size]
    )
    return [GroupRow(one, _first_members(one), one.count, _differs(one)) for one in groups]


def answers_of(rows: Iterable[Assessment]) -> set[tuple[str, str]]:
    """The answers, each with its reason, that were given among these."""
    return {(row.disposition, row.reason) for row in rows if row.disposition}


def contradictory(round_: Round) -> list[OpinionGroup]:
    """The round's confirmed groups that are not answered as one, the oldest first."""
    differing = round_.groups.filter(confirmed_at__isnull=False).order_by("pk")
    return [one for one in differing if _differs(one)]


def _differs(group: OpinionGroup) -> bool:
    """Answered differently; or, once it is confirmed, answered in part."""
    given = set(group.members.order_by().values_list("disposition", "reason").distinct()[:3])
    return len(given if group.confirmed_at else given - {("", "")}) > 1


def _first_members(group: OpinionGroup) -> list[Assessment]:
    return list(group.members.select_related("comment", "unit").order_by("number")[:20])
