"""Every constraint of the database has a sentence, in a form and when two people race."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CheckConstraint, Field, Model, UniqueConstraint
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from consultation.models import Round
from plans.errors import InvalidInput
from plans.models import Assignment, Edition, Plan, Unit, User
from plans.models.people import UnitUserObjectPermission
from plans.system import jobs
from plans.system.constraints import by_columns, by_name, sentence_for
from plans.system.middleware import DomainErrorMiddleware
from plans.system.pages import attempt
from taskforce.models import MeetingRecord, Package
from tests.harness.source import APPS
from tests.world import World, client_of

SENTENCE = re.compile(r"^[^a-zA-Z%{}]*[\u4e00-\u9fff][^a-zA-Z%{}]*。$")
"""Chinese words that end with 。, without a Latin letter or an open place."""
VOTES = "赞成、反对、弃权的票数之和不能多于实到人数，请核对。"


def our_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in APPS]


def constraints() -> dict[str, str]:
    return {
        one.name: str(one.violation_error_message)
        for model in our_models()
        for one in model._meta.constraints
    }


def unique_fields() -> dict[str, str]:
    return {
        f"{model._meta.label}.{field.name}": str(field.error_messages["unique"])
        for model in our_models()
        for field in model._meta.get_fields()
        if isinstance(field, Field) and field.unique and not field.primary_key
    }


def test_every_constraint_has_a_sentence_of_its_own() -> None:
    assert len(constraints()) > 90
    silent = {name: text for name, text in constraints().items() if not SENTENCE.match(text)}
    assert silent == {}


def test_every_unique_field_has_a_sentence_of_its_own() -> None:
    usual = str(Field.default_error_messages["unique"])
    fields = unique_fields()
    assert len(fields) > 25
    assert {name: text for name, text in fields.items() if not SENTENCE.match(text)} == {}
    assert usual not in fields.values()


def test_the_door_knows_every_constraint_by_name_and_by_columns() -> None:
    assert constraints().items() <= by_name().items()
    kinds = {type(one) for model in our_models() for one in model._meta.constraints}
    assert kinds == {CheckConstraint, UniqueConstraint}
    told = [text for (table, _), text in by_columns().items() if table.split("_")[0] in APPS]
    assert [text for text in told if not SENTENCE.match(text)] == []


def broken(write: Callable[[], object]) -> str | None:
    """What the door says of the database's refusal."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        write()
    return sentence_for(refused.value)


@pytest.mark.django_db
def test_a_refusal_of_the_database_is_told_in_words(world: World) -> None:
    plan, unit = Plan.objects.get(), world.cast.district
    package, round_ = Package.objects.get(), Round.objects.earliest("pk")
    person = world.cast.officer
    counts = {"expected": 9, "present": 8, "in_favour": 7, "against": 2}
    held = MeetingRecord.objects.filter(package=package)
    chapter = plan.provisions.filter(kind="chapter")[0]
    Assignment.objects.get_or_create(chapter=chapter)
    right = UnitUserObjectPermission.objects.filter(user=person)[0]
    said = [
        broken(lambda: held.update(**counts)),
        broken(lambda: Unit.objects.create(name=unit.name, kind="district")),
        broken(lambda: Unit.objects.create(name="", kind="district")),
        broken(lambda: User.objects.create(username=person.username)),
        broken(lambda: round_.invitations.create(unit=unit)),
        broken(lambda: Assignment.objects.create(chapter=chapter)),
        broken(
            lambda: Edition.objects.create(
                plan=plan, label="征求意见稿", frozen_by=person, frozen_at=round_.opens_at
            )
        ),
        broken(lambda: Round.objects.filter(pk=round_.pk).update(closes_at=round_.opens_at)),
        broken(
            lambda: UnitUserObjectPermission.objects.create(
                user=person, permission=right.permission, content_object=unit
            )
        ),
    ]
    assert said == [
        VOTES,
        "已有同名的单位，请核对后改用别的名称。",
        "请填写单位名称。",
        "已有同名的账号，请换一个用户名。",
        "这个单位已在征求意见的对象中，不需要重复选择。",
        "这一章刚刚已经安排分工，请刷新页面查看。",
        "这个规划已有同名的稿，请换一个名称。",
        "截止时间应晚于开始时间。",
        "这项权限刚刚已经授予，不需要重复授予。",
    ]


@pytest.mark.django_db
def test_more_votes_than_people_are_refused_in_words_on_the_page(world: World) -> None:
    client = client_of(world.cast.drafter)
    page = client.post(
        world.address("meeting"),
        {
            "held_on": "2021-03-04", "expected": "9", "present": "8", "chair": "甲",
            "recorder": "乙", "voting": "举手", "in_favour": "7", "against": "2",
            "abstained": "0", "outcome": "passed",
        },
    )  # fmt: skip
    text = page.content.decode()
    assert (VOTES in text, "约束" in text, "no_more_votes" in text) == (True, False, False)
    assert MeetingRecord.objects.get().in_favour == 8


def twice() -> Unit:
    """What the second of two people does who write the same name at once."""
    with transaction.atomic():
        return Unit.objects.create(name="渝中区科协", kind="district")


@pytest.mark.django_db
def test_a_race_ends_in_a_sentence_everywhere(world: World) -> None:
    said = "已有同名的单位，请核对后改用别的名称。"
    form = forms.Form({})
    assert (form.is_valid(), attempt(form, twice)) == (True, None)
    assert form.non_field_errors() == [said]

    request = RequestFactory().post(reverse("units"))
    request.user = world.cast.drafter
    with pytest.raises(IntegrityError) as refused:
        twice()
    middleware = DomainErrorMiddleware(lambda _: HttpResponse())
    page = middleware.process_exception(request, refused.value)
    assert page is not None
    assert (page.status_code, said in page.content.decode()) == (409, True)

    job = jobs.enqueue("plans.render", by=world.cast.drafter, label="试")
    jobs.run(job.pk, lambda _attempt: {"unit": twice().pk})
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", said)


def test_faults_of_ours_are_not_dressed_as_refusals() -> None:
    assert sentence_for(ValueError("x")) is None
    assert sentence_for(Unit.DoesNotExist()) == (
        "要办理的内容刚刚已被删除，本次没有保存。请刷新页面后再试。"
    )
    assert sentence_for(IntegrityError("NOT NULL constraint failed: plans_unit.name")) is None
    assert sentence_for(InvalidInput("请填写。")) == "请填写。"
    assert sentence_for(ValidationError(["甲。", "乙。"])) == "甲。乙。"
    assert "已被删除或者仍在使用" in (
        sentence_for(IntegrityError("FOREIGN KEY constraint failed")) or ""
    )
