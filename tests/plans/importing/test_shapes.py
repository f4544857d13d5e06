"""Plans of other hierarchies and habits: what each is recognised as."""

from __future__ import annotations

import pytest

from plans.importing import Notice, as_data, import_plan
from plans.text.numbering import Formats
from tests.plans.importing.kept_text import DATA, assert_nothing_lost, outline, read, read_text

FILES = sorted(path.name for path in (DATA / "importing").iterdir())


def shape(name: str) -> list[str]:
    return outline(read(f"importing/{name}"))


@pytest.mark.parametrize("name", FILES)
def test_no_character_is_lost(name):
    content = (DATA / "importing" / name).read_bytes()
    encoding = "gb18030" if name.startswith("gb18030") else "utf-8"
    assert_nothing_lost(import_plan(content, name), content.decode(encoding))


def test_parts_above_chapters_stay_in_the_text():
    plan = read("importing/pian-zhang-jie.txt")
    assert plan.title == "江州市国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要"
    assert outline(plan) == [
        "c 第一章|发展环境 0",
        "  s 第一节|发展基础 2",
        "  s 第二节|面临形势 1",
        "c 第二章|总体要求 3",
        "c 第三章|强化科技支撑 1",
        "  s 第一节|建设创新平台 2",
        "  s 第二节|优化创新生态 0",
        "    t 一|完善科技体制 1",
        "    t 二|加强科学普及 2",
        "c 第四章|激发人才活力 1",
    ]
    assert [text[:12] for text in as_data(plan)["preamble"]] == [
        "（2021年2月3日江州", "本纲要根据《中共江州市委",
        "第一篇  开启现代化江州", "“十四五”时期，江州将进",
    ]  # fmt: skip
    assert plan.chapters[1].body[2] == "第二篇  坚持创新驱动发展"
    assert plan.formats == Formats("di_zhang", "di_jie", "cn", task_running=True)
    assert [(doubt.line, doubt.message.split("”")[1]) for doubt in plan.doubts] == [
        (20, "是章以上的层次，按原文保留在正文中。"),
        (47, "是章以上的层次，按原文保留在正文中。"),
        (70, "是任务以下的层次，按原文保留在正文中。"),
    ]


def test_a_box_with_a_table_and_one_with_a_list():
    chapters = read("importing/pian-zhang-jie.txt").chapters
    assert chapters[1].body[1] == (
        ":::box 专栏1  “十四五”时期经济社会发展主要指标\n|指标|2020年|2025年|属性|\n"
        "|地区生产总值增速（%）|4.1|6.5|预期性|\n|全社会研发经费投入强度（%）|1.2|2.0|预期性|\n"
        "|森林覆盖率（%）|42.5|43.0|约束性|\n:::"
    )
    assert chapters[2].children[0].body[1] == (
        ":::box 专栏2  科技创新重大工程\n"
        "1.创新平台提升工程。建设江州科学中心，新建省级重点实验室5家。\n"
        "2.企业梯度培育工程。高新技术企业达到300家，科技型中小企业达到800家。\n"
        "3.成果转化工程。建设技术转移示范机构10家。\n:::"
    )


def test_chapters_that_count_anew_in_every_part():
    plan = read("importing/pian-restart.txt")
    assert [chapter.number for chapter in plan.chapters] == [
        "第一章", "第二章", "第一章", "第二章", "第一章",
    ]  # fmt: skip
    assert [doubt.line for doubt in plan.doubts] == [3, 9, 17]


