"""Document numbers 发文字号: taken in order, without gaps or doubles, released with a reason."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from plans.audit import record
from plans.enums import NUMBER_TRANSITIONS, NumberState
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import DocumentNumber, Letterhead, User
from plans.permissions import Visitor, may_manage_units


def reserve_number(letterhead: Letterhead, year: int, *, by: User, purpose: str) -> DocumentNumber:
    """Take the lowest free number of the year: a released one first, else the next.

    The letterhead's row is locked, so two users never get one number.
    """
    purpose = purpose.strip()
    if not purpose:
        raise InvalidInput("请写明这个文号用于哪份文件。")
    with transaction.atomic():
        _require(by)
        letterhead = Letterhead.objects.select_for_update().get(pk=letterhead.pk)
        number = _released(letterhead, year) or _next(letterhead, year)
        number.purpose, number.taken_by, number.reason = purpose[:200], by, ""
        _set_state(number, NumberState.RESERVED)
        record("number.reserve", number, by=by, new={"number": str(number), "purpose": purpose})
    return number


def take_number(
    letterhead: Letterhead, year: int, serial: int, *, by: User, purpose: str
) -> DocumentNumber:
    """Record a number that was given outside the portal; InvalidInput when it is taken."""
    with transaction.atomic():
        _require(by)
        letterhead = Letterhead.objects.select_for_update().get(pk=letterhead.pk)
        number = letterhead.numbers.filter(year=year, serial=serial).first()
        if number is not None and number.state != NumberState.RELEASED:
            raise InvalidInput(f"{number}已用于“{number.purpose}”，请核对文号。")
        number = number or DocumentNumber(letterhead=letterhead, year=year, serial=serial)
        number.purpose, number.taken_by, number.reason = purpose[:200], by, ""
        _set_state(number, NumberState.RESERVED)
        record("number.take", number, by=by, new={"number": str(number), "purpose": purpose})
    return number


def use_number(number: DocumentNumber, *, by: User) -> DocumentNumber:
    """Mark a reserved number as used: its document has been issued."""
    return _change(number, NumberState.USED, by=by, reason="")


def release_number(number: DocumentNumber, *, by: User, reason: str) -> DocumentNumber:
    """Give a reserved number back, with the reason; it is the next to be taken."""
    if not reason.strip():
        raise InvalidInput("请写明释放这个文号的理由。")
    return _change(number, NumberState.RELEASED, by=by, reason=reason.strip()[:200])


def may_number(user: Visitor) -> bool:
    """Who keeps the register of document numbers."""
    return may_manage_units(user) or user.has_perm("plans.create_plan")


def _require(user: User) -> None:
    if not may_number(user):
        raise NotAllowed("您没有管理发文字号的权限。")


def _released(letterhead: Letterhead, year: int) -> DocumentNumber | None:
    free = letterhead.numbers.filter(year=year, state=NumberState.RELEASED)
    return free.order_by("serial").first()


def _next(letterhead: Letterhead, year: int) -> DocumentNumber:
    highest = letterhead.numbers.filter(year=year).aggregate(top=Max("serial"))["top"] or 0
    return DocumentNumber(letterhead=letterhead, year=year, serial=highest + 1)


def _change(number: DocumentNumber, state: NumberState, *, by: User, reason: str) -> DocumentNumber:
    with transaction.atomic():
        _require(by)
        number = DocumentNumber.objects.select_for_update().get(pk=number.pk)
        old = NumberState(number.state)
        if state not in NUMBER_TRANSITIONS[old]:
            raise WrongState(f"{number}{old.label}，不能改为{state.label}。")
        number.reason = reason
        _set_state(number, state)
        record(
            "number." + state.value,
            number,
            by=by,
            old={"state": old},
            new={"state": state, "reason": reason},
        )
    return number


def _set_state(number: DocumentNumber, state: NumberState) -> None:
    number.state = state
    number.save()
