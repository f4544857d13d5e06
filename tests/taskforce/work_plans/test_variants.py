"""Work plans in the shapes that other cities give them; all of them invented."""

from collections.abc import Sequence
from io import BytesIO
from textwrap import dedent

import pytest
from docx import Document

from taskforce.work_plans import read_work_plan

Steps = list[tuple[str, str | None, str | None, list[str]]]


def stages(text: str | bytes, name: str = "方案.txt") -> list[tuple[str, str | None, str | None]]:
    return [(s["title"], s["start"], s["deadline"]) for s in _read(text, name)["stages"]]


def steps(text: str | bytes, name: str = "方案.txt") -> list[Steps]:
    return [[tuple(step.values()) for step in s["steps"]] for s in _read(text, name)["stages"]]


def _read(text: str | bytes, name: str) -> dict:
    content = text if isinstance(text, bytes) else dedent(text).encode()
    return read_work_plan(content, name).as_json()


BRACKETS = """\
    某市科学技术协会
    关于印发《某市科协事业发展“十五五”规划编制工作方案》的通知
    某科协〔2025〕12号
    各区县科协：
    现印发给你们。
    某市科学技术协会
    2025年3月10日

    某市科协事业发展“十五五”规划编制工作方案

    一、总体要求
    坚持新发展理念，立足新发展阶段。
    二、进度安排
    编制工作分四个阶段。
    （一）前期准备阶段（2025年3月—4月）。
    1.成立领导小组。印发工作方案，明确分工。（牵头单位：办公室；完成时间：3月底前）
    2.总结评估“十四五”规划。由计划财务部牵头，各部室配合，4月中旬形成评估报告。
    （二）调查研究阶段（2025年5月—7月上旬）
    1.开展专题调研。各部室分别牵头开展专题研究，6月底前提交研究报告。
    2.形成基本思路。（7月10日前，学会学术部牵头，科普部、组织人事部配合）
    （三）起草论证阶段（2025年第三季度至11月）
    1.起草规划初稿（9月20日前完成）；
    2.征求意见：面向市级学会和区县科协征求意见（10月下旬）；
    （四）审议印发阶段（12月至次年1月）
    1.报市科协党组审议（12月15日前）
    2.提请市科协全委会审议（1月中旬）
    3.印发实施（全委会审议通过后）
    三、组织保障
    """


def test_numbered_stages_with_brackets_in_many_wordings():
    assert stages(BRACKETS) == [
        ("前期准备阶段", "2025-03-01", "2025-04-30"),
        ("调查研究阶段", "2025-05-01", "2025-07-10"),
        ("起草论证阶段", "2025-07-01", "2025-11-30"),
        ("审议印发阶段", "2025-12-01", "2026-01-31"),
    ]
    assert steps(BRACKETS) == [
        [
            ("成立领导小组", "2025-03-31", "3月底前", ["办公室"]),
            ("总结评估“十四五”规划", "2025-04-20", "4月中旬", ["计划财务部", "各部室"]),
        ],
        [
            ("开展专题调研", "2025-06-30", "6月底前", ["各部室"]),
            ("形成基本思路", "2025-07-10", "7月10日前", ["学会学术部", "科普部", "组织人事部"]),
        ],
        [
            ("起草规划初稿", "2025-09-20", "9月20日前完成", []),
            ("征求意见", "2025-10-31", "10月下旬", []),
        ],
        [
            ("报市科协党组审议", "2025-12-15", "12月15日前", []),
            ("提请市科协全委会审议", "2026-01-20", "1月中旬", []),
            ("印发实施", None, "全委会审议通过后", []),
        ],
    ]


def test_the_head_of_a_paper_with_a_notice_before_it():
    plan = _read(BRACKETS, "方案.txt")
    assert plan["title"] == "某市科协事业发展“十五五”规划编制工作方案"
    assert plan["document_number"] == "某科协〔2025〕12号"