def test_a_ministry_with_notice_annex_and_contents():
    plan = read("importing/ministry.txt")
    assert plan.notice == Notice(
        title="国家林泽局关于印发《“十四五”林泽科技创新规划》的通知",
        addressees="各省、自治区、直辖市林泽主管部门，局机关各司局、各直属单位",
        body=(
            "为贯彻落实《国家创新驱动发展战略纲要》，我局组织编制了《“十四五”林泽科技创新规划》。"
            "现印发给你们，请认真贯彻执行。",
            "一、提高认识。各单位要高度重视规划实施，切实加强组织领导。",
            "二、抓好落实。各地要结合实际制定实施方案，于2021年12月底前报送我局。",
            "附件：“十四五”林泽科技创新规划",
        ),
        signature="国家林泽局",
        date="2021年11月5日",
    )
    assert (plan.title, plan.document_number, plan.issuer, plan.issued_on) == (
        "“十四五”林泽科技创新规划", "林泽发规〔2021〕128号", "国家林泽局", "2021-11-05",
    )  # fmt: skip
    assert outline(plan) == [
        "c 第一章|现状与形势 2",
        "c 第二章|总体思路 0",
        "  s 一|指导思想 1",
        "  s 二|基本原则 2",
        "  s 三|发展目标 4",
        "c 第三章|重点任务 0",
        "  s 一|加强基础研究 0",
        "    t （一）|布局重大科学问题* 1",
        "    t （二）|强化交叉融合* 2",
        "  s 二|攻克关键技术 0",
        "    t （一）|种业创新* 3",
        "    t （二）|装备创新* 1",
        "  s 三|促进成果转化 0",
        "    t （一）|健全推广体系* 2",
        "c 第四章|保障措施 0",
        "  s 一|加强组织领导* 1",
        "  s 二|加大投入力度* 1",
        "  s 三|强化监测评估* 1",
    ]
    assert plan.formats == Formats("di_zhang", "cn", "cn_paren", task_running=False)
    assert plan.joins == (94,)


def test_a_province_on_single_lines():
    plan = read("importing/province.txt")
    assert (plan.notice and plan.notice.date, plan.issued_on) == (
        "二○二一年十二月三十日",
        "2021-12-30",
    )
    assert outline(plan)[9:15] == [
        "c 三|重点任务 0",
        "  s （一）|加强基础研究 1",
        "    t 1|强化原始创新 1",
        "    t 2|完善支持机制 2",
        "  s （二）|突破关键技术 0",
        "    t 1|新一代信息技术* 1",
    ]


def test_parts_are_the_chapters_where_no_chapters_are():
    plan = read("importing/bufen.txt")
    assert (plan.title, plan.issuer, plan.preamble) == (
        "东湖高新区科技协会“十四五”发展规划（2021—2025年）", "东湖高新区科技协会", "",
    )  # fmt: skip
    assert outline(plan) == [
        "c 第一部分|发展回顾 1",
        "c 第二部分|总体思路 0",
        "  s 一|指导思想 1",
        "  s 二|发展目标 0",
        "    t （一）|近期目标 1",
        "    t （二）|远期目标 1",
        "c 第三部分|重点工作 0",
        "  s 一|学术交流 0",
        "    t （一）|办好品牌会议 5",
        "    t （二）|培育科技期刊 1",
        "  s 二|科学普及 0",
        "    t （一）|建设科普基地 1",
    ]
    assert [doubt.line for doubt in plan.doubts] == [0, 4, 37]


def test_markdown():
    plan = read("importing/markdown.md")
    assert outline(plan) == [
        "c 一|总体要求 0",
        "  s （一）|指导思想 1",
        "  s （二）|基本原则 2",
        "c 二|重点任务 0",
        "  s （一）|提升科学素质 0",
        "    t 1|实施青少年行动* 1",
        "    t 2|实施老年人行动* 3",
        "  s （二）|建设科普设施 0",
        "    t 1|建设场馆* 2",
        "    t 2|开放资源* 1",
        "c 三|保障措施 1",
    ]
    aims, facilities = plan.chapters[0].children[1], plan.chapters[1].children[1]
    assert aims.text == (
        "——**坚持党的领导。**把党的领导贯穿全过程。\n——**坚持协同推进。**形成工作合力。"
    )
    assert facilities.children[0].text == (
        "新建科技馆3座，见下表。\n|名称|地点|\n|滨海科技馆|东区|\n|海洋馆|西\\|区|"
    )


