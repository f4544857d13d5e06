"""The text of a plan as plain values: what importing, checks, comparing and rendering share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

NodeId = int | str | None


@dataclass(frozen=True)
class Node:
    """One provision: a chapter 章, section 节 or task 任务 with its body in the stored markup.

    ``title`` has no mark and no closing 。; ``run_in`` says that the first paragraph of
    ``text`` follows on the heading's line; ``number`` is the mark as printed ("一、", "（一）",
    "1.") or empty where it has not been computed.
    """

    id: NodeId
    kind: str
    title: str
    run_in: bool = False
    text: str = ""
    children: tuple[Node, ...] = ()
    number: str = ""


@dataclass(frozen=True)
class PlanTree:
    """A whole plan: title, the text before the first chapter, and the chapters."""

    title: str
    preamble: str = ""
    nodes: tuple[Node, ...] = ()


def walk(tree: PlanTree) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """Yield every node in reading order with its ancestors, outermost first."""
    yield from _walk(tree.nodes, ())


def _walk(
    nodes: tuple[Node, ...], above: tuple[Node, ...]
) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    for node in nodes:
        yield node, above
        yield from _walk(node.children, (*above, node))


def numbers(tree: PlanTree) -> dict[int, str]:
    """Printed number by provision id."""
    return {int(node.id): node.number for node, _ in walk(tree) if node.id is not None}


def find_node(tree: PlanTree, provision_id: int) -> tuple[Node, tuple[Node, ...]] | None:
    """The node of this provision and its ancestors, outermost first."""
    for node, above in walk(tree):
        if node.id == provision_id:
            return node, above
    return None


def ids_below(tree: PlanTree, provision_id: int) -> list[int]:
    """The provision's id and those of everything below it, in reading order."""
    found = find_node(tree, provision_id)
    if found is None:
        return []
    inside = walk(PlanTree("", "", (found[0],)))
    return [int(node.id) for node, _ in inside if node.id is not None]
