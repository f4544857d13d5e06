"""Find and replace 查找替换 in a plan's text: what would become of which provision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plans.comparing import RowDiff, RowOp, Segment, compare_texts, redline
from plans.text import Block, Box, Item, Paragraph, Run, Table, parse, write
from plans.tree import Node, PlanTree, walk


@dataclass(frozen=True)
class Replacement:
    """What replacing does to one provision; ``count`` places in title and text together."""

    node: Node
    above: tuple[Node, ...]
    title: str
    text: str
    count: int

    @property
    def title_change(self) -> tuple[Segment, ...]:
        """The title from old to new; empty where it stays."""
        same = self.title == self.node.title
        return () if same else redline(self.node.title, self.title)

    @property
    def rows(self) -> list[RowDiff]:
        """The lines that change."""
        rows = compare_texts(self.node.text, self.text)
        return [row for row in rows if row.op is not RowOp.EQUAL]


def replacements(tree: PlanTree, find: str, put: str) -> Iterator[Replacement]:
    """Every provision in which ``find`` stands as printed, in reading order."""
    for node, above in walk(tree):
        count = node.title.count(find) + _count(parse(node.text), find)
        if count:
            title, text = replaced(node.title, node.text, find, put)
            yield Replacement(node, above, title, text, count)


def replaced(title: str, text: str, find: str, put: str) -> tuple[str, str]:
    """Title and stored text with ``put`` for every ``find``, markup untouched.

    A place that is partly bold and partly not is not found.
    """
    if not find:
        return title, text
    blocks = [_block(block, find, put) for block in parse(text)]
    return title.replace(find, put), write(blocks) if find in _printed(text) else text


def _printed(text: str) -> str:
    return "\n".join(run.text for block in parse(text) for run in _runs(block))


def _count(blocks: Sequence[Block], find: str) -> int:
    return sum(run.text.count(find) for block in blocks for run in _runs(block))


def _runs(block: Block) -> Iterator[Run]:
    if isinstance(block, Box):
        yield from block.title
        for inner in block.blocks:
            yield from _runs(inner)
    elif isinstance(block, Table):
        yield from (run for row in block.rows for cell in row for run in cell)
    else:
        yield from block.runs


def _block(block: Block, find: str, put: str) -> Block:
    if not any(find in run.text for run in _runs(block)):
        return block
    if isinstance(block, Box):
        inner = tuple(_simple(one, find, put) for one in block.blocks)
        return Box(_put(block.title, find, put), inner)
    return _simple(block, find, put)


def _simple(block: Paragraph | Item | Table, find: str, put: str) -> Paragraph | Item | Table:
    if not any(find in run.text for run in _runs(block)):
        return block
    if isinstance(block, Table):
        rows = tuple(tuple(_put(cell, find, put) for cell in row) for row in block.rows)
        return Table(rows)
    return type(block)(_put(block.runs, find, put))


def _put(runs: Sequence[Run], find: str, put: str) -> tuple[Run, ...]:
    changed = (replace(run, text=run.text.replace(find, put)) for run in runs)
    return tuple(run for run in changed if run.text)