def test_markdown_without_numbers():
    plan = read("importing/unnumbered.md")
    assert outline(plan) == [
        "c |总体要求 0",
        "  s |指导思想 1",
        "  s |主要目标 1",
        "c |重点任务 0",
        "  t 1|建设科普队伍* 1",
        "  t 2|建设科普阵地* 1",
        "c |保障措施 1",
    ]


WRAPPED = [
    "c 一|发展基础与面临形势 2",
    "c 二|总体要求 0",
    "  s （一）|指导思想 1",
    "  s （二）|基本原则 2",
    "c 三|主要任务 0",
    "  t 1|加强思想政治引领* 1",
    "  t 2|服务创新驱动发展* 1",
    "  t 3|提升全民科学素质* 1",
    "c 四|保障措施 1",
]


@pytest.mark.parametrize(
    "name", ["wrapped-indented.txt", "wrapped-blank.txt", "wrapped-tight.txt", "gb18030.txt"]
)
def test_one_plan_in_four_layouts(name):
    plan = read(f"importing/{name}")
    assert outline(plan) == WRAPPED
    assert plan.to_tree() == read("importing/gb18030.txt").to_tree()


def test_of_several_documents_the_plan_is_taken_with_its_notice():
    plan = read("importing/several.txt")
    assert (plan.title, plan.document_number) == (
        "青山市科学技术协会事业发展“十四五”规划", "青科协〔2021〕42号",
    )  # fmt: skip
    assert plan.notice == Notice(
        title="青山市科学技术协会关于印发《青山市科学技术协会事业发展“十四五”规划》的通知",
        addressees="各县（区）科协，市级各学会",
        body=(
            "《青山市科学技术协会事业发展“十四五”规划》已经市科协全委会审议通过，现印发给你们，"
            "请认真组织实施。",
            "附件：1.青山市科学技术协会事业发展“十四五”规划",
            "2.重点任务分工表",
        ),
        signature="青山市科学技术协会",
        date="2021年10月20日",
    )
    assert outline(plan) == [
        "c 一|发展基础 1",
        "c 二|重点任务 0",
        "  t 1|强化政治引领* 1",
        "  t 2|助力创新发展* 1",
        "c 三|实施保障 1",
    ]
    named = [doubt.message.split("”，没有导入")[0] for doubt in plan.doubts]
    assert named == [
        "文件中还有另一份文件“青山市科学技术协会关于印发《青山市科协“十四五”规划编制工作方案》的通知",
        "文件中还有另一份文件“青山市科协“十四五”规划编制工作方案",
        "文件中还有附件“重点任务分工表",
        "文件中还有另一份文件“关于《青山市科学技术协会事业发展“十四五”规划》的编制说明",
    ]


def test_marks_of_every_width_with_gaps_in_the_count():
    plan = read("importing/marks.txt")
    assert outline(plan) == [
        "c 一|总体要求 0",
        "  s (一)|指导思想 1",
        "  s (二)|主要目标 3",
        "c 二|重点任务 0",
        "  s (一)|科普惠民 0",
        "    t １|建设科普阵地* 1",
        "    t ２|开展科普活动* 1",
        "    t ４|壮大科普队伍* 1",
        "  s (三)|人才服务 0",
        "    t １|举荐优秀人才* 1",
        "    t ２|优化人才服务 3",
        "    t ３|搭建交流平台* 1",
        "c 四|保障措施 3",
    ]
    assert [(doubt.line, doubt.message) for doubt in plan.doubts] == [
        (8, "“1﹒到2025年，全县公民具备科”等3行编号是列举，保留在正文中，未作为标题。"),
        (15, "任务的编号“４”与前一个不连续（应为第3），请核对。"),
        (16, "节的编号“(三)”与前一个不连续（应为第2），请核对。"),
        (20, "“1．走访慰问”等2行编号套在另一组编号之内，保留在正文中，未作为标题。"),
        (23, "章的编号“四”与前一个不连续（应为第3），请核对。"),
    ]
    tasks = as_data(plan)["chapters"][1]["sections"][0]["tasks"]
    assert [task["number"] for task in tasks] == [1, 2, 4]
    assert plan.chapters[-1].body == [
        "——加强领导。成立领导小组。", "——强化督查。纳入年度考核。", "完善机制。健全例会制度。",
    ]  # fmt: skip


