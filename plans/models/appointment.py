"""Appointments 任职: who acts for a unit, a plan or the portal, by whose word, and how long."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.enums import OFFICES, PLAN_DUTIES, PORTAL_DUTIES, UNIT_DUTIES, Duty
from plans.models.four_eyes import IN_FORCE, WAITING, FourEyes
from plans.models.people import Unit
from plans.models.plan import Plan
from plans.system import clock

_OPEN = Q(ended_at__isnull=True)
_OF_UNIT = Q(permission__in=UNIT_DUTIES, unit__isnull=False, plan__isnull=True)
_OF_PLAN = Q(permission__in=PLAN_DUTIES, unit__isnull=True, plan__isnull=False)
_OF_PORTAL = Q(permission__in=PORTAL_DUTIES, unit__isnull=True, plan__isnull=True)
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
    """A person's right to act for a unit, to manage a plan, or (of neither) in the whole portal.

    Of a unit or plan the right's row of guardian is there if and only if the appointment is in
    force (``plans.permissions.grant`` sees to it). What was declined or withdrawn ended
    unconfirmed. Two offices in one hand may stand only where they stood before four eyes.
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
                condition=_OF_UNIT | _OF_PLAN | _OF_PORTAL,
                name="appointment_is_of_what_it_is_for",
                violation_error_message="经办人和负责人属于单位，主持人属于规划，其他权限属于全平台，请重新选择。",
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
            models.UniqueConstraint(
                fields=["user", "permission"],
                condition=_OPEN & _OF_PORTAL,
                name="appointment_once_in_the_portal",
                violation_error_message=_TWICE,
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=_OPEN & Q(permission__in=OFFICES, made_by__isnull=False),
                name="appointment_to_one_office",
                violation_error_message="系统管理员、安全管理员、审计管理员由不同的人担任，"
                "请先终止这个人已有的一项。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target or ''}{self.get_permission_display()}{self.user}"

    @property
    def in_force(self) -> bool:
        return self.confirmed_at is not None and self.ended_at is None

    @property
    def waits(self) -> bool:
        """Whether somebody may still confirm it."""
        return self.confirmed_at is None and self.ended_at is None

    @property
    def target(self) -> Unit | Plan | None:
        """The unit or the plan that it is of; None for a right in the whole portal."""
        return self.unit or self.plan

    def words(self, place: str = "") -> str:
        """What the person is or may do by it, as the rest of a sentence about them."""
        if self.permission in (Duty.CREATE_PLAN, Duty.KEEP_UNITS):
            return f"享有“{self.get_permission_display()}”的权限"
        return f"任{place}{self.get_permission_display()}"

    @property
    def scope(self) -> str:
        """Where it holds, in words."""
        return str(self.target or "全平台")
