"""The real plans: what must be found in them, and that nothing else is."""

from __future__ import annotations

from plans.checks import run_checks
from plans.checks.sources import source_tree
from plans.importing import import_plan
from plans.text.tree import PlanTree
from tests.growth import takes_less_than
from tests.plans.checks.planted import CHONGQING, GUANGYUAN
from tests.plans.checks.reading import brief, found_in_file, text_of


def chongqing() -> PlanTree:
    return source_tree(import_plan(text_of(CHONGQING).encode(), CHONGQING))


def test_chongqing():
    findings = found_in_file(CHONGQING)
    assert brief(findings) == [
        ("latin", "任务4"),
        ("repeated_phrase", "任务10"),
        ("doubled_character", "任务17"),
        ("list_mark", "任务21"),
        ("body_name", "任务31"),
        ("repeated_sentence", "任务31"),
    ]
    words = ["企业 and 科普", "方面的专业咨询服务", "流动科科技馆", "建设、应急科普宣教平台"]
    words += ["科技类民办非企单位", "鼓励兴办科技类民办非企业单位，切实加强监管，引导健康发展。"]
    for finding, word in zip(findings, words, strict=True):
        assert word in finding.excerpt
    assert "五、推动科技经济深度融合发展／任务9" in findings[1].message
    assert "六、积极培育高水平科技社团和高品质科技期刊／任务12" in findings[5].message


def test_guangyuan():
    (finding,) = found_in_file(GUANGYUAN)
    assert finding.as_dict() == {
        "rule": "half_width",
        "place": "引言",
        "excerpt": "…2021—2025年）》,根据《广元市国民经济和社…",
        "message": "中文里用了半角标点“,”，请改为全角“，”。",
        "severity": "warning",
    }


def test_known_names_of_units_add_no_alarm():
    lines = text_of("seeds/units-chongqing-2021.csv").splitlines()[1:]
    names = [line.split(",")[0] for line in lines]
    with_names = run_checks(chongqing(), period=(2021, 2025), names=names)
    assert brief(with_names) == brief(found_in_file(CHONGQING))


def test_time_grows_with_the_text_only():
    tree = chongqing()
    large = PlanTree(tree.title, tree.preamble, tree.nodes * 10)
    assert takes_less_than(0.5, lambda: run_checks(tree))
    assert takes_less_than(5, lambda: run_checks(large))