def test_decimal_numbers_and_figures_at_the_start_of_a_line():
    plan = read("importing/decimal.txt")
    assert outline(plan) == [
        "c 第1章|概述 0",
        "  s 1.1|背景 1",
        "  s 1.2|范围 1",
        "c 第2章|任务 0",
        "  s 2.1|平台建设 0",
        "    t 2.1.1|建设云平台 1",
        "    t 2.1.2|建设终端 1",
        "  s 2.2|内容建设 0",
        "    t 2.2.1|汇聚资源 1",
    ]
    assert plan.joins == (8,)


def test_lists_in_a_plan_whose_tasks_run_through():
    plan = read("importing/running-lists.txt")
    assert outline(plan) == [
        "c 一|目标 2",
        "c 二|服务科技工作者 0",
        "  t 1|建家交友* 1",
        "  t 2|维护权益* 4",
        "  t 3|培育人才* 1",
        "c 三|服务创新发展 0",
        "  t 4|搭建平台* 4",
        "  t 5|转化成果* 1",
        "c 四|服务全民科学素质 0",
        "  t 6|建设基地* 1",
        "  t 7|开展活动* 2",
        "  t 8|培养队伍* 1",
    ]
    assert plan.formats.task_running


def test_a_copy_from_a_web_page():
    plan = read("importing/web.txt")
    assert plan.title == "岳山市科学技术协会事业发展“十三五”规划"
    assert plan.preamble == "根据《岳山市国民经济和社会发展第十三个五年规划纲要》,编制本规划。"
    assert [doubt.line for doubt in plan.doubts] == [7]


def test_a_government_page_with_its_table_of_particulars():
    plan = read("importing/gov.txt")
    assert (plan.title, plan.document_number, plan.issuer, plan.issued_on) == (
        "全民素质行动规划（2021—2035年）", "国发〔2021〕9号", "国务院", "2021-06-03",
    )  # fmt: skip
    assert plan.notice == Notice(
        "国务院关于印发全民素质行动规划（2021—2035年）的通知",
        "各省、自治区、直辖市人民政府，国务院各部委、各直属机构",
        ("现将《全民素质行动规划（2021—2035年）》印发给你们，请认真贯彻执行。",),
        "国务院",
        "2021年6月3日",
    )
    assert plan.chapters[-1].children[-1].body == ["完善表彰奖励机制。"]
    assert plan.doubts == ()


def test_a_cover_is_no_other_document():
    plan = read("importing/cover.txt")
    assert (plan.title, plan.issuer) == ("某市科协事业发展“十四五”规划", "某市科学技术协会")
    assert (plan.preamble, plan.doubts) == ("规划是指引。", ())


def test_running_heads_do_not_break_sentences():
    plan = read("importing/running-heads.txt")
    assert plan.chapters[0].text == (
        "“十三五”时期，全市科协系统认真履职，各项工作取得明显成效，为推动经济社会发展作出了积极贡献。"
        "科普工作走在前列，公民科学素质达到10.5%，较2015年提高4.2个百分点。"
    )
    assert plan.joins == (9, 13, 21)


def test_a_joint_issue():
    plan = read("importing/joint.txt")
    assert plan.issuer == "某市科学技术协会、某市教育局"
    assert plan.title == "某市青少年科学素质提升规划（2021—2025年）"


