"""Under which name a body issues its papers: what is entered, never what its name sounds like."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from taskforce.bodies.actions.seats import make_body
from taskforce.bodies.issuers import process_office
from taskforce.models import Body
from tests.taskforce.running_process import Process, begin

pytestmark = pytest.mark.django_db
FULL = "《重庆科协“十四五”规划》编制工作领导小组办公室"


@pytest.fixture
def process() -> Process:
    return begin("chongqing-2020")


def test_an_office_issues_under_the_name_that_is_entered(process: Process) -> None:
    assert process_office(process.plan).bodies == (FULL,)
    office = Body.objects.get(plan=process.plan, kind="office")
    assert office.name == "领导小组办公室"
    Body.objects.filter(pk=office.pk).update(issues_as="")
    assert process_office(process.plan).bodies == ("领导小组办公室",)


def test_a_body_set_up_by_hand_has_its_issuing_name(process: Process) -> None:
    Body.objects.filter(kind="office").update(kind="task_force")
    made = make_body(process.plan, "office", "规划办", by=process.office, issues_as=" 市规划办 ")
    assert (made.issues_as, process_office(process.plan).bodies) == (
        "市规划办",
        ("市规划办",),
    )


def test_the_migration_keeps_what_offices_issued_under(process: Process) -> None:
    Body.objects.update(issues_as="")
    import_module("taskforce.migrations.0009_name_of_issuing_body").fill(apps, None)
    named = dict(Body.objects.exclude(issues_as="").values_list("name", "issues_as"))
    assert named == {"领导小组办公室": FULL}
