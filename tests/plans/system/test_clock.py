"""One clock for every stamp; set by the demo alone, on a database in which nobody has acted."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.db.models import DateField, DateTimeField
from django.db.models.functions import Now
from django.utils import timezone

from plans.enums import Act
from plans.models import Unit
from plans.system import clock
from plans.system.audit import record
from plans.system.system_user import system_user
from tests.cast import make_user
from tests.harness.source import APPS, Module, chain, modules

THEN = datetime(2021, 3, 4, 1, 30, tzinfo=UTC)
CLOCKS = {
    *("timezone.now", "timezone.localdate", "datetime.now", "datetime.utcnow"),
    *("datetime.today", "date.today"),
}
SET = {"set_to", "SetClock", "put_forward"}


def own_clocks(module: Module) -> list[str]:
    """Where a module reads a clock of its own, by call, by name or by a field that does."""
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and ".".join(chain(node)[-2:]) in CLOCKS:
            found.append(module.at(node.lineno))
        if isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add"):
            found.append(module.at(node.lineno))
        if isinstance(node, ast.ImportFrom) and any(name.name == "Now" for name in node.names):
            found.append(module.at(node.lineno))
    return found


def test_no_module_reads_a_clock_of_its_own() -> None:
    others = [one for one in modules(*APPS, "config") if one.name != "plans.system.clock"]
    assert [place for module in others for place in own_clocks(module)] == []


def test_only_the_demo_sets_the_clock() -> None:
    setting = {
        module.name
        for module in modules(*APPS, "config")
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Attribute) and node.attr in SET)
        or (isinstance(node, ast.alias) and node.name in SET)
    }
    assert {name for name in setting if not name.startswith("taskforce.demo.")} == set()
    assert "taskforce.demo.loading" in setting


def test_every_stamp_that_a_model_makes_is_the_clocks() -> None:
    wrong = [
        str(field)
        for model in apps.get_models()
        if model._meta.app_label in APPS
        for field in model._meta.get_fields()
        if isinstance(field, (DateField, DateTimeField))
        and (field.auto_now or field.auto_now_add or field.default is timezone.now)
    ]
    assert wrong == []


@pytest.mark.django_db
def test_inside_every_time_is_told_from_the_moment_on() -> None:
    with clock.set_to(THEN) as time:
        told = (clock.now(), clock.database_now(), clock.in_database().value)  # type: ignore[attr-defined]
        assert all(timedelta(0) <= moment - THEN < timedelta(minutes=1) for moment in told)
        assert clock.today() == date(2021, 3, 4)
        user = make_user("甲")
        entry = record(Act.UNIT_SAVE, user, by=user)
        assert [moment.year for moment in (user.date_joined, entry.at)] == [2021, 2021]
        time.put_forward(THEN + timedelta(days=366))
        assert clock.today() == date(2022, 3, 5)
    assert isinstance(clock.in_database(), Now)
    for moment in (clock.now(), clock.database_now()):
        assert abs(moment - timezone.now()) < timedelta(minutes=1)


@pytest.mark.django_db
def test_it_goes_neither_back_nor_past_the_present() -> None:
    with clock.set_to(THEN) as time:
        time.put_forward(THEN - timedelta(days=1))
        time.put_forward(timezone.now() + timedelta(days=1))
        assert clock.today() == date(2021, 3, 4)
    with (
        pytest.raises(ValueError, match="ahead"),
        clock.set_to(timezone.now() + timedelta(hours=1)),
    ):
        pass


@pytest.mark.django_db
def test_it_is_not_set_where_anybody_has_acted() -> None:
    Unit.objects.create(name="某单位", kind="district")
    with pytest.raises(clock.NotEmpty), clock.set_to(THEN):
        pass
    Unit.objects.all().delete()
    record(Act.UNIT_SAVE, system_user(), by=system_user())
    with pytest.raises(clock.NotEmpty), clock.set_to(THEN):
        pass
    assert abs(clock.now() - timezone.now()) < timedelta(minutes=1)
