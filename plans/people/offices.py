"""Who holds an office 职务 with a voice, and who else could vouch for them.

Each app knows of its own: ``settings.OFFICES_ASKED`` names the functions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from plans.enums import OFFICES, Duty
from plans.models import Appointment, User
from plans.permissions import holds, may_manage, may_manage_units


@dataclass(frozen=True)
class Office:
    """One office in words; ``may_vouch`` says whether another holds a right beside it."""

    words: str
    may_vouch: Callable[[User], bool]


def offices_of(user: User) -> list[Office]:
    """The offices that the person holds today; empty for who has no voice."""
    asked = map(import_string, settings.OFFICES_ASKED)
    return [office for ask in asked for office in ask(user)]


def appointments(user: User) -> list[Office]:
    """Head of a unit, manager of a plan, a right in the whole portal; an 经办人 only drafts."""
    held = Appointment.objects.in_force().filter(user=user).exclude(permission=Duty.OFFICER)
    return [
        Office(f"{row.scope}：{row.get_permission_display()}", _fit(row))
        for row in held.select_related("unit", "plan")
    ]


def _fit(row: Appointment) -> Callable[[User], bool]:
    """Another manager of the plan; of a unit's head who keeps the directory; of a right in the
    whole portal who holds one of the three offices."""
    plan = row.plan
    if plan is not None:
        return lambda other: may_manage(other, plan)
    if row.unit is not None:
        return may_manage_units
    return lambda other: holds(other, *OFFICES)
