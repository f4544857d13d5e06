"""The text editor in a real browser: nothing untouched changes, pasting keeps the structure."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from html import escape as html_escape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from plans.text.markup import Box, Item, Paragraph, Run, Table, parse, plain, word_count, write
from tests.journeys.static_page import static_site

DATA = Path(__file__).parents[1] / "data"
REAL = [path.read_text(encoding="utf-8") for path in sorted(DATA.glob("seeds/*year-plan.txt"))]
WORD = (DATA / "word-clipboard.html").read_text(encoding="utf-8")
pytestmark = pytest.mark.journey

MIXED = (
    "坚持**守正创新。**全面深入。\n——\\**条目**甲**\n"
    ":::box 专栏1 行动\n|项|值|\n|甲\\|乙|\n——内\n:::\n\n|x|\n末段 \\a"
)
TO_JSON = "async (texts) => { const m = await import('/static/js/editor/markup.js');"
SCHEMA = "const s = await import('/static/js/editor/schema.js');"


@pytest.fixture
def editor(browser: Browser) -> Iterator[Callable[[str], Page]]:
    """``editor(text)`` opens a page whose one form holds this text in the editor."""
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 1366, "height": 768})

    def open_with(text: str) -> Page:
        site.pages["/"] = (
            '<form><label for="id_text">正文</label>'
            '<textarea id="id_text" name="text" data-editor>\n'
            f"{html_escape(text)}</textarea></form>"
        )
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{site.address}/")
        page.wait_for_selector(".editor-text")
        return page

    with static_site("page", "editor/main") as site:
        yield open_with
    context.close()
    assert complaints == []


def stored(page: Page) -> str:
    """The markup that the form would send."""
    return str(page.evaluate("document.getElementById('id_text').value"))


def paste(page: Page, html: str = "", text: str = "") -> None:
    page.evaluate(
        """([html, text]) => {
            const data = new DataTransfer();
            if (html) data.setData('text/html', html);
            data.setData('text/plain', text);
            const how = {clipboardData: data, bubbles: true, cancelable: true};
            document.querySelector('.editor-text').dispatchEvent(new ClipboardEvent('paste', how));
        }""",
        [html, text],
    )


SETTLED_MS = 60  # the editor and the browser tell each other of focus and cursor a moment later


def focus(page: Page) -> None:
    page.locator(".editor-text").focus()
    page.wait_for_timeout(SETTLED_MS)


def focus_end(page: Page) -> None:
    focus(page)
    page.keyboard.press("Control+End")
    page.wait_for_timeout(SETTLED_MS)


def random_markup(count: int) -> list[str]:
    alphabet = [
        "甲",
        "，",
        "*",
        "**",
        "\\",
        "|",
        ":",
        ":::",
        "\n:::box ",
        "\n:::\n",
        "—",
        "——",
        "\n",
        " ",
        "b",
    ]
    source = random.Random(14)
    return ["".join(source.choices(alphabet, k=source.randint(0, 24))) for _ in range(count)]


def as_json(blocks: object) -> list[dict[str, object]]:
    """Blocks of plans.text as static/js/editor/markup.js has them, without their sources."""

    def runs(of: tuple[Run, ...]) -> list[dict[str, object]]:
        joined: list[dict[str, object]] = []
        for run in of:
            if joined and joined[-1]["bold"] == run.bold:
                joined[-1]["text"] = f"{joined[-1]['text']}{run.text}"
            else:
                joined.append({"text": run.text, "bold": run.bold})
        return joined

    def block(of: object) -> dict[str, object]:
        if isinstance(of, Box):
            return {"kind": "box", "title": runs(of.title), "blocks": [block(b) for b in of.blocks]}
        if isinstance(of, Table):
            return {"kind": "table", "rows": [[runs(cell) for cell in row] for row in of.rows]}
        assert isinstance(of, Paragraph | Item)
        return {"kind": "item" if isinstance(of, Item) else "paragraph", "runs": runs(of.runs)}

    return [block(b) for b in blocks]  # type: ignore[attr-defined]


def without_sources(value: object) -> object:
    if isinstance(value, dict):
        return {
            k: without_sources(v) for k, v in value.items() if k not in {"source", "titleSource"}
        }
    if isinstance(value, list):
        return [without_sources(each) for each in value]
    return value


def test_the_browser_reads_markup_as_the_server_does(editor):
    page = editor("")
    texts = [MIXED, *REAL, *random_markup(3000)]
    read = page.evaluate(TO_JSON + "return texts.map(m.parse); }", texts)
    assert without_sources(read) == [as_json(parse(text)) for text in texts]
    figures = page.evaluate(
        TO_JSON + "return texts.map((t) => [m.plain(m.parse(t)), m.wordCount(m.parse(t))]); }",
        texts,
    )
    assert figures == [[plain(text), word_count(text)] for text in texts]


def test_a_document_that_was_not_touched_is_the_same_string(editor):
    page = editor("")
    texts = [MIXED, *REAL, *random_markup(3000)]
    written = page.evaluate(
        TO_JSON
        + SCHEMA
        + "return texts.map((t) => m.write(s.fromDocument(s.toDocument(m.parse(t))))); }",
        texts,
    )
    assert written == texts


def test_what_the_browser_composes_the_server_reads_back(editor):
    page = editor("")
    texts = [MIXED, *random_markup(3000)]
    bare = [as_json(parse(text)) for text in texts]
    written = page.evaluate(TO_JSON + "return texts.map(m.write); }", bare)
    assert [as_json(parse(text)) for text in written] == [
        blocks if text else [] for blocks, text in zip(bare, written, strict=True)
    ]


def test_editing_one_paragraph_leaves_every_other_block_alone(editor):
    page = editor(MIXED)
    focus_end(page)
    page.keyboard.type("。")
    assert stored(page) == MIXED[:-2] + "\\\\a。"
    page.keyboard.press("Control+z")
    assert stored(page) == MIXED


def test_writing_with_keys(editor):
    page = editor("")
    focus(page)
    page.keyboard.type("**不是标记**")
    page.keyboard.press("Enter")
    page.keyboard.type("——甲")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+b")
    page.keyboard.type("乙。")
    page.keyboard.press("Control+b")
    page.keyboard.type("丙")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("丁")
    assert stored(page) == "\\*\\*不是标记\\*\\*\n——甲\n——**乙。**丙\n丁"


def test_box_and_table_with_the_toolbar(editor):
    page = editor("内容")
    focus_end(page)
    button = page.get_by_role("toolbar").get_by_role("button", name="专栏", exact=True)
    button.click()
    page.keyboard.type("专栏1")
    assert stored(page) == ":::box 专栏1\n内容\n:::"
    assert button.get_attribute("aria-pressed") == "true"
    focus_end(page)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("后")
    page.get_by_role("button", name="表格", exact=True).click()
    page.keyboard.type("a|b")
    page.keyboard.press("Tab")
    page.keyboard.type("c")
    page.keyboard.press("Enter")
    page.keyboard.type("d")
    page.get_by_role("button", name="删列").click()
    assert stored(page) == ":::box 专栏1\n内容\n:::\n后\n|a\\|b||\n|||\n|||"
    page.get_by_role("button", name="删表格").click()
    page.get_by_role("button", name="撤销").click()
    assert stored(page) == ":::box 专栏1\n内容\n:::\n后\n|a\\|b||\n|||\n|||"
    assert page.locator(".editor-count").inner_text() == "字数 9"


def test_pasting_from_word_keeps_the_structure_and_nothing_else(editor):
    page = editor("")
    focus(page)
    paste(page, WORD)
    assert stored(page).split("\n") == [
        "**一、总体要求**",
        "**指导思想。**坚持以科技工作者为中心",
        "——第一条",
        "1.编号条",
        "——破折号条目",
        "|指标||2025年|",
        "|比例|甲 乙|**15%**|",
        "||丙||",
        ":::box **专栏1　重点行动**",
        "——行动一",
        "说明",
        ":::",
        "尾链",
    ]
    assert page.evaluate("window.harm") is None


def test_pasting_from_a_list_on_the_web(editor):
    page = editor("前")
    focus_end(page)
    page.keyboard.press("Enter")
    paste(
        page,
        "<ul><li>甲</li><li><b style='font-weight:normal'>乙</b></li></ul>"
        "<ol start=3><li>丙</li></ol>",
    )
    assert stored(page) == "前\n——甲\n——乙\n3.丙"


def test_pasting_plain_text(editor):
    page = editor("")
    focus(page)
    paste(page, text="　　第一段**\r\n\r\n——条目\r\n")
    assert stored(page) == "第一段\\*\\*\n——条目"


def test_pasting_cells_and_blocks_into_a_cell(editor):
    page = editor("")
    focus(page)
    paste(page, text="a\tb\nc\td")
    assert stored(page) == "|a|b|\n|c|d|"
    page.locator(".editor-text td").first.click()
    page.keyboard.press("End")
    page.wait_for_timeout(SETTLED_MS)
    paste(page, "<p>甲</p><p>乙</p>")
    assert stored(page) == "|a甲 乙|b|\n|c|d|"


def test_a_text_set_from_outside_is_shown(editor):
    page = editor("旧")
    page.evaluate(
        "() => { const t = document.getElementById('id_text'); t.value = '新\\n——条';"
        " t.dispatchEvent(new Event('portal:reload')); }"
    )
    assert page.locator(".editor-text").inner_text().split() == ["新", "条"]
    assert stored(page) == "新\n——条"


def test_toolbar_and_full_screen_by_keyboard(editor):
    page = editor("甲")
    toolbar = page.get_by_role("toolbar", name="编辑")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "加粗"
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.textContent") == "全屏"
    page.keyboard.press("Enter")
    assert page.locator("form.is-full").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("form.is-full").count() == 0
    page.keyboard.press("Tab")
    assert (
        page.evaluate("document.activeElement.getAttribute('aria-labelledby')") == "id_text-label"
    )
    assert toolbar.get_by_role("button", name="加粗").get_attribute("aria-pressed") == "false"


def test_written_by_the_server_from_the_same_blocks(editor):
    """One composer's output is the other's: the two writers agree byte for byte."""
    page = editor("")
    blocks = (
        Paragraph((Run("——不是条目"),)),
        Paragraph((Run("2*3**4 \\ "), Run("粗", bold=True))),
        Item((Run("甲"),)),
        Box((Run("题"),), (Table((((Run("a|b"),), ()),)), Paragraph(()))),
        Paragraph((Run(":::"),)),
    )
    assert page.evaluate(TO_JSON + "return m.write(texts); }", as_json(blocks)) == write(blocks)
