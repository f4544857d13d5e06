"""Word files: paragraphs, automatic numbers, tables, boxes, tracked changes."""

from __future__ import annotations

import io

from docx import Document

from plans.importing import Doubt, ImportedPlan, import_plan
from tests.plans.importing.docx_files import (
    numbered,
    numbering,
    p,
    package,
    r,
    styles,
    table,
    text_box,
)
from tests.plans.importing.kept_text import outline

TITLE = p("江城市科协事业发展“十四五”规划")
CHINESE = numbering(
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("bullet", "\uf06c"),
)


def read(body: str, **parts: str) -> ImportedPlan:
    return import_plan(package(body, **parts), "规划.docx")


def test_a_file_that_python_docx_wrote():
    document = Document()
    for text in ("江城市科协“十四五”规划", "制定本规划。", "一、总体要求", "坚持党的领导。"):
        document.add_paragraph(text)
    document.add_paragraph("二、主要任务")
    task = document.add_paragraph()
    task.add_run("1.建设阵地。").bold = True
    task.add_run("建科普馆，").bold = None
    task.add_run("共三座").bold = True
    task.add_run("。")
    grid = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        [cell for row in grid.rows for cell in row.cells],
        ("名称", "地|点", "东馆", ""),
        strict=True,
    ):
        cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    plan = import_plan(stream.getvalue(), "规划.docx")
    assert outline(plan) == ["c 一|总体要求 1", "c 二|主要任务 0", "  t 1|建设阵地* 2"]
    assert plan.chapters[1].children[0].text == "建科普馆，**共三座**。\n|名称|地\\|点|\n|东馆||"
    assert plan.doubts == ()


def test_automatic_numbers_are_written_out():
    body = TITLE + "".join(
        numbered(text, level)
        for text, level in (
            ("总体要求", 0), ("指导思想", 1), ("基本原则", 1), ("坚持开放。", 3), ("重点任务", 0),
            ("科普惠民", 1), ("建设阵地。建馆三座。", 2), ("培育队伍。培训百人。", 2),
            ("人才服务", 1), ("表彰先进。开展评选。", 2),
        )
    )  # fmt: skip
    plan = read(body, numbering=CHINESE)
    assert outline(plan) == [
        "c 一|总体要求 0",
        "  s （一）|指导思想 0",
        "  s （二）|基本原则 1",
        "c 二|重点任务 0",
        "  s （一）|科普惠民 0",
        "    t 1|建设阵地* 1",
        "    t 2|培育队伍* 1",
        "  s （二）|人才服务 0",
        "    t 1|表彰先进* 1",
    ]
    assert plan.chapters[0].children[1].body == ["——坚持开放。"]


def test_numbers_that_come_with_a_heading_style():
    style = styles(
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr>'
        '<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr>'
        "<w:rPr><w:b/></w:rPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="H1a"><w:name w:val="own"/>'
        '<w:basedOn w:val="H1"/></w:style>'
    )
    body = TITLE + "".join(
        p(text, f'<w:pStyle w:val="{name}"/>' if name else "")
        for text, name in (("总则", "H1"), ("坚持创新。", ""), ("任务", "H1a"), ("抓好落实。", ""))
    )
    plan = read(body, styles=style, numbering=numbering(("chineseCounting", "第%1章")))
    assert outline(plan) == ["c 第一章|总则 1", "c 第二章|任务 1"]
    assert plan.formats.chapter == "di_zhang"


def test_headings_without_numbers_are_known_by_their_level():
    def heading(text: str, level: int) -> str:
        return p(text, f'<w:outlineLvl w:val="{level}"/>')

    body = TITLE + "".join(
        [heading("总体要求", 0), heading("指导思想", 1), p("坚持创新。"), heading("任务", 0),
         p("抓好落实。")]
    )  # fmt: skip
    plan = read(body)
    assert outline(plan) == ["c |总体要求 0", "  s |指导思想 1", "c |任务 1"]
    assert plan.doubts == (Doubt(2, "标题没有编号，按大纲级别识别，导入后由系统编号。"),)