def test_stages_marked_di_yi_jie_duan_and_steps_in_brackets():
    text = """\
        某市科协“十四五”规划编制工作方案
        一、实施步骤
        第一阶段：动员部署（2019年11月底前）
        成立编制机构，制定方案。
        第二阶段：调研起草（2019年12月—2020年6月）
        （一）开展调研（3月底前完成）。办公室牵头。
        （二）形成初稿（6月20日前完成）。
        第三阶段：审议发布（2020年7月至年底）
        （一）征求各方意见（9月底前）；
        （二）发布实施（12月底前）。
        二、组织领导
        """
    assert stages(text) == [
        ("动员部署", None, "2019-11-30"),
        ("调研起草", "2019-12-01", "2020-06-30"),
        ("审议发布", "2020-07-01", "2020-12-31"),
    ]
    assert steps(text) == [
        [],
        [
            ("开展调研", "2020-03-31", "3月底前完成", ["办公室"]),
            ("形成初稿", "2020-06-20", "6月20日前完成", []),
        ],
        [
            ("征求各方意见", "2020-09-30", "9月底前", []),
            ("发布实施", "2020-12-31", "12月底前", []),
        ],
    ]


TABLE = """\
    关于印发某市科协“十五五”规划编制工作方案的通知
    一、工作任务
    起草规划。
    二、工作进度安排表
    |序号|工作阶段|工作内容|时间安排|责任单位|
    |---|---|---|---|---|
    |1|前期研究|开展“十四五”规划总结评估|2025年4月底前|办公室|
    |2||开展重大课题研究|2025年3月—6月|调研宣传部、各部室|
    |3|起草论证|形成规划初稿|8月31日前|调研宣传部|
    |4||召开专家论证会|9月中旬|调研宣传部（办公室配合）|
    """


def test_a_table_with_merged_stage_cells():
    assert stages(TABLE) == [
        ("前期研究", None, "2025-06-30"),
        ("起草论证", None, "2025-09-20"),
    ]
    assert steps(TABLE) == [
        [
            ("开展“十四五”规划总结评估", "2025-04-30", "2025年4月底前", ["办公室"]),
            ("开展重大课题研究", "2025-06-30", "2025年3月—6月", ["调研宣传部", "各部室"]),
        ],
        [
            ("形成规划初稿", "2025-08-31", "8月31日前", ["调研宣传部"]),
            ("召开专家论证会", "2025-09-20", "9月中旬", ["调研宣传部", "办公室"]),
        ],
    ]
    assert _read(TABLE, "方案.txt")["title"] == "某市科协“十五五”规划编制工作方案"


def test_a_table_between_tabs():
    text = (
        "某市科协“十四五”规划编制工作方案\n阶段\t时间\t主要任务\t牵头部门\t配合部门\n"
        "准备\t2020年3月\t成立领导小组\t办公室\t各部室\n起草\t2020年5月-7月\t起草规划\t调研部\t\n"
    )
    assert stages(text) == [
        ("准备", "2020-03-01", "2020-03-31"),
        ("起草", "2020-05-01", "2020-07-31"),
    ]
    assert steps(text)[0] == [("成立领导小组", "2020-03-31", "2020年3月", ["办公室", "各部室"])]


def test_paragraphs_that_open_with_their_time():
    text = """\
        某省科协“十五五”规划编制工作安排
        ## 一、工作要求
        高度重视规划编制工作。
        ## 二、时间安排
        2025年2月底前，印发工作方案，启动编制工作。
        2025年3—6月，开展前期研究，形成研究报告。
        2025年12月31日前，提请省科协常委会审议后印发。
        ## 三、工作机构
        """
    assert stages(text) == [
        ("印发工作方案，启动编制工作", None, "2025-02-28"),
        ("开展前期研究，形成研究报告", "2025-03-01", "2025-06-30"),
        ("提请省科协常委会审议后印发", None, "2025-12-31"),
    ]


def test_bullets_below_a_chapter_with_the_time_behind_a_colon():
    text = """\
        某区科协“十四五”规划编制工作方案
        第一章 总则
        第二章 工作阶段
        ——启动阶段：2020年4月1日至4月30日。主要任务是成立专班。
        ——审批阶段：2020年11月1日至12月31日。主要任务是提交审议。
        第三章 组织
        """
    assert stages(text) == [
        ("启动阶段", "2020-04-01", "2020-04-30"),
        ("审批阶段", "2020-11-01", "2020-12-31"),
    ]


