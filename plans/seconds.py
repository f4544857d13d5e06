"""Who may be the second person: independent of who made it, and in the right office.

A row that bears four eyes (``plans.models.FourEyes``) asks ``may_be_second``; an appointment asks
``may_confirm``, which asks it as well.
"""

from __future__ import annotations

from plans.enums import OFFICES, Duty, UserKind
from plans.models import Appointment, FourEyes, User
from plans.permissions import (
    Visitor,
    heads_of,
    holders,
    holds,
    manages_a_plan,
    may_give_rights,
    may_manage,
    may_manage_units,
    may_release_reply,
    speaks,
)


def may_be_second(user: Visitor, row: FourEyes, *, about: User | None = None) -> bool:
    """Whether a person is independent enough to confirm what another made or entered.

    Not who made it, nor any account that its maker opened (or that such an account opened): the
    maker may know its password; nor who opened the maker's account, who may have made the row
    through it; nor whose account one manager of a plan opened as well as the maker's
    (``are_in_one_hand``). ``about``: to whom the row gives a voice; who opened that account
    is no second person either. Whether the office fits is for the caller to ask as well.
    """
    if not isinstance(user, User) or not speaks(user) or user.kind != UserKind.PERSON:
        return False
    maker = row.made_by
    if maker is None or row.in_force:
        return False
    if about is not None and user.pk != about.pk and opened_account(user, about):
        return False
    return not are_in_one_hand(maker, user)


def are_in_one_hand(one: User, other: User) -> bool:
    """Whether one person may have acted through both accounts: they are the same, one opened the
    other, or somebody who manages a plan opened both, directly or in a chain.

    Who only maintains units and people has no part in what is decided and may open all accounts.
    """
    if one.pk == other.pk:
        return True
    mine, theirs = _openers(one), _openers(other)
    if one.pk in theirs or other.pk in mine:
        return True
    common = mine & theirs
    managing = Appointment.objects.in_force().filter(user__in=common, permission=Duty.MANAGER)
    return bool(common) and managing.exists()


def opened_account(opener: User, user: User) -> bool:
    """Whether one opened the other's account, directly or in a chain, and may know its password."""
    return opener.pk in _openers(user)


def _openers(user: User) -> set[int]:
    """Who opened the account, who opened theirs, and so on."""
    found: set[int] = set()
    opener = user.opened_by_id
    while opener is not None and opener not in found:
        found.add(opener)
        opener = User.objects.values_list("opened_by", flat=True).get(pk=opener)
    return found


def may_confirm(user: Visitor, row: Appointment) -> bool:
    """Confirm what another named, as the kind of appointment asks.

    Of a unit: its head, where an independent one is there, else who maintains units; never the
    person concerned, nor who manages a plan. Of a plan: another manager, or the person concerned.
    Of the portal: another 安全管理员, where an independent one is there, else who holds another of
    the three offices; never the person concerned.
    """
    if not row.waits or not isinstance(user, User) or not may_be_second(user, row, about=row.user):
        return False
    if row.plan is not None:
        return user.pk == row.user_id or may_manage(user, row.plan)
    if row.unit is None:
        return user.pk != row.user_id and _may_confirm_right(user, row)
    if not _is_fit_for_unit(user, row):
        return False
    if may_release_reply(user, row.unit):
        return True
    return may_manage_units(user) and not independent_heads(row)


def _may_confirm_right(user: User, row: Appointment) -> bool:
    if holds(user, Duty.SECURITY):
        return True
    return holds(user, *OFFICES) and not independent_security(row)


def may_keep(user: Visitor, row: Appointment) -> bool:
    """Keep the list in which the appointment stands: withdraw and end it."""
    if row.plan is not None:
        return may_manage(user, row.plan)
    if row.unit is None:
        return may_give_rights(user)
    return may_manage_units(user) or may_release_reply(user, row.unit)


def may_see_appointment(user: Visitor, row: Appointment) -> bool:
    """Whom it concerns, who named it, who keeps the list or is to confirm it."""
    concerned = user.pk in (row.user_id, row.made_by_id)
    return concerned or may_keep(user, row) or may_confirm(user, row)


def independent_heads(row: Appointment) -> list[User]:
    """The unit's heads who may confirm this appointment; nobody else may where there are any."""
    assert row.unit is not None
    return [
        one
        for one in heads_of(row.unit)
        if _is_fit_for_unit(one, row) and may_be_second(one, row, about=row.user)
    ]


def independent_security(row: Appointment) -> list[User]:
    """The 安全管理员 who may confirm this right; another office may where there is none."""
    return [
        one
        for one in holders(Duty.SECURITY)
        if one.pk != row.user_id and may_be_second(one, row, about=row.user)
    ]


def _is_fit_for_unit(user: User, row: Appointment) -> bool:
    return user.pk != row.user_id and not manages_a_plan(user)
