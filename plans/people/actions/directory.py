"""The directory: units and the people who work for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from plans.enums import Act
from plans.errors import InvalidInput, NotAllowed
from plans.models import Unit, User
from plans.permissions import may_manage_units, may_open_accounts
from plans.system import clock
from plans.system.audit import record
from plans.system.locking import locked
from plans.system.secrecy import refuse_secret

UNIT_FIELDS = ("name", "kind", "leader", "officer", "email", "phone")


def save_units(rows: Iterable[dict[str, Any]], *, by: User) -> tuple[int, int]:
    """Add or update units by name: all rows or none; gives (added, updated).

    What a row does not hold stays as it was.
    """
    if not may_manage_units(by):
        raise NotAllowed("您没有维护单位名录的权限。")
    added = updated = 0
    with transaction.atomic():
        for row in rows:
            unit = locked(Unit.objects).filter(name=row["name"]).first() or Unit()
            added, updated = added + unit._state.adding, updated + (not unit._state.adding)
            old = {name: getattr(unit, name) for name in UNIT_FIELDS} if unit.pk else {}
            for name in UNIT_FIELDS:
                setattr(unit, name, row.get(name, getattr(unit, name)))
            unit.full_clean(exclude=["parent"])
            unit.save()
            new = {name: getattr(unit, name) for name in UNIT_FIELDS}
            record(Act.UNIT_SAVE, unit, by=by, old=old, new=new)
    return added, updated


def make_person(
    *,
    by: User,
    username: str,
    full_name: str,
    unit: Unit | None,
    position: str,
    email: str,
    ends_on: date | None = None,
) -> User:
    """An account for a person of a unit, without a password: its owner sets it by a link.

    Who opens it is no second person beside it. ``ends_on`` is its last day, where it has one.
    """
    if not may_open_accounts(by):
        raise NotAllowed("您没有维护人员的权限。")
    if ends_on is not None and ends_on < clock.today():
        raise InvalidInput("到期日不能早于今天。")
    refuse_secret(full_name, position, email)
    if User.objects.filter(username=username).exists():
        raise InvalidInput(f"用户名“{username}”已被使用，请换一个。")
    with transaction.atomic():
        user = User(
            username=username,
            full_name=full_name,
            unit=unit,
            position=position,
            email=email,
            opened_by=by,
            ends_on=ends_on,
        )
        user.set_unusable_password()
        user.full_clean()
        user.save()
        new = {"username": username, "unit": str(unit or ""), "ends_on": str(ends_on or "")}
        record(Act.USER_MAKE, user, by=by, new=new)
    return user