def test_chapters_that_are_the_stages_and_dates_with_points():
    text = """\
        市科协关于编制“十四五”规划的工作计划
        一、启动阶段（2020.03.01-2020.03.31）
        1、成立领导小组，由办公室负责；
        2、制订工作方案，3月20日前报党组会审定。
        二、调研阶段（2020.04-2020.06）
        1、召开座谈会。学会部负责召集学会座谈会，5月上旬完成。
        三、审定阶段（二〇二〇年十一月至十二月）
        """
    assert stages(text) == [
        ("启动阶段", "2020-03-01", "2020-03-31"),
        ("调研阶段", "2020-04-01", "2020-06-30"),
        ("审定阶段", "2020-11-01", "2020-12-31"),
    ]
    assert steps(text)[:2] == [
        [
            ("成立领导小组", None, None, ["办公室"]),
            ("制订工作方案，3月20日前报党组会审定", "2020-03-20", "3月20日前", []),
        ],
        [("召开座谈会", "2020-05-10", "5月上旬", ["学会部"])],
    ]


def test_unnumbered_steps_with_brackets_broken_over_two_lines():
    text = """\
        附件2
        某市科学技术协会
        “十五五”规划编制工作方案
        一、工作原则
        二、方法步骤
        （一）工作准备（2025年上半年）
        成立领导小组和工作专班，制定方案。（办公室负责，2025年2月底前完成）
        开展“十四五”规划实施情况评估。（各部室按职责分工负责，2025年4月底前

        完成）
        （二）规划起草（2025年下半年）
        本阶段是编制工作的重点。
        起草规划文本。（起草组，9月底前完成）
        """
    assert steps(text) == [
        [
            ("成立领导小组和工作专班，制定方案", "2025-02-28", "2025年2月底前完成", ["办公室"]),
            ("开展“十四五”规划实施情况评估", "2025-04-30", "2025年4月底前完成", ["各部室"]),
        ],
        [("起草规划文本", "2025-09-30", "9月底前完成", ["起草组"])],
    ]
    assert _read(text, "方案.txt")["title"] == "某市科学技术协会“十五五”规划编制工作方案"


def test_a_flat_list_of_tasks_with_units_is_one_stage():
    text = """\
        某市科协“十五五”规划编制工作方案
        一、工作安排
        1.成立领导小组，由办公室牵头，3月10日前完成。
        2.开展调查研究。学会部牵头，各部室参与，5月底前完成。
        3.起草规划文本。由规划部负责，8月底前完成。
        2025年2月20日
        """
    assert stages(text) == [("工作安排", None, None)]
    assert steps(text) == [
        [
            ("成立领导小组", "2025-03-10", "3月10日前", ["办公室"]),
            ("开展调查研究", "2025-05-31", "5月底前", ["学会部", "各部室"]),
            ("起草规划文本", "2025-08-31", "8月底前", ["规划部"]),
        ]
    ]


def test_without_any_year_the_words_are_kept_and_the_dates_stay_empty():
    text = """\
        某市科协规划编制工作方案
        一、进度安排
        （一）准备阶段（3月底前）
        1.制定方案。（2月底前完成）
        （二）起草阶段（4月—6月）
        """
    assert stages(text) == [("准备阶段", None, None), ("起草阶段", None, None)]
    assert steps(text)[0] == [("制定方案", None, "2月底前完成", [])]
    doubts = read_work_plan(dedent(text).encode(), "方案.txt").doubts
    assert "“4月—6月”没有写明年份，无法算出日期。" in doubts


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_encodings_and_line_ends(encoding):
    content = dedent(BRACKETS).replace("\n", "\r\n").encode(encoding)
    assert stages(content) == stages(BRACKETS)


def test_a_word_document_with_tables():
    document = Document()
    for line in ("某市科协“十五五”规划编制工作方案", "一、工作进度"):
        document.add_paragraph(line)
    rows = [
        ("阶段", "主要工作", "完成时限", "牵头单位"),
        ("调研阶段", "专题调研", "2025年5月底前", "学会部"),
        ("起草阶段", "形成初稿", "2025年8月底前", "宣传部"),
    ]
    _table(document, rows)
    document.add_paragraph("附件：领导小组名单")
    _table(document, [("组  长", "张 伟", "主席"), ("成  员", "赵敏", "宣传部部长")])
    content = BytesIO()
    document.save(content)
    plan = _read(content.getvalue(), "方案.docx")
    assert steps(content.getvalue(), "方案.docx") == [
        [("专题调研", "2025-05-31", "2025年5月底前", ["学会部"])],
        [("形成初稿", "2025-08-31", "2025年8月底前", ["宣传部"])],
    ]
    assert plan["leading_group"] == [
        {"role": "组长", "name": "张伟", "position": "主席"},
        {"role": "成员", "name": "赵敏", "position": "宣传部部长"},
    ]


def _table(document, rows: Sequence[tuple[str, ...]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
