"""No input crashes the import, none makes it lose a character, and none makes it slow."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.errors import InvalidInput
from plans.importing import ImportedPlan, as_json, import_plan
from plans.text.markup import parse, write
from plans.text.numbering import numbered
from tests.plans.importing.docx_files import p, package, table, text_box
from tests.plans.importing.kept_text import DATA, assert_nothing_lost

MARKS = st.sampled_from(
    [
        "一、",
        "二、",
        "三、",
        "十一、",
        "（一）",
        "（二）",
        "(三)",
        "1.",
        "2．",
        "3﹒",
        "１．",
        "12.",
        "（1）",
        "2）",
        "①",
        "第一章 ",
        "第二章",
        "第一节 ",
        "第一篇 ",
        "第二部分：",
        "1.1 ",
        "2.1.1 ",
        "任务一：",
        "——",
        "--",
        "- ",
        "● ",
        "# ",
        "## ",
        "**",
        "",
        "",
        "\u3000\u3000",
        "    ",
    ]
)
WORDS = st.sampled_from(
    [
        "加强领导",
        "加强领导。",
        "强化引领。全面学习。",
        "总体目标：到2025年达到15%。",
        "开展活动；",
        "经",
        "，",
        "全市科协系统认真履行职责，各项工作取得明显成效，为推动经",
        "济社会发展作出积极贡献。",
        "**走在前列。**",
        "专栏1 重点工程",
        "|甲|乙|",
        "|--|--|",
        "（此页无正文）",
        "— 3 —",
        "3",
        "[image: a.png]",
        "目  录",
        "附件",
        "附件1：名单",
        "某市科学技术协会",
        "2021年9月14日",
        "某科协发〔2021〕60号",
        "各区县科协：",
        "某市科协“十四五”规划",
        "抄送：省科协。",
        "关于印发《某市规划》的通知",
        "（征求意见稿）",
        "\x0c",
        "\\*",
        ":::",
        ":::box",
        "**",
        "|",
        "3.5亿元",
        "Science and",
        "technology",
        "（",
        "《",
        "前言..........1",
        "第二章",
        "一、",
        "甲\t乙",
    ]
)
LINE = st.builds(lambda mark, words: mark + "".join(words), MARKS, st.lists(WORDS, max_size=3))
DOCUMENT = st.lists(st.one_of(LINE, st.just("")), max_size=40).map("\n".join)
PLAN = st.tuples(DOCUMENT, DOCUMENT, DOCUMENT).map(
    lambda texts: "某市规划\n一、甲\n{}\n二、乙\n{}\n三、丙\n{}".format(*texts)
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def attempt(content: bytes, name: str = "规划.txt") -> ImportedPlan | None:
    """The plan, or None when it was refused; a refusal is a whole sentence."""
    refusal = "。"
    try:
        return import_plan(content, name)
    except InvalidInput as error:
        refusal = str(error)
    assert refusal.endswith("。")
    return None


@QUICK
@given(st.one_of(PLAN, DOCUMENT))
def test_nothing_is_lost(text):
    plan = attempt(text.encode())
    if plan and not any("暂用" in doubt.message for doubt in plan.doubts):
        assert_nothing_lost(plan, text)


@QUICK
@given(PLAN)
def test_the_result_is_whole_and_well_formed(text):
    plan = attempt(text.encode())
    if plan is None:
        return
    lines = text.count("\n") + 1
    assert as_json(plan)
    assert all(0 <= doubt.line <= lines for doubt in plan.doubts)
    assert all(1 <= line <= lines for line in plan.joins)
    assert all(node.title and "\n" not in node.title for node in plan.walk())
    assert all(write(parse(node.text)) == node.text for node in plan.walk())
    assert numbered(plan.to_tree(), plan.formats).nodes


@QUICK
@given(st.text(max_size=300))
def test_any_text(text):
    attempt(text.encode("utf-8", "surrogatepass"))


@QUICK
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"\xd0\xcf"]))
def test_any_bytes(content, head):
    attempt(head + content, "规划.docx")


BLOCK = st.one_of(
    LINE.map(p),
    st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=3).map(lambda rows: table(*rows)),
    st.lists(WORDS, max_size=3).map(lambda texts: text_box(*map(p, texts))),
).map(lambda xml: xml.replace("\f", ""))


@QUICK
@given(st.lists(BLOCK, max_size=15))
def test_any_word_document(blocks):
    attempt(package("".join([p("某市规划"), *blocks])), "规划.docx")


@QUICK
@given(st.integers(0, 20_000), st.binary(min_size=1, max_size=8))
def test_a_damaged_word_document(at, damage):
    content = package(p("某市规划") + p("一、甲") + p("文") + p("二、乙"))
    at %= len(content)
    attempt(content[:at] + damage + content[at + len(damage) :], "规划.docx")


def seconds(content: bytes) -> float:
    """The quicker of two runs."""
    times = []
    for _ in range(2):
        begun = time.process_time()
        with contextlib.suppress(InvalidInput):
            import_plan(content, "规划.txt")
        times.append(time.process_time() - begun)
    return min(times)


HEAD = "规划\n一、甲\n二、乙\n"
SEED = (DATA / "seeds" / "chongqing-2021-60-fourteenth-five-year-plan.txt").read_text()
LONG = {
    "a plan over and over": SEED,
    "tasks of one chapter": "".join(f"{at}.任务。{'内容，' * 20}\n" for at in range(1, 60)),
    "wrapped lines of one paragraph": "全面推进科学普及与科技创新协同发展持续提升\n" * 200,
    "one line": "（“**内容，" * 800,
    "brackets": "1." + "（" * 4000,
    "contents": "目录\n一、甲......1\n二、乙......2\n" * 100,
    "boxes": "专栏1 甲\n1.乙。\n" * 150,
    "numbers in numbers": "1.甲。乙\n1.丙。丁\n" * 150,
    "heads of documents": "某科协〔2021〕1号\n某市科协文件\n某市规划\n2021年1月1日\n附件\n" * 60,
    "spaces": "　 " * 4000 + "甲\t" * 500 + "\n",
    "digits": "3\n" * 400,
    "marks alone": "第一章\n\n" * 200,
}


@pytest.mark.parametrize("shape", LONG)
def test_time_grows_with_length_and_no_faster(shape):
    """Eight times the input takes less than thirty times the time: not its square, 64 times."""
    seconds(HEAD.encode())
    short = seconds((HEAD + LONG[shape] * 2).encode())
    long = seconds((HEAD + LONG[shape] * 16).encode())
    assert long < 30 * short + 0.2, (short, long)
