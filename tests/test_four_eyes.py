"""Four eyes: every table whose rows need a second person, found by introspection."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from plans.models import FourEyes, User
from plans.system import clock
from tests.world import make_world

TABLES = {
    *("consultation.ReplyEntry", "taskforce.Seat", "taskforce.Deputy"),
    *("taskforce.MemberOpinion", "taskforce.MeetingRecord", "taskforce.Instruction"),
    "taskforce.GateChange",
    *("plans.Appointment", "plans.ActivationLink", "plans.MailChange"),
}
"""What gives somebody a voice, or holds what was entered for somebody else."""


def models() -> list[type[FourEyes]]:
    return [model for model in apps.get_models() if issubclass(model, FourEyes)]


def test_the_tables_are_these() -> None:
    assert {model._meta.label for model in models()} == TABLES


def test_every_table_bears_the_rule_in_the_database() -> None:
    for model in models():
        names = {constraint.name for constraint in model._meta.constraints}
        assert f"{model._meta.model_name}_has_four_eyes" in names, model


@pytest.mark.django_db
def test_no_row_of_any_table_is_confirmed_by_who_made_it() -> None:
    make_world()
    one = User.objects.earliest("pk")
    for model in models():
        rows = model._base_manager.all()
        assert rows.exists(), f"the world has no {model.__name__}"
        alone = {"made_by": one, "confirmed_by": one, "confirmed_at": clock.now()}
        for broken in (alone, alone | {"confirmed_by": None}, alone | {"confirmed_at": None}):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**broken)
