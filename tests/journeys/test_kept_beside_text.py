"""Title and preamble of the plan, and what stands beside a text, are kept while one writes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from plans.models import Autosave, Plan
from tests.cast import Cast, make_cast, make_plan

pytestmark = pytest.mark.journey
STATE = "[data-save-state]"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return make_plan(cast.drafter)


def test_a_preamble_left_unsaved_stands_in_the_editor_again(visitor, cast, plan, screenshot):
    page = visitor(cast.drafter)
    page.goto("/plans/ceshi/title/")
    page.locator(".editor-text > *").first.click()
    page.keyboard.type("写了一半的话，")
    expect(page.locator(STATE)).to_contain_text("已自动保存")
    again = visitor(cast.drafter)
    again.goto("/plans/ceshi/title/")
    expect(again.locator("#kept")).to_contain_text("写的文字还没有保存，已放回编辑框")
    expect(again.locator(".editor-text")).to_contain_text("写了一半的话，")
    screenshot(again, "kept-preamble")
    again.get_by_role("button", name="保存", exact=True).click()
    expect(again.locator(".messages")).to_contain_text("规划名称和引言已保存")
    plan.refresh_from_db()
    assert "写了一半的话，" in plan.preamble
    assert not Autosave.objects.filter(settled_at=None).exists()


def test_the_note_of_a_change_is_kept_by_the_server_too(visitor, cast, plan):
    row = plan.provisions.get(title="总体要求")
    page = visitor(cast.drafter)
    page.goto(f"/plans/ceshi/text/{row.pk}/")
    page.get_by_label("修改说明").fill("按领导意见压缩")
    page.get_by_label("代录：修改意见的提出人").fill("周组长")
    page.get_by_label("正文接排在标题后").check()
    expect(page.locator(STATE)).to_contain_text("已自动保存")
    again = visitor(cast.drafter)
    again.goto(f"/plans/ceshi/text/{row.pk}/")
    expect(again.get_by_label("修改说明")).to_have_value("按领导意见压缩")
    expect(again.get_by_label("代录：修改意见的提出人")).to_have_value("周组长")
    expect(again.get_by_label("正文接排在标题后")).to_be_checked()
