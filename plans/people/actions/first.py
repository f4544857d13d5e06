"""The first administrators, made at the server where nobody can name anybody yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from plans.enums import OFFICES, Act, Duty
from plans.errors import WrongState
from plans.models import User
from plans.people.actions.activation import link_by_server
from plans.people.actions.appointments import stand_in_office
from plans.people.rules import require_active_person
from plans.permissions import holders
from plans.system.audit import record
from plans.system.secrecy import refuse_secret
from plans.system.system_user import system_user


@dataclass(frozen=True)
class First:
    """Who shall hold an office first; an account of this name is taken, or else made."""

    duty: Duty
    username: str
    full_name: str
    email: str


def empty_offices() -> list[Duty]:
    """The offices that nobody with an account in use holds; WrongState when there is none."""
    empty = [duty for duty in OFFICES if not holders(duty).exists()]
    if not empty:
        raise WrongState(
            "系统管理员、安全管理员、审计管理员都已有人担任。"
            "增加或更换管理员，请由安全管理员在平台上提名，经另一人确认。"
        )
    return empty


def stand_first(people: Iterable[First]) -> list[tuple[User, str]]:
    """Fill empty offices, all or none, by different people; gives them in the same order, each
    with the address at which a new account gets its password (empty for one that has one)."""
    with transaction.atomic():
        return [_stand(one) for one in people]


def _stand(one: First) -> tuple[User, str]:
    user = User.objects.filter(username=one.username).first() or _open(one)
    require_active_person(user)
    stand_in_office(user, one.duty)
    return user, "" if user.has_usable_password() else link_by_server(user)


def _open(one: First) -> User:
    refuse_secret(one.full_name, one.email)
    user = User(username=one.username, full_name=one.full_name, email=one.email)
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    record(Act.USER_MAKE, user, by=system_user(), new={"username": one.username})
    return user
