"""Who issues a paper of the process, who signs it, whom to ask."""

from __future__ import annotations

import re

from plans.documents.builders import Office
from plans.enums import UnitKind
from plans.models import Letterhead, Plan, User
from plans.system import clock
from taskforce.enums import BodyKind, SeatRole
from taskforce.models import Body, Seat

_SIGNING = (
    (BodyKind.OFFICE, SeatRole.DIRECTOR),
    (BodyKind.LEADING_GROUP, SeatRole.EXECUTIVE_DEPUTY),
    (BodyKind.LEADING_GROUP, SeatRole.HEAD),
)
"""Whose name stands as 签发人 until the office enters another, the first seat that is held."""


def office_of(plan: Plan) -> Office:
    """The plan's owner as it issues: by its letterhead, else the association's, else by name."""
    heads = list(Letterhead.objects.filter(is_active=True).order_by("id"))
    head = next((one for one in heads if one.unit_id == plan.owner_id), None)
    if head is None and plan.owner.kind == UnitKind.DEPARTMENT:
        head = next(iter(heads), None)
    if head is None:
        return Office((plan.owner.name,), (plan.owner.name,))
    return Office((head.body_name,), (head.signature,), printed_by=head.printed_by)


def process_office(plan: Plan) -> Office:
    """The office of the leading group by the name under which it issues; else the owner."""
    office = Body.objects.filter(plan=plan, kind=BodyKind.OFFICE).first()
    if office is None:
        return office_of(plan)
    name = office.issues_as or office.name
    return Office((name,), (name,), printed_by=name)


def signer_of(plan: Plan, otherwise: User) -> str:
    """签发人: the office's director, else who leads the group, else the person at work."""
    today = clock.today()
    seats = list(Seat.objects.held_on(today).filter(body__plan=plan).select_related("body", "user"))
    for kind, role in _SIGNING:
        for seat in seats:
            name = seat.name or (seat.user.full_name if seat.user else "")
            if name and (seat.body.kind, seat.role) == (kind, role):
                return name
    return otherwise.full_name or otherwise.username


def contact_of(user: User) -> str:
    """Name and phone for the 附注 of a 请示."""
    phone = user.unit.phone if user.unit else ""
    return f"联系人：{user.full_name}，电话：{phone}" if phone else f"联系人：{user.full_name}"


def one_body(name: str) -> str:
    """An upward paper goes to one body: the first of several."""
    return re.split("[，、；]", name.strip())[0]
