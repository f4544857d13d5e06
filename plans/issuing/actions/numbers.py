"""Document numbers 发文字号: taken in order, without gaps or doubles, released with a reason."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max

from plans.enums import NUMBER_TRANSITIONS, Act, NumberState
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import DocumentNumber, Letterhead, User
from plans.permissions import may_number
from plans.system.audit import record
from plans.system.locking import locked
from plans.text.document_numbers import parts_of


def reserve_number(letterhead: Letterhead, year: int, *, by: User, purpose: str) -> DocumentNumber:
    """Take the lowest free number of the year: a released one first, else the next.

    The letterhead's row is locked, so two users never get one number.
    """
    purpose = purpose.strip()
    if not purpose:
        raise InvalidInput("请写明这个文号用于哪份文件。")
    with transaction.atomic():
        _require(by)
        letterhead = locked(Letterhead.objects).get(pk=letterhead.pk)
        number = _released(letterhead, year) or _next(letterhead, year)
        number.purpose, number.taken_by, number.reason = purpose[:200], by, ""
        _set_state(number, NumberState.RESERVED)
        record(Act.NUMBER_RESERVE, number, by=by, new={"number": str(number), "purpose": purpose})
    return number


def take_number(
    letterhead: Letterhead, year: int, serial: int, *, by: User, purpose: str
) -> DocumentNumber:
    """Record a number that was given outside the portal; InvalidInput when it is taken."""
    with transaction.atomic():
        _require(by)
        letterhead = locked(Letterhead.objects).get(pk=letterhead.pk)
        number = letterhead.numbers.filter(year=year, serial=serial).first()
        if number is not None and number.state != NumberState.RELEASED:
            raise InvalidInput(f"{number}已用于“{number.purpose}”，请核对文号。")
        number = number or DocumentNumber(letterhead=letterhead, year=year, serial=serial)
        number.purpose, number.taken_by, number.reason = purpose[:200], by, ""
        _set_state(number, NumberState.RESERVED)
        record(Act.NUMBER_TAKE, number, by=by, new={"number": str(number), "purpose": purpose})
    return number


def numbers_at_hand(letterhead: Letterhead, year: int) -> list[str]:
    """What a document issued now may bear: the reserved numbers, then the next; none is taken."""
    reserved = letterhead.numbers.filter(year=year, state=NumberState.RESERVED).order_by("serial")
    following = _released(letterhead, year) or _next(letterhead, year)
    return [str(number) for number in (*reserved, following)]


def use_number(number: DocumentNumber, *, by: User) -> DocumentNumber:
    """Mark a reserved number as used: its document has been issued."""
    return _change(number, NumberState.USED, by=by, reason="")


def release_number(number: DocumentNumber, *, by: User, reason: str) -> DocumentNumber:
    """Give a reserved number back, with the reason; it is the next to be taken."""
    if not reason.strip():
        raise InvalidInput("请写明释放这个文号的理由。")
    return _change(number, NumberState.RELEASED, by=by, reason=reason.strip()[:200])


def claim_printed(text: str, *, by: User, purpose: str) -> DocumentNumber | None:
    """The register's row for a number as printed, marked as used; None for a foreign 代字.

    A number that the register has not given yet is entered; InvalidInput when it is used.
    """
    parts = parts_of(text)
    head = Letterhead.objects.filter(code=parts[0]).first() if parts else None
    if parts is None or head is None:
        return None
    _, year, serial = parts
    with transaction.atomic():
        number = head.numbers.filter(year=year, serial=serial).first()
        if number is None or number.state == NumberState.RELEASED:
            number = take_number(head, year, serial, by=by, purpose=purpose)
        if number.state == NumberState.USED:
            raise InvalidInput(f"{number}已用于“{number.purpose}”，请核对文号。")
        return use_number(number, by=by)


def save_letterhead(values: dict[str, Any], *, by: User, pk: int | None) -> Letterhead:
    """Add a letterhead, or change one; ``values`` come from a validated form.

    InvalidInput when the 代字 of one that has given numbers would change: they would too.
    """
    with transaction.atomic():
        _require(by)
        head = locked(Letterhead.objects).get(pk=pk) if pk else Letterhead()
        old = {name: str(getattr(head, name)) for name in values} if pk else {}
        if pk and values["code"] != head.code and head.numbers.exists():
            raise InvalidInput(
                f"“{head.code}”已经用于发文字号，不能修改代字。请停用这个版头，另外新增一个。"
            )
        for name, value in values.items():
            setattr(head, name, value)
        head.save()
        new = {name: str(value) for name, value in values.items()}
        record(Act.LETTERHEAD_SAVE, head, by=by, old=old, new=new)
    return head


def remove_letterhead(pk: int, *, by: User) -> bool:
    """Delete a letterhead that no number bears; retire one that was used. True when deleted."""
    with transaction.atomic():
        _require(by)
        head = locked(Letterhead.objects).get(pk=pk)
        used = head.numbers.exists()
        record(Act.LETTERHEAD_RETIRE if used else Act.LETTERHEAD_DELETE, head, by=by)
        if used:
            head.is_active = False
            head.save(update_fields=["is_active"])
        else:
            head.delete()
    return not used


_TOLD = {NumberState.USED: Act.NUMBER_USED, NumberState.RELEASED: Act.NUMBER_RELEASED}


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
        number = locked(DocumentNumber.objects).get(pk=number.pk)
        old = NumberState(number.state)
        number.reason = reason
        _set_state(number, state)
        record(
            _TOLD[state],
            number,
            by=by,
            old={"state": old},
            new={"state": state, "reason": reason},
        )
    return number


def _set_state(number: DocumentNumber, state: NumberState) -> None:
    """The one writer of ``DocumentNumber.state``; one that is new in the register may have any."""
    old = NumberState(number.state)
    if number.pk is not None and state not in NUMBER_TRANSITIONS[old]:
        raise WrongState(f"{number}{old.label}，不能改为{state.label}。")
    number.state = state
    number.save()
