"""An imported plan as a tree that carries the numbers of its source, for checking them."""

from __future__ import annotations

import re

from plans.importing import ImportedNode, ImportedPlan
from plans.text.tree import Node, PlanTree

_NAMED = re.compile(r"第.+[篇编章节]|第.+部分")


def source_tree(plan: ImportedPlan) -> PlanTree:
    """The plan's tree, ``number`` of each node as printed in the source (一、 （一） 1. 第一章)."""
    return PlanTree(plan.title, plan.preamble, tuple(map(_node, plan.chapters)))


def _node(node: ImportedNode) -> Node:
    below = tuple(map(_node, node.children))
    return Node(None, node.kind, node.title, node.run_in, node.text, below, _printed(node.number))


def _printed(number: str) -> str:
    if not number or not number[-1].isalnum():
        return number
    if _NAMED.fullmatch(number) or "." in number:
        return number + " "
    return number + ("." if number[-1].isdigit() else "、")
