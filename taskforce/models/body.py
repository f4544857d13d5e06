"""Bodies of the work: leading group, office, task force … their seats, and who deputises.

Seats and deputies are kept with four eyes 双人办理, one rule for every kind of body: whoever is
named waits until a second person confirms, and until then has no voice, no right and no page by
it. Only a seat that names nobody (an office in the work plan, still to be filled) needs no second
person, since nothing can be said from it. Querysets have one door: ``in_force``, and ``held_on``
behind it; whoever reads ``objects`` without them shows a list and decides nothing.
"""

from __future__ import annotations

from datetime import date
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from plans.models import IN_FORCE, WAITING, FourEyes, Plan
from taskforce.enums import SeatRole, body_kinds

Named = TypeVar("Named", bound=FourEyes)


class Body(models.Model):
    """办公室、工作专班、专家组、课题组 and the other working and deciding bodies of one plan.

    ``issues_as`` is the name on its papers where that is longer than ``name``.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=20, choices=body_kinds)
    name = models.CharField("名称", max_length=120)
    issues_as = models.CharField("发文名称", max_length=120, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "name"],
                name="body_name_once",
                violation_error_message="这个规划已有同名的机构，请换一个名称。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TwoPersonQuerySet(models.QuerySet[Named]):
    """What one person made and another is to confirm, by how far it is."""

    def standing(self) -> Self:
        """In force or waiting: neither refused, withdrawn nor ended before its date."""
        return self.filter(ended_at__isnull=True)

    def in_force(self) -> Self:
        """What a second person confirmed, or what needs none: all that gives a voice."""
        return self.standing().filter(IN_FORCE)

    def waiting(self) -> Self:
        """What nobody has confirmed yet: it gives nothing."""
        return self.standing().filter(WAITING)


class SeatQuerySet(TwoPersonQuerySet["Seat"]):
    def held_on(self, day: date) -> Self:
        """Seats in force on this day."""
        return self.in_force().filter(
            Q(from_on__isnull=True) | Q(from_on__lte=day), Q(to_on__isnull=True) | Q(to_on__gte=day)
        )


class Seat(FourEyes):
    """A person's place in a body; rights follow from it by date. ``name`` alone where the source
    gives an office without a person.

    Confirmed by its holder, or by another who runs the process. ``ended_at``: the naming was
    refused or withdrawn, and the seat never was in force.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="seats")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField("姓名", max_length=60, blank=True)
    role = models.CharField("职责", max_length=20, choices=SeatRole.choices)
    position = models.CharField("职务", max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    from_on = models.DateField("任职起", null=True, blank=True)
    to_on = models.DateField("任职止", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SeatQuerySet.as_manager()

    class Meta(FourEyes.Meta):
        ordering = ["body", "order", "id"]
        constraints = [
            *FourEyes.Meta.constraints,
            models.CheckConstraint(
                condition=Q(from_on__isnull=True)
                | Q(to_on__isnull=True)
                | Q(to_on__gte=F("from_on")),
                name="seat_dates_in_order",
                violation_error_message="任职的截止日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                condition=~Q(name="") | ~Q(position=""),
                name="seat_of_someone",
                violation_error_message="请填写姓名或者职务，至少填写一项。",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | WAITING,
                name="seat_dropped_while_waiting",
                violation_error_message="任职已经生效，请改为填写任职的截止日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.who}"

    @property
    def who(self) -> str:
        """The person's name, else the office."""
        return self.name or self.position

    @property
    def speaks(self) -> bool:
        """Whether anything can be said from it, in the portal or entered from paper."""
        return self.user_id is not None or self.name != ""


class DeputyQuerySet(TwoPersonQuerySet["Deputy"]):
    def held_on(self, day: date) -> Self:
        """Deputies in force on this day, of seats that are in force on it."""
        seats = Seat.objects.held_on(day)
        return self.in_force().filter(from_on__lte=day, to_on__gte=day, seat__in=seats)


class Deputy(FourEyes):
    """代理人: who acts for a seat from one day to another while its holder is away.

    Named by the holder, then confirmed by another who runs the process; or named by the office,
    then confirmed by the holder or by another who runs the process.
    """

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="deputies")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="代理人"
    )
    from_on = models.DateField("代理起")
    to_on = models.DateField("代理止")
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = DeputyQuerySet.as_manager()

    class Meta(FourEyes.Meta):
        ordering = ["id"]
        constraints = [
            *FourEyes.Meta.constraints,
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")),
                name="deputy_dates_in_order",
                violation_error_message="代理的截止日期不能早于开始日期。",
            ),
            models.UniqueConstraint(
                fields=["seat"],
                condition=WAITING & Q(ended_at__isnull=True),
                name="one_deputy_waits_for_a_seat",
                violation_error_message="这一席位已有一项代理安排等待确认，请先办理或者撤回。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}代理{self.seat}"
