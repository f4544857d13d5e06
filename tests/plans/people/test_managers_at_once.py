"""Two managers who end each other at the same moment: one of them is left."""

from __future__ import annotations

import pytest

from plans.models import Appointment, Plan
from plans.people.actions.appointments import end_appointment
from plans.permissions import may_manage
from tests.at_once import second_told
from tests.cast import make_cast, make_plan, managed

pytestmark = [pytest.mark.production, pytest.mark.django_db(transaction=True)]


def test_one_manager_is_left_when_two_end_each_other() -> None:
    cast = make_cast()
    plan = make_plan(cast.drafter)
    both = cast.drafter, managed(cast.second, plan)
    assert [may_manage(one, plan) for one in both] == [True, True]
    of = {one.user_id: one.pk for one in Appointment.objects.in_force().filter(plan=plan)}
    told = second_told(
        lambda: end_appointment(of[both[1].pk], by=both[0]),
        lambda: end_appointment(of[both[0].pk], by=both[1]),
    )
    assert told == "您没有主持这个规划的权限。"
    left = Appointment.objects.in_force().filter(plan=Plan.objects.get(pk=plan.pk))
    assert [one.user for one in left] == [cast.drafter]