def test_tracked_changes_are_taken_as_accepted():
    changed = (
        "<w:p>" + r("建设科普馆")
        + f'<w:del w:id="1"><w:r><w:delText>二</w:delText></w:r></w:del><w:ins w:id="2">{r("三")}'
        + "</w:ins>" + r("座。") + "</w:p>"
    )  # fmt: skip
    merged = '<w:p><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr>' + r("培训") + "</w:p>"
    body = TITLE + p("一、任务") + changed + merged + p("百人。") + p("二、保障") + p("落实经费。")
    plan = read(body)
    assert plan.chapters[0].body == ["建设科普馆三座。", "培训百人。"]
    assert plan.doubts == (Doubt(0, "文档带有修订标记，按接受全部修订后的文字导入，请核对。"),)


def test_boxes_from_text_boxes_and_tables():
    body = (
        TITLE + p("一、任务") + p("抓好三件事。")
        + text_box(p("专栏1 重点工程"), p("1.场馆工程。建馆。"), p("2.队伍工程。培训。"))
        + p("二、指标")
        + table(("专栏2 主要指标",), ("科学素质",))
        + "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>" + p("**专栏3 指标**")
        + "</w:tc></w:tr><w:tr><w:tc>" + p("素质") + "</w:tc><w:tc>" + p("15%")
        + "</w:tc></w:tr></w:tbl>" + p("三、保障") + p("落实。")
    )  # fmt: skip
    plan = read(body)
    assert [chapter.body for chapter in plan.chapters] == [
        ["抓好三件事。", ":::box 专栏1 重点工程\n1.场馆工程。建馆。\n2.队伍工程。培训。\n:::"],
        [":::box 专栏2 主要指标\n科学素质\n:::", ":::box 专栏3 指标\n|素质|15%|\n:::"],
        ["落实。"],
    ]


def test_fields_breaks_and_what_does_not_print():
    contents = styles(
        '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    )
    field = (
        "<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE'
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("见第3条")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + r("。")
        + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗文</w:t></w:r>"
        + '<w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    )  # fmt: skip
    title = "<w:p>" + r("江城市科协事业发展") + "<w:r><w:br/></w:r>" + r("“十四五”规划") + "</w:p>"
    entry = p("一、任务\t1", '<w:pStyle w:val="T1"/>')
    body = title + entry + p("一、任务") + field + p("二、保障") + p("落实。")
    plan = read(body, styles=contents)
    assert (plan.title, plan.chapters[0].body) == ("江城市科协事业发展“十四五”规划", ["见第3条。"])
    assert [doubt.message for doubt in plan.doubts] == [
        "文档中有脚注或尾注，注文没有导入，请核对。",
        "文档中有隐藏文字，没有导入。",
    ]


def test_bold_items_and_characters_that_would_be_markup():
    body = (
        TITLE + p("一、原则") + p("——**坚持创新。**走在前列。") + p("**—坚持开放。**扩大合作。")
        + p("|不是表格|") + p("5*3**") + p(":::") + p("二、保障") + p("路径 C:\\*。")
    )  # fmt: skip
    plan = read(body)
    assert plan.chapters[0].text == (
        "——**坚持创新。**走在前列。\n——**坚持开放。**扩大合作。\n\\|不是表格|\n5*3\n\\:::"
    )
    assert plan.chapters[1].text == "路径 C:\\\\*。"


def test_true_paragraphs_of_word_are_not_joined():
    body = TITLE + "".join(
        p(text) for text in ("一、任务", "建设场馆，培训队伍，开展活动，服务公众，扩大影响",
                             "加强宣传，形成声势。", "二、保障", "落实经费、", "人员。")
    )  # fmt: skip
    plan = read(body)
    assert [chapter.body for chapter in plan.chapters] == [
        ["建设场馆，培训队伍，开展活动，服务公众，扩大影响", "加强宣传，形成声势。"],
        ["落实经费、人员。"],
    ]
