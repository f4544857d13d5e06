"""The two real work plans, the command, and what is no work plan."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from plans.errors import InvalidInput
from taskforce.enums import Rule, SeatRole
from taskforce.work_plans import NotAWorkPlan, propose, read_work_plan, seat_role
from tests.growth import takes_less_than

ROOT = Path(__file__).parents[3]
SEEDS = ROOT / "tests" / "data" / "seeds"
CHONGQING = SEEDS / "chongqing-2020-86-drafting-work-plan.txt"
CHENGDU = SEEDS / "chengdu-2015-drafting-work-plan.txt"
NOT_ONE = "没有读出工作阶段和时间，这不像规划编制工作方案。请检查是否有写明时间的阶段。"


def read(path: Path) -> dict:
    return read_work_plan(path.read_bytes(), path.name).as_json()


def run(*arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "manage.py", "import_workplan", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False)


def test_chongqing_timeline():
    study = ["市科协宣传部", "中国科协创新战略研究院专家组"]
    assert read(CHONGQING)["stages"] == [
        {
            "number": 1,
            "title": "前期研究阶段",
            "start": None,
            "deadline": "2020-09-30",
            "steps": [
                _step("动员部署", "2020-08-21", "2020年8月21日前完成"),
                _step("开展课题研究", "2020-09-20", "2020年9月20日前完成", *study,
                      "市科协机关部门", "直属单位", "区县科协", "市级学会"),
                _step("提出重大事项", "2020-09-30", "2020年9月30日前完成", "各课题组牵头单位"),
            ],
        },
        {
            "number": 2,
            "title": "起草和征求意见阶段",
            "start": None,
            "deadline": "2020-12-31",
            "steps": [
                _step("起草规划草案", "2020-11-20", "2020年11月20日前完成", *study),
                _step("征求意见", "2020-12-10", "2020年12月10日前完成"),
                _step("修改完善", "2020-12-31", "2020年12月31日前完成"),
            ],
        },
        {
            "number": 3,
            "title": "论证和审议通过阶段",
            "start": None,
            "deadline": None,
            "steps": [
                _step("组织专家开展咨询论证", "2021-01-15", "2021年1月15日前"),
                _step("报请市科协党组审议《重庆科协“十四五”规划（草案）》",
                      "2021-01-31", "2021年1月31日前"),
                _step("按照市科协党组审议意见修改完善后，提请市科协全委会审议"
                      "《重庆科协“十四五”规划（草案）》", None, None),
            ],
        },
    ]  # fmt: skip


def _step(title: str, deadline: str | None, text: str | None, *units: str) -> dict:
    return {
        "title": title,
        "deadline": deadline,
        "deadline_text": text,
        "responsible": list(units),
    }


def test_chongqing_head_and_bodies():
    plan = read(CHONGQING)
    assert plan["title"] == "《重庆市科学技术协会事业发展“十四五”规划（2021-2025）》编制工作方案"
    assert plan["document_number"] == "渝科协发〔2020〕86号"
    roles = [seat["role"] for seat in plan["leading_group"]]
    assert roles == ["组长", "常务副组长", *["副组长"] * 6, *["成员"] * 14]
    assert [seat["name"] for seat in plan["leading_group"]] == [
        "王合清", "肖猛", "陈昌明", "程伟", "谭明星", "牛杰", "李彦", "龙晖",
        "冯纲", "郭骏", "戈帆", "林君明", "段勇", "舒抒", "王昌志", "宋先超",
        "乔广志", "高军", "赵开宇", "黄迪", "杭勇", "李倩影",
    ]  # fmt: skip
    assert plan["leading_group"][1]["position"] == "党组副书记、副主席（正厅局长级）"
    assert plan["leading_group"][16]["position"] == "市反邪教协会秘书长（兼）、办公室主任"
    assert plan["office"] == [
        {"role": "主任", "name": "林君明", "position": "宣传部部长"},
        {"role": "成员", "name": "吕科伟", "position": "中国科协创新战略研究院副研究员"},
        {"role": "成员", "name": "秦定龙", "position": "市院士工作服务中心副主任"},
    ]


def test_chengdu():
    assert read(CHENGDU) == {
        "title": "成都市科协事业发展“十三五”规划研究与编制工作方案",
        "document_number": None,
        "stages": [
            _phase(1, "部署阶段", "2015-05-15", "2015-05-25"),
            _phase(2, "研究阶段", "2015-05-25", "2015-06-15"),
            _phase(3, "规划编撰", "2015-06-15", "2015-06-25"),
            _phase(4, "规划征求意见、发布", "2015-07-01", "2015-12-31"),
        ],
        "leading_group": [
            {"role": "组长", "name": "陈海元", "position": ""},
            {"role": "副组长", "name": "卢晓东", "position": ""},
            {"role": "副组长", "name": "周光志", "position": ""},
            {"role": "副组长", "name": "王振飞", "position": ""},
            {"role": "成员", "name": "", "position": "机关部室、直属事业单位主要负责同志"},
        ],
        "office": [],
    }


def _phase(number: int, title: str, start: str, deadline: str) -> dict:
    return {"number": number, "title": title, "start": start, "deadline": deadline, "steps": []}


def test_the_command_prints_json_and_needs_no_database():
    done = run(str(CHONGQING), "--dry-run", "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8")) == read(CHONGQING)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("chongqing-2021-03-news-eighth-plenary.txt", NOT_ONE),
        ("chongqing-2021-60-fourteenth-five-year-plan.txt", NOT_ONE),
        ("guangyuan-fourteenth-five-year-plan.txt",
         "这不像规划编制工作方案：文中没有提到编制规划。"),
        ("nothing-there.txt",
         "无法读取文件“nothing-there.txt”，请检查文件是否存在、是否有权读取。"),
    ],
)  # fmt: skip
def test_the_command_refuses_what_is_no_work_plan(name, sentence):
    done = run(str(SEEDS / name), "--dry-run", "--json")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode("utf-8") == f"{sentence}\n"


def test_the_command_keeps_nothing():
    done = run(str(CHONGQING))
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode("utf-8").startswith("请加--dry-run：")


@pytest.mark.parametrize(
    "content",
    [b"", b"   \n", b"\x00\x01\x02", b"PK\x03\x04 broken", b"%PDF-1.7", "秘密★1年".encode()],
)
def test_files_that_are_refused(content):
    with pytest.raises(InvalidInput):
        read_work_plan(content, "方案.txt")


@pytest.mark.parametrize(
    "text",
    [
        "编制规划。\n一、进度安排\n（一）调研\n（二）起草\n",
        "编制规划\n一、发展阶段\n（一）新阶段（2020年3月）\n",
        "编制规划\n2020年3月，召开会议。\n",
        "组长：张伟  主席\n编制规划\n",
    ],
)
def test_text_without_stages_that_have_times_is_no_work_plan(text):
    with pytest.raises(NotAWorkPlan):
        read_work_plan(text.encode(), "方案.txt")


HEAD = "编制规划方案\n一、进度安排\n（一）前期阶段（2020年3月）\n1."


@pytest.mark.parametrize(
    "unit", ["市科协宣传部、", "2020年3月—", "（", "由某部", "由某部和", "（3月）"]
)
def test_long_lines_are_read_in_reasonable_time(unit):
    content = (HEAD + unit * 10_000).encode()
    assert takes_less_than(10, lambda: read_work_plan(content, "方案.txt"))


def test_a_proposal_has_the_stages_as_read_and_a_gate_for_each():
    template = propose(read_work_plan(CHONGQING.read_bytes(), CHONGQING.name))
    assert [len(stage.steps) for stage in template.stages] == [3, 3, 3]
    gates = [[(g.title, g.rule, g.in_source) for g in s.gates] for s in template.stages]
    assert gates == [
        [("领导小组审定：前期研究阶段", Rule.HEAD, False)],
        [("领导小组审定：起草和征求意见阶段", Rule.HEAD, False)],
        [
            ("咨询论证", Rule.MEETING, True),
            ("党组审议", Rule.MEETING, True),
            ("全委会审议", Rule.MEETING, True),
        ],
    ]
    assert [gate.deadline for gate in template.stages[2].gates] == [
        date(2021, 1, 15), date(2021, 1, 31), None,
    ]  # fmt: skip
    assert all(template.body(gate.body) for stage in template.stages for gate in stage.gates)


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("组长", SeatRole.HEAD),
        ("常务副组长", SeatRole.EXECUTIVE_DEPUTY),
        ("副组长", SeatRole.DEPUTY),
        ("成员", SeatRole.MEMBER),
        ("主任", SeatRole.DIRECTOR),
        ("副主任", SeatRole.DEPUTY_DIRECTOR),
        ("联络员", SeatRole.MEMBER),
    ],
)
def test_the_portal_s_role_for_the_source_s_word(word, role):
    assert seat_role(word) == role