def test_a_box_ends_where_prose_goes_on():
    section = read("importing/boxes.txt").chapters[0].children[0]
    assert [text[:14] for text in section.body] == [
        "开展科普活动。", ":::box 专栏1：科普重", "组织实施上述项目，要加强统筹",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一章\n总  则\n从略。\n第二章\n任务\n从略。", ["c 第一章|总  则 1", "c 第二章|任务 1"]),
        (
            "一、目标\n一流。\n二、任务\n1.引领。学习。\n（1）宣讲。百场。\n2.服务。建平台。\n3.普及。办馆。",
            ["c 一|目标 1", "c 二|任务 0", "  t 1|引领* 2", "  t 2|服务* 1", "  t 3|普及* 1"],
        ),
        (
            "一、平台\n1.建\n（1）实验室。五家。\n（2）中心。三家。\n2.用\n（1）开放。全部。\n二、人才\n百名。",
            ["c 一|平台 0", "  s 1|建 0", "    t （1）|实验室* 1", "    t （2）|中心* 1",
             "  s 2|用 0", "    t （1）|开放* 1", "c 二|人才 1"],
        ),
        (
            "一、要求\n**1.强化引领** 全面学习。\n2. **服务创新**建平台。\n二、保障\n落实。",
            ["c 一|要求 0", "  t 1|强化引领* 1", "  t 2|服务创新* 1", "c 二|保障 1"],
        ),
        (
            "一、指导思想。以人民为中心，推动发展。\n二、任务：\n抓落实。",
            ["c 一|指导思想* 1", "c 二|任务： 1"],
        ),
        (
            "一、任务\n任务一：党建引领\n宣讲。\n任务二：科普惠民\n办馆。\n二、保障\n落实。",
            ["c 一|任务 0", "  t 任务一|党建引领 1", "  t 任务二|科普惠民 1", "c 二|保障 1"],
        ),
        (
            "一、“十四五”时期指导思想、基本原则\n和主要目标\n从略。\n二、任务\n从略。",
            ["c 一|“十四五”时期指导思想、基本原则和主要目标 1", "c 二|任务 1"],
        ),
        (
            "一、目标\n（一）总体目标\n1.到2025年，比例达到15%。\n2.到2035年，比例达到25%。\n二、任务\n从略。",
            ["c 一|目标 0", "  s （一）|总体目标 2", "c 二|任务 1"],
        ),
    ],
)  # fmt: skip
def test_small_shapes(text, expected):
    assert outline(read_text(f"某市规划\n{text}\n")) == expected


def test_lines_with_tabs_become_a_table():
    plan = read_text("某市规划\n一、指标\n项\t值\n素质\t1|5%\n二、任务\n从略。")
    assert plan.chapters[0].text == "|项|值|\n|素质|1\\|5%|"


def test_a_list_of_annexes_at_the_end_is_left_out():
    plan = read_text(
        "某市规划\n一、甲\n文。\n二、乙\n文。\n附件：1.指标表\n2.项目表\n某市科协\n2021年9月1日"
    )
    assert (plan.chapters[1].body, plan.issuer, plan.issued_on) == (
        ["文。"],
        "某市科协",
        "2021-09-01",
    )
    assert [doubt.line for doubt in plan.doubts] == [6]


def test_a_plan_without_title_takes_the_file_name():
    plan = read_text("一、甲\n文。\n二、乙\n文。", "某县规划.txt")
    assert plan.title == "某县规划"
    assert [doubt.line for doubt in plan.doubts] == [0]


def test_a_paragraph_that_seems_to_lack_its_number_is_doubted():
    plan = read_text(
        "某市方案\n一、步骤\n1.动员部署。印发方案。\n2.开展研究。组建课题组。\n提出事项。汇总重点内容。\n"
        "3.起草文本。形成初稿。\n二、保障\n落实。"
    )
    assert [(doubt.line, doubt.message) for doubt in plan.doubts] == [
        (5, "“提出事项。”像是漏了编号的任务，按正文保留在任务2中，请核对。"),
    ]


def test_many_doubts_of_one_kind_are_summed_up():
    lists = "".join(f"（{at}）项目{at}；\n（{at + 1}）项目；\n文。\n" for at in range(1, 2))
    tasks = "".join(f"{at}.任务。内容。\n{lists}" for at in range(1, 31))
    plan = read_text(f"某市规划\n一、甲\n{tasks}二、乙\n文。")
    assert len(plan.doubts) == 11
    assert plan.doubts[-1].message == "同类情况另有20处，不再逐一列出。"
