"""The real texts: what they must be recognised as, to the character."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest

from plans.errors import InvalidInput
from plans.importing import Doubt, ImportedPlan, as_data, import_plan
from plans.text.markup import plain
from plans.text.numbering import Formats, numbered
from plans.text.tree import walk
from tests.plans.importing.kept_text import DATA, assert_nothing_lost, outline, read, significant

CHONGQING = "seeds/chongqing-2021-60-fourteenth-five-year-plan.txt"
WORK_PLAN = "seeds/chongqing-2020-86-drafting-work-plan.txt"
GUANGYUAN = "seeds/guangyuan-fourteenth-five-year-plan.txt"
CHENGDU = "seeds/chengdu-2015-drafting-work-plan.txt"
NEWS = "seeds/chongqing-2021-03-news-eighth-plenary.txt"


@cache
def plan(name: str) -> ImportedPlan:
    return read(name)


def test_chongqing_front():
    data = as_data(plan(CHONGQING))
    title = "重庆市科学技术协会事业发展第十四个五年规划和二〇三五年远景目标纲要"
    assert {key: data[key] for key in ("title", "document_number", "issuer", "issued_on")} == {
        "title": title,
        "document_number": "渝科协发〔2021〕60号",
        "issuer": "重庆市科学技术协会",
        "issued_on": "2021-09-14",
    }
    assert data["notice"] == {
        "title": f"重庆市科学技术协会关于印发《{title}》的通知",
        "addressees": "各区县（自治县）科协，两江新区科创局、重庆高新区科协、万盛经开区科协，"
        "各市级学会（协会、研究会），各企事业科协，市科协机关各部室和直属单位",
        "body": [
            f"市科协五届八次全会审议通过了《{title}》。经市领导同意，现印发你们。"
            "请结合实际，认真贯彻实施。"
        ],
        "signature": "重庆市科学技术协会",
        "date": "2021年9月14日",
    }
    assert [text[:20] for text in data["preamble"]] == ["以深入学习贯彻习近平新时代中国特色社会主"]
    assert data["doubts"] == []


def test_chongqing_counts():
    read_plan = plan(CHONGQING)
    assert [read_plan.count(kind) for kind in ("chapter", "section", "task")] == [12, 3, 40]
    assert [len(chapter.children) for chapter in read_plan.chapters] == [
        0, 3, 5, 3, 3, 3, 8, 4, 4, 3, 4, 3,
    ]  # fmt: skip
    tasks = [node.value for node in read_plan.walk() if node.kind == "task"]
    assert tasks == list(range(1, 41))
    assert len(read_plan.joins) == 22
    assert read_plan.formats == Formats("cn", "cn_paren", "arabic_dot", task_running=True)


def test_chongqing_chapter_three():
    chapter = plan(CHONGQING).chapters[2]
    assert len(chapter.body) + sum(len(task.body) for task in chapter.children) == 6
    task = chapter.children[0]
    assert (task.title, task.run_in) == ("强化科技界思想政治引领", True)
    assert len(f"1.{task.title}。{task.text}") == 341
    assert "防范化解涉科技、涉群团类的各种风险。" in task.text


def test_chongqing_chapter_one_keeps_its_bold_run_ins():
    first = plan(CHONGQING).chapters[0]
    assert len(first.body) == 3
    assert re.findall(r"\*\*(.*?)\*\*", first.text) == [
        "党和政府对科协的重视达到新高度。",
        "科协依法依规依章程运行步入新轨道。",
        "科协事业高质量发展迈上新台阶。",
        "科协系统深化改革实现新跨越。",
        "科协组织履行“四服务”职责定位展示新水平。",
        "积极探索科协工作规律取得新成果。",
        "政治机关建设呈现新气象。",
    ]


@pytest.mark.parametrize(
    ("task", "mistake"),
    [
        (4, "科技型企业 and 科普场馆"),
        (17, "流动科科技馆"),
        (21, "建立健全应急科普协调联动机制，建设、应急科普宣教平台"),
        (11, "集中力量打造 30 个科技强镇、30 个科技小院"),
    ],
)
def test_chongqing_keeps_the_mistakes_of_the_source(task, mistake):
    texts = {node.value: node.text for node in plan(CHONGQING).walk() if node.kind == "task"}
    assert mistake in texts[task]


def test_the_computed_numbers_are_those_of_the_source():
    for name in (CHONGQING, GUANGYUAN, WORK_PLAN):
        read_plan = plan(name)
        nodes = [node for node, _ in walk(numbered(read_plan.to_tree(), read_plan.formats))]
        shown = [significant(node.number) for node in read_plan.walk()]
        assert [significant(node.number) for node in nodes] == shown


def test_guangyuan():
    read_plan = plan(GUANGYUAN)
    assert read_plan.title == "广元市科学技术协会事业发展“十四五”规划（2021—2025年）"
    assert [read_plan.count(kind) for kind in ("chapter", "section", "task")] == [4, 14, 23]
    assert [len(section.children) for section in read_plan.chapters[2].children] == [
        6, 4, 3, 4, 3, 3,
    ]  # fmt: skip
    assert read_plan.formats == Formats("cn", "cn_paren", "arabic_dot", task_running=False)
    assert read_plan.joins == (41,)
    assert (read_plan.notice, read_plan.document_number, read_plan.issued_on) == (None, None, None)


def test_the_aims_of_guangyuan_are_no_tasks():
    aims = plan(GUANGYUAN).chapters[1].children[2]
    assert (aims.title, aims.children) == ("发展目标", ())
    assert [text[:7] for text in aims.body] == [
        "1.总体目标：", "2.具体目标：", "——科协组织政", "——科协服务科", "——科协服务创",
        "——科协服务全", "——科协服务党", "——科协推进“", "——科协组织深",
    ]  # fmt: skip
    assert plan(GUANGYUAN).doubts == (
        Doubt(35, "“1.总体目标：到2025年，科协”等2行编号是列举，保留在正文中，未作为标题。"),
    )


def test_the_work_plan_reads_as_any_plan():
    read_plan = plan(WORK_PLAN)
    assert (read_plan.title, read_plan.document_number, read_plan.issued_on) == (
        "《重庆市科学技术协会事业发展“十四五”规划（2021-2025）》编制工作方案",
        "渝科协发〔2020〕86号",
        "2020-08-19",
    )
    assert outline(read_plan) == [
        "c 一|指导思想和编制原则 0",
        "  s （一）|指导思想* 1",
        "  s （二）|编制原则* 0",
        "    t 1|坚持上位要求与下位需求相衔接* 1",
        "    t 2|坚持全面谋划和突出重点相协调* 1",
        "    t 3|坚持科协主导与社会参与相结合* 1",
        "c 二|主要任务和责任分工 1",
        "  s （一）|编制总体规划* 1",
        "  s （二）|编制专项规划* 1",
        "  s （三）|编制区县科协、市级学会和市科协直属单位发展规划* 1",
        "c 三|工作阶段和时间安排 1",
        "  s （一）|前期研究阶段（2020年9月30日前） 0",
        "    t 1|动员部署* 1",
        "    t 2|开展课题研究* 2",
        "  s （二）|起草和征求意见阶段（2020年12月31日前） 0",
        "    t 1|起草规划草案* 1",
        "    t 2|征求意见* 1",
        "    t 3|修改完善* 1",
        "  s （三）|论证和审议通过阶段 0",
        "    t 1|组织专家开展咨询论证* 1",
        "    t 2|报请市科协党组审议《重庆科协“十四五”规划（草案）》（2021年1月31日前）* 0",
        "    t 3|按照市科协党组审议意见修改完善后，提请市科协全委会审议"
        "《重庆科协“十四五”规划（草案）》* 0",
        "c 四|保障措施 0",
        "  s （一）|加强组织领导* 1",
        "  s （二）|明确责任分工* 1",
        "  s （三）|组建工作专班* 1",
        "  s （四）|落实工作经费* 1",
    ]
    assert [doubt.line for doubt in read_plan.doubts] == [61, 83]


def test_chengdu_with_questions_that_are_no_tasks():
    read_plan = plan(CHENGDU)
    assert read_plan.title == "成都市科协事业发展“十三五”规划研究与编制工作方案"
    assert [read_plan.count(kind) for kind in ("chapter", "section", "task")] == [5, 5, 4]
    assert read_plan.joins == (7, 9)
    assert [doubt.line for doubt in read_plan.doubts] == [13, 19, 27]


def test_a_news_report_is_refused():
    with pytest.raises(InvalidInput, match="这像是新闻报道，不是规划文本"):
        read(NEWS)


@pytest.mark.parametrize("name", [CHONGQING, WORK_PLAN, GUANGYUAN, CHENGDU])
def test_no_character_is_lost(name):
    assert_nothing_lost(plan(name), (DATA / name).read_text())


@pytest.mark.parametrize("name", [CHONGQING, GUANGYUAN])
def test_every_mark_of_punctuation_of_the_body_is_kept(name):
    """All but the full stop that closes a heading, and the heading's own mark."""
    source = "".join((DATA / name).read_text().split()).replace("**", "")
    read_plan = plan(name)
    nodes = list(read_plan.walk())
    bodies = "".join(plain(text) for text in [read_plan.preamble, *(node.text for node in nodes)])
    body = Counter(char for char in "".join(bodies.split()) if not char.isalnum())
    start = source.index("".join(read_plan.preamble.split())[:30])
    whole = Counter(char for char in source[start:] if not char.isalnum())
    titles = Counter(char for node in nodes for char in node.title if not char.isalnum())
    lost = whole - body - titles
    assert set(lost) <= set("、（）.。")
    assert lost["。"] == sum(node.run_in for node in nodes)


def test_two_plans_in_one_file():
    work = (DATA / WORK_PLAN).read_bytes() + b"\n" + (DATA / CHONGQING).read_bytes()
    from_both = read_bytes(work)
    assert from_both.title == plan(CHONGQING).title
    assert from_both.notice == plan(CHONGQING).notice
    assert from_both.to_tree() == plan(CHONGQING).to_tree()
    assert [doubt.message[:22] for doubt in from_both.doubts] == [
        "文件中还有另一份文件“重庆市科学技术协会关于",
        "文件中还有另一份文件“《重庆市科学技术协会事",
        "文件中还有附件“市科协“十四五”规划编制工作",
    ]


def test_the_first_of_two_plans_is_taken():
    both = (DATA / GUANGYUAN).read_bytes() + b"\n\n" + (DATA / CHONGQING).read_bytes()
    assert read_bytes(both).to_tree() == plan(GUANGYUAN).to_tree()


def read_bytes(content: bytes) -> ImportedPlan:
    return import_plan(content, "合并.txt")
