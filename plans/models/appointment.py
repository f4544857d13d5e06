"""Appointments 任职: who acts for a unit or manages a plan, by whose word, from when to when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.enums import PLAN_DUTIES, UNIT_DUTIES, Duty
from plans.models.four_eyes import IN_FORCE, WAITING, FourEyes
from plans.models.people import Unit
from plans.models.plan import Plan
from plans.system import clock

_OPEN = Q(ended_at__isnull=True)
_OF_UNIT = Q(permission__in=UNIT_DUTIES, unit__isnull=False, plan__isnull=True)
_OF_PLAN = Q(permission__in=PLAN_DUTIES, unit__isnull=True, plan__isnull=False)
_TWICE = "这项任职已经提名或者生效，不需要重复提名。"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def in_force(self) -> AppointmentQuerySet:
        """What gives a right now: confirmed and not ended."""
        return self.filter(_OPEN, IN_FORCE)

    def waiting(self) -> AppointmentQuerySet:
        """What somebody named and nobody has confirmed, declined or withdrawn."""
        return self.filter(_OPEN, WAITING)

    def standing(self) -> AppointmentQuerySet:
        """What waits and what is in force."""
        return self.filter(_OPEN)


class Appointment(FourEyes):
    """A person's right to act for a unit, or to manage a plan.

    The right's row of guardian is there if and only if the appointment is in force
    (``plans.permissions.grant`` sees to it). What was declined or withdrawn ended unconfirmed.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments", verbose_name="人员"
    )
    permission = models.CharField("职责", max_length=20, choices=Duty.choices)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    made_at = models.DateTimeField("提名时间", default=clock.now, editable=False)
    ended_at = models.DateTimeField("终止时间", null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta(FourEyes.Meta):
        ordering = ["id"]
        constraints = [
            *FourEyes.Meta.constraints,
            models.CheckConstraint(
                condition=_OF_UNIT | _OF_PLAN,
                name="appointment_is_of_a_unit_or_a_plan",
                violation_error_message="经办人和负责人属于单位，主持人属于规划，请重新选择。",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="appointment_ends_by_somebody",
                violation_error_message="终止任职须记明由谁办理，请刷新页面后重试。",
            ),
            models.UniqueConstraint(
                fields=["user", "permission", "unit"],
                condition=_OPEN & Q(unit__isnull=False),
                name="appointment_once_in_a_unit",
                violation_error_message=_TWICE,
            ),
            models.UniqueConstraint(
                fields=["user", "permission", "plan"],
                condition=_OPEN & Q(plan__isnull=False),
                name="appointment_once_in_a_plan",
                violation_error_message=_TWICE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target}{self.get_permission_display()}{self.user}"

    @property
    def in_force(self) -> bool:
        return self.confirmed_at is not None and self.ended_at is None

    @property
    def waits(self) -> bool:
        """Whether somebody may still confirm it."""
        return self.confirmed_at is None and self.ended_at is None

    @property
    def target(self) -> Unit | Plan:
        """The unit or the plan that it is of."""
        found = self.unit or self.plan
        assert found is not None
        return found
