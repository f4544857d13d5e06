"""What the clock does with accounts that have an end: reminds, then ends them."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from plans.enums import Act, UserKind
from plans.models import User
from plans.people.actions.accounts import end_account
from plans.people.actions.appointments import lock_offices
from plans.people.rules import manages_alone
from plans.system.audit import record
from plans.system.locking import locked
from plans.system.system_user import system_user

KEPT = 0
"""``end_reminded`` of an account that is kept beyond its end."""
REMIND_DAYS = (3, 14)
"""So many days before; the nearer first, so that nobody is reminded twice at once."""


def remind_ending(today: date) -> int:
    """Note in the log, once for each of the days, whose account ends soon; they are told of it."""
    return sum(_remind(today, days) for days in REMIND_DAYS)


def _remind(today: date, days: int) -> int:
    soon = User.objects.filter(
        Q(end_reminded__isnull=True) | Q(end_reminded__gt=days),
        is_active=True,
        kind=UserKind.PERSON,
        ends_on__gte=today,
        ends_on__lte=today + timedelta(days=days),
    )
    return sum(_note(pk, days) for pk in soon.values_list("pk", flat=True))


def _note(user_id: int, days: int) -> int:
    """The claim is the UPDATE: of two clocks one reminds."""
    with transaction.atomic():
        fresh = Q(end_reminded__isnull=True) | Q(end_reminded__gt=days)
        rows = User.objects.filter(fresh, pk=user_id, ends_on__isnull=False)
        if not rows.update(end_reminded=days):
            return 0
        user = User.objects.get(pk=user_id)
        record(Act.USER_REMIND, user, by=system_user(), new={"ends_on": str(user.ends_on)})
        return 1


def end_lapsed(today: date) -> int:
    """End the accounts whose last day is over, each in a transaction of its own.

    That of a plan's only manager is kept, which people are told once, until another manages it.
    """
    over = User.objects.filter(is_active=True, kind=UserKind.PERSON, ends_on__lt=today)
    return sum(_end(pk, today) for pk in over.order_by("pk").values_list("pk", flat=True))


def _end(user_id: int, today: date) -> int:
    with transaction.atomic():
        lock_offices()
        user = locked(User.objects).get(pk=user_id)
        if not user.is_active or user.ends_on is None or user.ends_on >= today:
            return 0
        if manages_alone(user):
            _keep(user)
            return 0
        end_account(user, "账号到期", by=system_user())
        return 1


def _keep(user: User) -> None:
    """A plan is never without a manager: its only one goes on, and it is in the log once."""
    if user.end_reminded == KEPT:
        return
    user.end_reminded = KEPT
    user.save(update_fields=["end_reminded"])
    record(Act.USER_KEEP, user, by=system_user(), new={"ends_on": str(user.ends_on)})
