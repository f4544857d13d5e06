"""What every import must keep: no character of the source is lost, added or moved."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from plans.importing import ImportedNode, ImportedPlan, import_plan
from plans.text.markup import plain

DATA = Path(__file__).parents[2] / "data"


def read(name: str) -> ImportedPlan:
    """Import a file of tests/data."""
    path = DATA / name
    return import_plan(path.read_bytes(), path.name)


def read_text(text: str, name: str = "plan.txt") -> ImportedPlan:
    """Import a text."""
    return import_plan(text.encode(), name)


def significant(text: str) -> str:
    """The characters that carry meaning: letters, digits, Han; digits of one width."""
    return "".join(re.findall(r"[^\W_]", text))


def kept(plan: ImportedPlan) -> str:
    """Everything the result holds, in reading order."""
    notice = plan.notice
    front = (
        [notice.title, notice.addressees, *map(plain, notice.body), notice.signature, notice.date]
        if notice
        else []
    )
    nodes = [node.number + node.title + plain(node.text) for node in plan.walk()]
    return significant("".join([*front, plan.title, plain(plan.preamble), *nodes]))


def assert_nothing_lost(plan: ImportedPlan, source: str) -> None:
    """Result and omissions together are the source, each character once."""
    omitted = significant("".join(omission.text for omission in plan.omissions))
    assert Counter(kept(plan) + omitted) == Counter(significant(source))


def outline(plan: ImportedPlan) -> list[str]:
    """The headings, indented by depth, with the number of paragraphs below each."""
    return [line for chapter in plan.chapters for line in _outline(chapter, 0)]


def _outline(node: ImportedNode, depth: int) -> list[str]:
    mark = "*" if node.run_in else ""
    head = f"{'  ' * depth}{node.kind[0]} {node.number}|{node.title}{mark} {len(node.body)}"
    return [head, *(line for child in node.children for line in _outline(child, depth + 1))]
