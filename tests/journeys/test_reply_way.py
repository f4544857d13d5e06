"""A unit's way in the browser: by the code on a phone, the head, the keyboard; letters."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import pdfplumber
import pytest
from playwright.sync_api import Page, expect

from consultation.models import Comment, IncomingLetter, LetterPassage
from plans.system.uploads import DOCX_TYPE
from tests.consultation.incoming.test_letters import TERMS, TEXT, word
from tests.consultation.replies.test_replies import Scene, make_scene
from tests.harness.browser import Visitors
from tests.journeys.test_whole_way import follow, press, told

pytestmark = [pytest.mark.journey, pytest.mark.worker]


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    return make_scene()


def link_of(desk: Page, scene: Scene) -> str:
    """Staff make a link; its path is what the code holds."""
    desk.goto(f"/rounds/{scene.round.pk}/invited/{scene.invitation.pk}/link/")
    press(desk, "制作链接")
    address = desk.locator("p.hash").inner_text()
    expect(desk.locator("img[alt*=二维码]")).to_be_visible()
    return urlsplit(address).path


def no_sideways(page: Page) -> None:
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"], page.url  # type: ignore[index]


def comment_by_tap(phone: Page, words: str, proposal: str) -> None:
    phone.locator("article p", has_text=words).first.tap()
    button = phone.locator("#quote-button")
    expect(button).to_have_text("对这一段提意见")
    expect(button).to_be_in_viewport()
    button.tap()
    expect(phone.locator("#id_quote")).to_have_value(words)
    no_sideways(phone)
    phone.locator("#id_proposal").fill(proposal)
    expect(phone.locator("main ins").first).to_be_visible()
    phone.get_by_role("button", name="保存意见").tap()
    told(phone, "意见已保存为草稿")


def test_officer_by_code_on_a_phone_then_the_head(visitor: Visitors, scene: Scene) -> None:
    phone = visitor(None, width=360, touch=True)
    phone.goto(link_of(visitor(scene.cast.drafter), scene))
    no_sideways(phone)
    phone.get_by_role("button", name="打开征求意见稿").tap()
    expect(phone.locator("h1")).to_have_text("测试规划")
    comment_by_tap(phone, "深入开展活动。", "深入开展科普活动。")
    no_sideways(phone)
    expect(phone.locator(".margin-note ins").first).to_contain_text("科普")
    phone.get_by_role("button", name="提交负责人审签").tap()
    told(phone, "单位负责人审签后生效")

    head = visitor(scene.cast.head)
    page = f"/asked/{scene.invitation.pk}/"
    head.goto(page)
    head.get_by_text("退回修改", exact=True).click()
    head.fill("#id_reason", "请补充第二项任务的意见")
    press(head, "退回")
    told(head, "已退回经办人修改")

    phone.goto(page)
    told(phone, "负责人退回：请补充第二项任务的意见")
    comment_by_tap(phone, "建设创新平台。", "建设科技创新平台。")
    phone.get_by_role("button", name="提交负责人审签").tap()

    head.goto(page)
    follow(head, "审签并反馈")
    head.get_by_role("button", name="确认反馈").click()
    told(head, "意见已正式反馈")
    assert scene.state() == "released"
    receipt_of(head, scene)


def receipt_of(head: Page, scene: Scene) -> None:
    """The receipt as PDF says number, hash and how many opinions."""
    press(head, "回执（PDF）")
    with head.expect_download() as got:
        head.get_by_role("link", name="下载").first.click()
    with pdfplumber.open(got.value.path()) as pdf:
        text = "".join(page.extract_text() for page in pdf.pages)
    reply = scene.invitation.reply
    reply.refresh_from_db()
    bare = "".join(text.split())
    wanted = (reply.receipt_number, reply.sha256[:12], "意见2条")
    assert [one for one in wanted if one not in bare] == []


def test_no_opinion_takes_a_minute_from_the_code(visitor: Visitors, scene: Scene) -> None:
    phone = visitor(None, width=360, touch=True)
    path = link_of(visitor(scene.cast.drafter), scene)
    begun = time.monotonic()
    phone.goto(path)
    phone.get_by_role("button", name="没有意见，直接反馈").tap()
    phone.get_by_role("button", name="确认反馈").tap()
    told(phone, "已反馈“无意见”")
    assert time.monotonic() - begun < 60
    assert scene.state() == "released"


def test_commenting_on_words_selected_with_the_mouse(visitor: Visitors, scene: Scene) -> None:
    desk = visitor(scene.cast.officer)
    desk.goto(f"/asked/{scene.invitation.pk}/")
    select(desk, "article", "开展活动")
    expect(desk.locator("#quote-button")).to_have_text("对选中的文字提意见")
    desk.locator("#quote-button").click()
    expect(desk.locator("#id_quote")).to_have_value("开展活动")
    desk.fill("#id_proposal", "开展科普活动")
    press(desk, "保存意见")
    comment = Comment.objects.get()
    assert (comment.quote, comment.prefix[-2:], comment.suffix) == ("开展活动", "深入", "。")


def test_commenting_by_keyboard_alone(visitor: Visitors, scene: Scene) -> None:
    desk = visitor(scene.cast.officer)
    desk.goto(f"/asked/{scene.invitation.pk}/")
    for _ in range(20):
        if desk.locator("p.chosen").filter(has_text="建设创新平台").count():
            break
        desk.keyboard.press("j")
    expect(desk.locator("#quote-live")).to_contain_text("按回车")
    desk.keyboard.press("Enter")
    expect(desk.locator("#id_quote")).to_have_value("建设创新平台。")
    desk.locator("#id_proposal").focus()
    desk.keyboard.type("建设科技创新平台。")
    for _ in range(10):
        desk.keyboard.press("Tab")
        if desk.evaluate("document.activeElement.textContent").strip() == "保存意见":
            break
    desk.keyboard.press("Enter")
    told(desk, "意见已保存为草稿")
    assert Comment.objects.get().quote == "建设创新平台。"


def test_commenting_without_scripts(visitor: Visitors, scene: Scene) -> None:
    desk = visitor(scene.cast.officer, javascript=False)
    desk.goto(f"/asked/{scene.invitation.pk}/")
    desk.locator("h3", has_text="服务创新").get_by_role("link", name="提意见").click()
    desk.select_option("#id_paragraph", label="建设创新平台。")
    desk.fill("#id_proposal", "建设科技创新平台。")
    press(desk, "保存意见")
    assert Comment.objects.get().quote == "建设创新平台。"


def select(page: Page, inside: str, words: str) -> None:
    """Drag the mouse over words inside one paragraph of what the selector names.

    Only when all styles have come: before, the words still move.
    """
    page.wait_for_load_state()
    box = page.evaluate(
        """([inside, words]) => {
          const walker = document.createTreeWalker(
            document.querySelector(inside), NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, at + words.length);
            const all = [...range.getClientRects()];
            return [all[0].left, all[0].top + all[0].height / 2,
                    all.at(-1).right, all.at(-1).top + all.at(-1).height / 2];
          }
        }""",
        [inside, words],
    )
    page.mouse.move(box[0] + 1, box[1])
    page.mouse.down()
    page.mouse.move(box[2] - 1, box[3], steps=6)
    page.mouse.up()


def test_a_letter_is_split_by_marking(visitor: Visitors, scene: Scene) -> None:
    desk = visitor(scene.cast.drafter)
    desk.goto(f"/rounds/{scene.round.pk}/invited/{scene.invitation.pk}/")
    follow(desk, "登记来函")
    desk.fill("#id_receipt_number", TERMS.receipt_number)
    file = {"name": "来函.docx", "mimeType": DOCX_TYPE, "buffer": word(TEXT)}
    desk.set_input_files("#id_original", file)  # type: ignore[arg-type]
    press(desk, "登记")
    told(desk, "来函已登记")
    select(desk, ".letter", "“深入开展活动”改为“广泛深入开展科普活动”")
    desk.locator("#quote-button").click()
    expect(desk.locator("#id_proposal")).to_have_value("广泛深入开展科普活动")
    press(desk, "作为一条意见")
    told(desk, "已划出一条意见")
    expect(desk.locator("mark").first).to_contain_text("广泛深入开展科普活动")
    letter = IncomingLetter.objects.get()
    passage = LetterPassage.objects.get()
    assert "广泛深入开展科普活动" in letter.text[passage.start : passage.end]
    desk.get_by_label("第4段").check()
    press(desk, "把勾选的段落作为一条意见")
    press(desk, "作为一条意见")
    expect(desk.locator(".letter-all")).to_have_count(1)
    follow(desk, "录入为该单位的反馈")
    press(desk, "录入并送复核")
    told(desk, "等待另一人对照原件复核")
    follow(desk, "对照原件复核")
    expect(desk.get_by_role("button", name="复核通过")).to_have_count(0)
    second = visitor(scene.second())
    second.goto("/desk/")
    second.get_by_role("link", name="对照原件复核").first.click()
    expect(second.locator("main")).to_contain_text("来函文字")
    expect(second.locator("main ins").first).to_be_visible()
    second.get_by_label("已对照原件核对，与原件一致").check()
    press(second, "复核通过")
    told(second, "已复核，作为渝中区科协的正式反馈")
    assert list(Comment.objects.values_list("number", flat=True)) == [1, 2]
