"""The plan's own title and preamble, and what stands beside a text, wait as the text does."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from plans.models import Autosave, Plan, Provision
from tests.cast import Cast, make_cast, make_plan
from tests.world import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return make_plan(cast.drafter)


def opened(client: Client, name: str, *arguments: object) -> dict[str, Any]:
    """What the form of a page sends as it was opened."""
    form = client.get(reverse(name, args=["ceshi", *arguments])).context["form"]
    return {one: form[one].value() or "" for one in form.fields if one not in ("scan", "kept_scan")}


def send(client: Client, name: str, fields: dict[str, Any], *arguments: object) -> Any:
    return client.post(reverse(name, args=["ceshi", *arguments]), fields, follow=True)


def test_title_and_preamble_stand_in_the_editor_again(cast: Cast, plan: Plan) -> None:
    client = client_of(cast.drafter)
    fields = opened(client, "plan_text") | {"preamble": "写了一半的引言", "reason": "压缩"}
    assert send(client, "keep_plan_unsaved", fields).status_code == 200
    again = opened(client, "plan_text")
    assert (again["title"], again["preamble"], again["reason"]) == (
        "测试规划",
        "写了一半的引言",
        "压缩",
    )
    page = client.get(reverse("plan_text", args=["ceshi"])).content.decode()
    assert ("写的文字还没有保存，已放回编辑框" in page, "修改说明：压缩" in page) == (True, True)
    plan.refresh_from_db()
    assert plan.preamble == "引言一段。"


def test_saving_settles_what_waited_and_refusing_keeps_it_for_a_week(
    cast: Cast, plan: Plan
) -> None:
    client = client_of(cast.drafter)
    fields = opened(client, "plan_text") | {"preamble": "第一稿"}
    send(client, "keep_plan_unsaved", fields)
    send(client, "plan_text", opened(client, "plan_text"))
    plan.refresh_from_db()
    assert (plan.preamble, Autosave.objects.filter(settled_at=None).count()) == ("第一稿", 0)
    fields = opened(client, "plan_text") | {"preamble": "第二稿"}
    send(client, "keep_plan_unsaved", fields)
    said = send(client, "drop_plan_unsaved", opened(client, "plan_text")).content.decode()
    assert "刚才的文字还留一周，可在“我留存的文字”中取回。" in said
    assert opened(client, "plan_text")["preamble"] == "第一稿"
    copy = Autosave.objects.filter(text="第二稿")[0]
    kept = client.get(reverse("kept_plan_texts", args=["ceshi"])).content.decode()
    assert "我留存的文字：规划名称和引言" in kept
    send(client, "take_plan_kept", {}, copy.pk)
    assert opened(client, "plan_text")["preamble"] == "第二稿"


def test_somebody_elses_newer_preamble_is_shown_before_it_is_written_over(
    cast: Cast, plan: Plan
) -> None:
    mine, theirs = client_of(cast.drafter), client_of(cast.drafter)
    fields = opened(mine, "plan_text") | {"preamble": "我的引言"}
    send(theirs, "plan_text", opened(theirs, "plan_text") | {"preamble": "别人的引言"})
    answer = send(mine, "plan_text", fields)
    assert "别人保存了新的名称或引言" in answer.content.decode()
    plan.refresh_from_db()
    assert plan.preamble == "别人的引言"
    form = answer.context["form"]
    again = {one: form[one].value() or "" for one in form.fields}
    assert (again["preamble"], again["version"]) == ("我的引言", 2)
    send(mine, "plan_text", again)
    plan.refresh_from_db()
    assert (plan.preamble, plan.version) == ("我的引言", 3)


def test_only_who_may_draft_keeps_a_preamble_and_sees_ones_own_alone(
    cast: Cast, plan: Plan
) -> None:
    fields = {"title": "改", "preamble": "改", "version": 1}
    assert send(client_of(cast.outsider), "keep_plan_unsaved", fields).status_code == 404
    assert Autosave.objects.count() == 0


def test_what_stands_beside_a_text_is_kept_with_it(cast: Cast, plan: Plan) -> None:
    client, row = client_of(cast.drafter), plan.provisions.get(title="总体要求")
    fields = opened(client, "provision", row.pk)
    fields |= {"run_in": "on", "reason": "按领导意见", "recorded_for": "周组长"}
    assert send(client, "keep_unsaved", fields, row.pk).status_code == 200
    again = opened(client, "provision", row.pk)
    beside = {name: again[name] for name in ("run_in", "reason", "recorded_for")}
    assert beside == {"run_in": True, "reason": "按领导意见", "recorded_for": "周组长"}
    page = client.get(reverse("provision", args=["ceshi", row.pk])).content.decode()
    assert ("修改说明：按领导意见" in page, "代录：周组长" in page) == (True, True)
    send(client, "save", again, row.pk)
    saved = Provision.objects.get(pk=row.pk)
    assert (saved.run_in, Autosave.objects.filter(settled_at=None).count()) == (True, 0)


def test_a_margin_note_says_before_that_it_leaves_the_page_without_scripts(
    cast: Cast, plan: Plan
) -> None:
    row = plan.provisions.get(title="总体要求")
    page = client_of(cast.drafter).get(reverse("provision", args=["ceshi", row.pk]))
    assert '<noscript><p class="meta">请先保存正文：浏览器停用了脚本' in page.content.decode()


@pytest.mark.parametrize("of_both", [True, False])
def test_a_copy_is_of_one_text(cast: Cast, plan: Plan, of_both: bool) -> None:
    row = plan.provisions.all()[0]
    owner = {"plan": plan, "provision": row} if of_both else {}
    with pytest.raises(IntegrityError, match="autosave_of_one_text"):
        Autosave.objects.create(user=cast.drafter, base_version=1, title="甲", **owner)
