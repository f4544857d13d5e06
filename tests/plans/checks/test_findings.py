"""What a finding says: its place, its words, its fix and its fingerprint."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from plans.checks import RULES, Finding, Fix, run_checks
from plans.checks.sources import source_tree
from plans.importing import import_plan
from plans.text.tree import Node, PlanTree, walk
from tests.plans.checks.planted import PLANTED
from tests.plans.checks.reading import TITLE, found, plan_of, text_of


def test_offsets_count_in_the_stored_markup():
    text = "第一段。\n**加强领导。**推动高校、企业 and 场馆开放。"
    (finding,) = found(text)
    assert finding == Finding(
        rule="latin",
        node_id=1,
        place="一、甲类工作／第2段",
        excerpt="加强领导。推动高校、企业 and 场馆开放。",
        message="中文里夹有外文“and”，请改为相应的中文，如“和”；确需保留的请说明理由。",
        severity="error",
        start=21,
        end=26,
        fix=Fix(21, 26, "和"),
        subject="动高校、企业\x1e and \x1e场馆开放",
    )
    assert text[finding.start : finding.end] == " and "
    assert finding.fix is not None
    assert finding.fix.apply(text) == "第一段。\n**加强领导。**推动高校、企业和场馆开放。"


def test_a_plan_without_any_chapter_is_checked():
    assert run_checks(PlanTree(TITLE, "", ())) == []
    assert [finding.place for finding in run_checks(PlanTree(TITLE, "依据。。", ()))] == ["引言"]


def test_no_fix_reaches_over_markup():
    (finding,) = found("推动开放**共享，**，促进发展。")
    assert (finding.rule, finding.fix) == ("punctuation", None)


def test_places():
    text = "概述。。\n——要点。。\n:::box 专栏1 工程\n说明。。\n|指标|值。。|\n|基地|一百。。|\n:::"
    task = Node(3, "task", "普及。", run_in=True, text="做好。。")
    section = Node(2, "section", "服务", text="做。。", children=(task,))
    tree = PlanTree(
        TITLE, "依据。。", (Node(1, "chapter", "重点", text=text, children=(section,)),)
    )
    assert [finding.place for finding in run_checks(tree)] == [
        "引言",
        "一、重点／第1段",
        "一、重点／第2段",
        "一、重点／专栏“专栏1 工程”",
        "一、重点／专栏“专栏1 工程”／表格第1行",
        "一、重点／专栏“专栏1 工程”／表格第2行",
        "一、重点／（一）服务",
        "一、重点／（一）服务／任务1",
        "一、重点／（一）服务／任务1",
    ]


def test_fingerprint_holds_when_other_text_changes():
    before = found("其他。", "推动高校、企业 and 场馆开放。")
    after = found(
        "其他。\n又一段，，多了错。", "新的一段。\n推动高校、企业 and 场馆开放。新的一句。"
    )
    assert [f.fingerprint for f in after if f.rule == "latin"] == [before[0].fingerprint]
    assert (before[0].start, after[-1].start) == (7, 13)


def test_fingerprint_is_of_rule_provision_and_words():
    (one,) = found("推动高校、企业 and 场馆开放。")
    others = [replace(one, node_id=2), replace(one, rule="spacing"), replace(one, subject="别的")]
    others.append(replace(one, field="title"))
    assert len({finding.fingerprint for finding in (one, *others)}) == 5
    assert replace(one, start=99, place="别处", message="").fingerprint == one.fingerprint


def test_one_slip_is_reported_once():
    slips = ("推动高校、企业 and 场馆开放。", "推动开放，,促进共享。", "设立“优秀奖“，每年评选。")
    assert [[finding.rule for finding in found(text)] for text in slips] == [
        ["latin"],
        ["punctuation"],
        ["brackets"],
    ]


def test_findings_come_in_reading_order():
    findings = found("推动开放，，促进 共享。\n建设平台 and 基地。", "做好工作工作。")
    assert [(finding.node_id, finding.start) for finding in findings] == [
        (1, 4),
        (1, 8),
        (1, 17),
        (2, 2),
    ]


FIXED = [(rule, planting) for rule, plantings in PLANTED.items() for planting in plantings[:3]]


@pytest.mark.parametrize(("rule", "planting"), FIXED)
def test_a_fix_removes_its_finding_and_brings_no_other(rule, planting):
    name, there, planted = planting
    content = text_of(name).replace(there, planted).encode()
    tree = _with_ids(source_tree(import_plan(content, name)))
    findings = run_checks(tree)
    fixed = next((f for f in findings if f.rule == rule and f.fix), None)
    if fixed is not None:
        again = run_checks(_applied(tree, fixed))
        assert len(again) < len(findings)
        assert fixed.fingerprint not in {finding.fingerprint for finding in again}


def _with_ids(tree: PlanTree) -> PlanTree:
    ids = iter(range(1, 1000))

    def number(node: Node) -> Node:
        own = next(ids)
        return replace(node, id=own, children=tuple(map(number, node.children)))

    return replace(tree, nodes=tuple(map(number, tree.nodes)))


def _applied(tree: PlanTree, finding: Finding) -> PlanTree:
    assert finding.fix is not None
    if finding.field in ("plan_title", "preamble"):
        field = finding.field.removeprefix("plan_")
        changed: Any = {field: finding.fix.apply(getattr(tree, field))}
        return replace(tree, **changed)
    return replace(tree, nodes=tuple(_fixed(node, finding) for node in tree.nodes))


def _fixed(node: Node, finding: Finding) -> Node:
    children = tuple(_fixed(child, finding) for child in node.children)
    if node.id == finding.node_id and finding.fix is not None:
        changed: Any = {finding.field: finding.fix.apply(getattr(node, finding.field))}
        return replace(node, children=children, **changed)
    return replace(node, children=children)


def test_rules_are_the_modules_of_their_folder():
    assert {key: rule.find.__module__ for key, rule in RULES.items()} == {
        key: f"plans.checks.rules.{key}" for key in RULES
    }
    assert all(better in RULES for rule in RULES.values() for better in rule.yields_to)


def test_numbers_are_computed_where_none_is_given():
    tree = plan_of("按照任务9推进。")
    assert [node.number for node, _ in walk(tree)] == [""]
    assert [f.place for f in run_checks(tree)] == ["一、甲类工作"]


def test_what_the_fingerprint_of_a_finding_covers() -> None:
    """Digests of rule, provision, field and subject, parted by U+001F, taken with sha256sum."""
    one = Finding("double_character", 41, "一、", "把的的", "重复", "warning", 1, 3)
    doubled = replace(one, subject="的的")
    assert doubled.fingerprint == "bcf44bf4b02a1487b636af5090329df7d97b4f8bbe4b3c2f651ac9c778a4be0d"
    titled = Finding("title", None, "标题", "规划", "短", "warning", 0, 2, field="title")
    assert titled.fingerprint == "7de1152b04dc06d86211075eb2f78579001d96f3878c031e08b66cc44014d9f9"
