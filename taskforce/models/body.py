"""Bodies of the work: leading group, office, task force … and their seats."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from plans.models import Plan
from taskforce.enums import SeatRole, body_kinds


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


class SeatQuerySet(models.QuerySet["Seat"]):
    def held_on(self, day: date) -> SeatQuerySet:
        """Seats that are in force on this day."""
        return self.filter(
            Q(from_on__isnull=True) | Q(from_on__lte=day), Q(to_on__isnull=True) | Q(to_on__gte=day)
        )


class Seat(models.Model):
    """A person's place in a body; rights follow from it by date. ``name`` alone where the source
    gives an office without a person."""

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
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="代理人",
    )
    deputy_from = models.DateField("代理起", null=True, blank=True)
    deputy_to = models.DateField("代理止", null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["body", "order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_on__isnull=True)
                | Q(to_on__isnull=True)
                | Q(to_on__gte=F("from_on")),
                name="seat_dates_in_order",
                violation_error_message="任职的截止日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True)
                | Q(deputy_from__isnull=False, deputy_to__gte=F("deputy_from")),
                name="seat_deputy_has_dates",
                violation_error_message="安排代理人须写明起止日期，并且截止日期不早于开始日期。",
            ),
            models.CheckConstraint(
                condition=~Q(name="") | ~Q(position=""),
                name="seat_of_someone",
                violation_error_message="请填写姓名或者职务，至少填写一项。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.name or self.position}"
