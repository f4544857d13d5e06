"""Texts of the checks' tests, read the way the command reads them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from plans.checks import Finding, run_checks
from plans.checks.sources import source_tree
from plans.importing import import_plan
from plans.text.tree import Node, PlanTree

DATA = Path(__file__).resolve().parents[2] / "data"
TITLE = "宁江市科协事业发展“十四五”规划（2021—2025年）"


def text_of(name: str) -> str:
    return (DATA / name).read_text(encoding="utf-8")


def found_in(text: str, name: str = "plan.txt") -> list[Finding]:
    return run_checks(source_tree(import_plan(text.encode(), name)))


@cache
def found_in_file(name: str) -> tuple[Finding, ...]:
    return tuple(found_in(text_of(name), name))


def chapter(text: str, **fields: object) -> Node:
    """A chapter 重点任务 with this body."""
    return Node(7, "chapter", "重点任务", text=text, **fields)  # type: ignore[arg-type]


def plan_of(*texts: str, title: str = TITLE) -> PlanTree:
    """A plan whose chapters have these bodies and the ids 1, 2, …"""
    names = "甲乙丙丁戊己庚辛"
    nodes = (
        Node(number, "chapter", f"{name}类工作", text=text)
        for number, (name, text) in enumerate(zip(names, texts, strict=False), 1)
    )
    return PlanTree(title, "", tuple(nodes))


def found(*texts: str, title: str = TITLE) -> list[Finding]:
    return run_checks(plan_of(*texts, title=title))


def brief(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    """Rule and last step of the place."""
    return [(finding.rule, finding.place.split("／")[-1]) for finding in findings]
