"""拟征求对象 as a list to choose from: every unit and the people chosen by name, 100 a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from consultation.enums import Channel
from consultation.models import Invitation, Round
from consultation.rounds.actions.delivering import ways_of
from plans.enums import UnitKind
from plans.models import Unit, User

PAGE = 100
PEOPLE = "person"


@dataclass(frozen=True)
class KindCount:
    """A kind of unit: how many there are, and how many are chosen."""

    value: str
    label: str
    chosen: int
    total: int
    current: bool


@dataclass(frozen=True)
class Choice:
    """One line of the list; ``unit`` is the one asked, or none where it is a person."""

    who: Unit | User
    unit: Unit | None
    chosen: bool
    told: tuple[str, ...]
    """The channels that reach them; none where no letter would arrive."""


@dataclass(frozen=True)
class AddresseePage:
    """The part of the list that is shown."""

    q: str
    kind: str
    kinds: list[KindCount]
    page: Page[Unit] | Page[User]
    rows: list[Choice]


def askable_people() -> QuerySet[User]:
    """Who can be asked by name: whoever has an account."""
    return User.objects.filter(kind="person", is_active=True).order_by("id")


def addressee_page(round_: Round, *, q: str, kind: str, page: int) -> AddresseePage:
    """The lines that fit, with what is chosen of them; people stand under a kind of their own."""
    kinds = _kinds(round_, kind)
    if kind == PEOPLE:
        people = askable_people()
        if q:
            people = people.filter(Q(full_name__contains=q) | Q(unit__name__contains=q))
        shown = Paginator(people.select_related("unit"), PAGE).get_page(page)
        return AddresseePage(q, kind, kinds, shown, _people(round_, list(shown)))
    units = Unit.objects.active().order_by("kind", "id")
    if kind:
        units = units.filter(kind=kind)
    if q:
        units = units.filter(Q(name__contains=q) | Q(officer__contains=q) | Q(leader__contains=q))
    found = Paginator(units, PAGE).get_page(page)
    return AddresseePage(q, kind, kinds, found, _units(round_, list(found)))


def _units(round_: Round, units: Sequence[Unit]) -> list[Choice]:
    chosen = dict(round_.addressees.filter(unit__in=units).values_list("unit", "channel"))
    asked = [Invitation(round=round_, unit=one, channel=chosen.get(one.pk, "")) for one in units]
    return [
        Choice(one, one, one.pk in chosen, tuple(way.kind for way, _ in found))
        for one, found in zip(units, ways_of(asked), strict=True)
    ]


def _people(round_: Round, people: Sequence[User]) -> list[Choice]:
    ids = [one.pk for one in people]
    chosen = set(round_.addressees.filter(person__in=ids).values_list("person", flat=True))
    return [Choice(one, None, one.pk in chosen, (Channel.ACCOUNT,)) for one in people]


def _kinds(round_: Round, current: str) -> list[KindCount]:
    rows = Unit.objects.active().order_by().values_list("kind").annotate(Count("pk"))
    total = dict(rows)
    mine = round_.addressees.order_by().filter(unit__isnull=False, unit__is_active=True)
    chosen = dict(mine.values_list("unit__kind").annotate(Count("pk")))
    found = [
        KindCount(kind.value, kind.label, chosen.get(kind, 0), total[kind], kind == current)
        for kind in UnitKind
        if kind in total
    ]
    people = askable_people().count()
    named = round_.addressees.filter(person__isnull=False).count()
    return [*found, KindCount(PEOPLE, "个人", named, people, current == PEOPLE)]
