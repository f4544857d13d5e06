"""Find and replace 查找替换 in a plan's text: what would become of which provision."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plans.text.comparing import RowDiff, RowOp, Segment, compare_texts, redline
from plans.text.markup import Block, Box, Item, Paragraph, Run, Table, parse, write
from plans.text.tree import Node, PlanTree, walk

FRONT = "front"


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
    """Every provision in which ``find`` stands as printed, in reading order.

    The plan's own title and preamble come first, as a node of kind FRONT and id 0.
    """
    front = Node(0, FRONT, tree.title, text=tree.preamble)
    for node, above in ((front, ()), *walk(tree)):
        count = node.title.count(find) + _count(parse(node.text), find)
        if count:
            title, text = replaced(node.title, node.text, find, put)
            yield Replacement(node, above, title, text, count)


def replaced(title: str, text: str, find: str, put: str) -> tuple[str, str]:
    """Title and stored text with ``put`` for every ``find``, all other markup untouched.

    What stands in place of words that are partly bold takes the weight of their first character.
    """
    if not find:
        return title, text
    blocks = parse(text)
    changed = write([_block(block, find, put) for block in blocks])
    return title.replace(find, put), changed if _count(blocks, find) else text


def _count(blocks: Sequence[Block], find: str) -> int:
    return sum(_text(line).count(find) for block in blocks for line in _lines(block))


def _text(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs)


def _lines(block: Block) -> Iterator[Sequence[Run]]:
    """The runs of a block, each stretch in which words may stand: a paragraph, a cell, a title."""
    if isinstance(block, Box):
        yield block.title
        for inner in block.blocks:
            yield from _lines(inner)
    elif isinstance(block, Table):
        yield from (cell for row in block.rows for cell in row)
    else:
        yield block.runs


def _block(block: Block, find: str, put: str) -> Block:
    if isinstance(block, Box):
        inner = tuple(_simple(one, find, put) for one in block.blocks)
        return Box(_put(block.title, find, put), inner)
    return _simple(block, find, put)


def _simple(block: Paragraph | Item | Table, find: str, put: str) -> Paragraph | Item | Table:
    if isinstance(block, Table):
        rows = tuple(tuple(_put(cell, find, put) for cell in row) for row in block.rows)
        return Table(rows)
    return type(block)(_put(block.runs, find, put))


def _put(runs: tuple[Run, ...], find: str, put: str) -> tuple[Run, ...]:
    starts = {match.start() for match in re.finditer(re.escape(find), _text(runs))}
    if not starts:
        return runs
    gone = {at for start in starts for at in range(start, start + len(find))}
    changed, offset = [], 0
    for run in runs:
        pieces = [
            (put if at in starts else "") + ("" if at in gone else char)
            for at, char in enumerate(run.text, offset)
        ]
        changed.append(replace(run, text="".join(pieces)))
        offset += len(run.text)
    return tuple(run for run in changed if run.text)
