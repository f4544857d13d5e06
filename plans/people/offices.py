"""Who holds an office 职务 with a voice: a registry, since higher apps know of theirs."""

from __future__ import annotations

from collections.abc import Callable

from plans.enums import Duty
from plans.models import Appointment, User

Asked = Callable[[User], list[str]]
_ASKED: list[Asked] = []


def tells_offices(asked: Asked) -> Asked:
    """A decorator: this function gives, in words, the offices of a person that its app knows."""
    _ASKED.append(asked)
    return asked


def offices_of(user: User) -> list[str]:
    """The offices that the person holds today, in words; empty for who has no voice."""
    return [office for asked in _ASKED for office in asked(user)]


@tells_offices
def _appointments(user: User) -> list[str]:
    """Head of a unit, manager of a plan, a right in the whole portal; an 经办人 only drafts."""
    held = Appointment.objects.in_force().filter(user=user).exclude(permission=Duty.OFFICER)
    return list(dict.fromkeys(row.get_permission_display() for row in held))
