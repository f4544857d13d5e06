"""Four eyes in a unit, in two browsers: one names, the head confirms, both then do their part."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.cast import PASSWORD, make_user
from tests.consultation.replies.test_replies import Scene, make_scene
from tests.harness.browser import Visitors, sign_in_anew
from tests.journeys.test_reply_way import comment_by_tap, no_sideways
from tests.journeys.test_whole_way import follow, press, told

pytestmark = [pytest.mark.journey, pytest.mark.worker]


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    return make_scene()


def test_an_officer_is_named_and_confirmed_drafts_and_the_head_releases(
    visitor: Visitors, scene: Scene
) -> None:
    colleague = make_user("新经办", scene.cast.district)
    asked = f"/asked/{scene.invitation.pk}/"
    keeper, phone = visitor(scene.cast.drafter), visitor(colleague, width=360, touch=True)
    assert phone.goto(asked).status == 404  # type: ignore[union-attr]

    keeper.goto(f"/units/{scene.cast.district.pk}/")
    row = keeper.get_by_role("row").filter(has_text="新经办")
    row.get_by_role("button").filter(has_text="提名").first.click()
    told(keeper, "已提名新经办，经确认后生效")
    expect(row).to_contain_text("待负责人确认")
    expect(row.get_by_role("button").filter(has_text="确认")).to_have_count(0)
    assert phone.goto(asked).status == 404  # type: ignore[union-attr]

    head = visitor(scene.cast.head, width=360, touch=True)
    head.goto("/desk/")
    item = head.get_by_role("listitem").filter(has_text="新经办任经办人")
    item.get_by_role("link").first.click()
    no_sideways(head)
    head.get_by_role("button").filter(has_text="确认").first.tap()
    told(head, "已确认，任职即时生效")
    no_sideways(head)

    phone.goto(asked)
    expect(phone.locator(".messages")).to_contain_text("您的任职或权限有变动，已退出登录。")
    no_sideways(phone)
    sign_in_anew(phone, colleague, PASSWORD)
    comment_by_tap(phone, "深入开展活动。", "深入开展科普活动。")
    phone.get_by_role("button", name="提交负责人审签").tap()
    told(phone, "单位负责人审签后生效")
    head.goto(asked)
    follow(head, "审签并反馈")
    press(head, "确认反馈")
    told(head, "意见已正式反馈")
