"""Who can act for a unit at all: its own people, who ask nobody anything themselves."""

from __future__ import annotations

from plans.enums import UserKind
from plans.errors import NotAllowed, WrongState
from plans.models import Unit, User
from plans.permissions import manages_a_plan


def require_active_person(person: User) -> None:
    """A person with an account in use, no visitor by link."""
    if person.kind != UserKind.PERSON or not person.is_active:
        raise WrongState("只能提名账号在用的人员。请先核对人员账号。")


def require_own_person(person: User, unit: Unit) -> None:
    """A person of this very unit who manages no plan: who asks units speaks for none of them."""
    require_active_person(person)
    if person.unit_id != unit.pk:
        raise NotAllowed(f"{person}不是{unit}的人员，不能担任该单位的经办人或负责人。")
    if manages_a_plan(person):
        raise NotAllowed(
            f"{person}主持规划，要向各单位征求意见，不能担任单位的经办人或负责人。请提名该单位的其他人员。"
        )
