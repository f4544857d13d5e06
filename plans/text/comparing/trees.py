"""The difference of two plans: provisions matched by their permanent id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from plans.text.comparing.aligning import rising
from plans.text.comparing.characters import redline
from plans.text.comparing.rows import compare_many
from plans.text.comparing.values import PREAMBLE, RowDiff, RowOp, Segment
from plans.text.tree import Node, NodeId, PlanTree, walk

Above = tuple[Node, ...]


@dataclass(frozen=True)
class NodeDiff:
    """One provision, old and new side by side; None where it does not stand in that plan.

    ``old_above`` and ``new_above`` are its ancestors there, outermost first; ``title`` and
    ``rows`` lead from the old wording to the new.
    """

    old: Node | None
    new: Node | None
    old_above: Above
    new_above: Above
    moved: bool
    title: tuple[Segment, ...]
    rows: tuple[RowDiff, ...]

    @property
    def node(self) -> Node:
        """The provision as it stands, or as it stood before it was deleted."""
        node = self.new or self.old
        assert node is not None
        return node

    @property
    def depth(self) -> int:
        """0 for a chapter."""
        return len(self.new_above if self.new else self.old_above)

    @property
    def added(self) -> bool:
        """增加."""
        return self.old is None

    @property
    def deleted(self) -> bool:
        """删去."""
        return self.new is None

    @property
    def renamed(self) -> bool:
        """The title reads differently."""
        return bool(self.old and self.new and self.old.title != self.new.title)

    @property
    def rewritten(self) -> bool:
        """The text below the title reads or is set differently."""
        if self.old is None or self.new is None:
            return False
        return self.old.run_in != self.new.run_in or any(
            row.op is not RowOp.EQUAL for row in self.rows
        )

    @property
    def is_change(self) -> bool:
        """Whether anything but the number differs."""
        return self.added or self.deleted or self.moved or self.renamed or self.rewritten


@dataclass(frozen=True)
class TreeDiff:
    """Two plans compared: every provision, in the new reading order.

    A deleted provision stands after the one that it followed.
    """

    title: tuple[Segment, ...]
    preamble: tuple[RowDiff, ...]
    nodes: tuple[NodeDiff, ...]

    @property
    def changes(self) -> tuple[NodeDiff, ...]:
        """The provisions in which anything but the number differs."""
        return tuple(node for node in self.nodes if node.is_change)

    @property
    def is_change(self) -> bool:
        """Whether title, preamble or any provision differs."""
        edges = any(s.op != "equal" for s in self.title) or any(
            row.op is not RowOp.EQUAL for row in self.preamble
        )
        return edges or bool(self.changes)


def compare_trees(old: PlanTree, new: PlanTree) -> TreeDiff:
    """What was added, deleted, moved, renamed, rewritten and renumbered between two plans.

    A provision without id is known again by kind and title. It is moved when it stands below
    another provision or at another level, or when its siblings kept an order that it left; its
    children move with it. Paragraphs that left one provision for another are moves too.
    """
    before, after = _Plan(old), _Plan(new)
    moved = _moved(before, after)
    keys = list(_reading_order(before, after, moved))
    texts = [(key, before.text(key), after.text(key)) for key in keys]
    preamble, *rows = compare_many([(PREAMBLE, old.preamble, new.preamble), *texts])
    nodes = (
        _node_diff(before, after, key, key in moved, below)
        for key, below in zip(keys, rows, strict=True)
    )
    return TreeDiff(redline(old.title, new.title), preamble, tuple(nodes))


class _Plan:
    """A tree by key: the node's id, or kind and title where it has none."""

    def __init__(self, tree: PlanTree) -> None:
        self.nodes: dict[NodeId, Node] = {}
        self.above: dict[NodeId, Above] = {}
        self.below: dict[NodeId, list[NodeId]] = defaultdict(list)
        self.parent: dict[NodeId, NodeId] = {}
        path: list[NodeId] = []
        for node, above in walk(tree):
            key = self._free_key(node)
            path[len(above) :] = [key]
            self.nodes[key], self.above[key] = node, above
            self.parent[key] = path[-2] if above else None
            self.below[self.parent[key]].append(key)

    def text(self, key: NodeId) -> str:
        return self.nodes[key].text if key in self.nodes else ""

    def _free_key(self, node: Node) -> NodeId:
        if node.id is not None:
            return node.id
        key, again = f"{node.kind} {node.title}", 1
        while key in self.nodes:
            again += 1
            key = f"{node.kind} {node.title} {again}"
        return key


def _reading_order(before: _Plan, after: _Plan, moved: set[NodeId]) -> Iterator[NodeId]:
    following: dict[NodeId, list[NodeId]] = defaultdict(list)
    last: NodeId = None
    for key in before.nodes:
        if key not in after.nodes:
            following[last].append(key)
        elif key not in moved:
            last = key
    yield from following[None]
    for key in after.nodes:
        yield key
        yield from following[key]


def _moved(before: _Plan, after: _Plan) -> set[NodeId]:
    both = [key for key in after.nodes if key in before.nodes]
    moved = {key for key in both if _left_its_parent(before, after, key)}
    for parent, children in after.below.items():
        stayed = [key for key in children if key in before.nodes and key not in moved]
        place = {key: at for at, key in enumerate(before.below[parent])}
        kept = {stayed[at] for at in rising([place[key] for key in stayed])}
        moved |= set(stayed) - kept
    return moved


def _left_its_parent(before: _Plan, after: _Plan, key: NodeId) -> bool:
    return (
        before.parent[key] != after.parent[key] or before.nodes[key].kind != after.nodes[key].kind
    )


def _node_diff(
    before: _Plan, after: _Plan, key: NodeId, moved: bool, rows: tuple[RowDiff, ...]
) -> NodeDiff:
    old, new = before.nodes.get(key), after.nodes.get(key)
    return NodeDiff(
        old=old,
        new=new,
        old_above=before.above.get(key, ()),
        new_above=after.above.get(key, ()),
        moved=moved,
        title=redline(old.title if old else "", new.title if new else ""),
        rows=rows,
    )
