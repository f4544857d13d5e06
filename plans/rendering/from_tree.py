"""Blocks of a plan's text: the tree and its stored markup made into a document's body."""

from __future__ import annotations

from plans.rendering.blocks import (
    Block,
    Box,
    Cell,
    Heading,
    Item,
    Paragraph,
    Row,
    Run,
    Runs,
    Table,
)
from plans.text import markup
from plans.text.tree import Node, PlanTree

LEVELS = {"chapter": 1, "section": 2, "task": 3}
STOP = "。"
_CLOSED = ("。", "？", "！", "：", "；", "…", ".", "?", "!", ":", ";")
_WIDE_COLUMNS = 7
"""A table of so many columns gets a page of its own, turned."""


def body_blocks(tree: PlanTree) -> tuple[Block, ...]:
    """The preamble and every provision of a numbered plan, without the plan's title."""
    blocks = list(text_blocks(tree.preamble))
    for node in tree.nodes:
        blocks += node_blocks(node)
    return tuple(blocks)


def node_blocks(node: Node) -> list[Block]:
    """A provision with all below it, its heading carrying the id of its permanent link."""
    body = list(markup.parse(node.text))
    run_in, rest = _run_in(node, body)
    heading = Heading(
        level=LEVELS[node.kind],
        number=node.number,
        text=node.title,
        run_in=run_in,
        stop=_stop(node),
        anchor=f"p{node.id}" if node.id is not None else "",
    )
    blocks: list[Block] = [heading, *_blocks(rest)]
    for child in node.children:
        blocks += node_blocks(child)
    return blocks


def text_blocks(text: str) -> tuple[Block, ...]:
    """Stored markup as blocks; empty lines are left out."""
    return tuple(_blocks(list(markup.parse(text))))


def _run_in(node: Node, body: list[markup.Block]) -> tuple[Runs | None, list[markup.Block]]:
    """The paragraph on the heading's line, and what is left of the body.

    An empty first paragraph means: the heading is closed by 。 and stands alone.
    """
    if not node.run_in:
        return None, body
    if body and isinstance(body[0], markup.Paragraph):
        return _runs(body[0].runs) or None, body[1:]
    return None, body


def _stop(node: Node) -> str:
    return "" if not node.run_in or node.title.endswith(_CLOSED) else STOP


def _blocks(blocks: list[markup.Block]) -> list[Block]:
    return [_block(block) for block in blocks if block != markup.Paragraph(())]


def _block(block: markup.Block) -> Block:
    if isinstance(block, markup.Box):
        inner = tuple(_simple(one) for one in block.blocks if one != markup.Paragraph(()))
        return Box(_runs(block.title), inner)
    return _simple(block)


def _simple(block: markup.Simple) -> Paragraph | Item | Table:
    if isinstance(block, markup.Table):
        return _table(block)
    if isinstance(block, markup.Item):
        return Item(_runs(block.runs))
    return Paragraph(_runs(block.runs))


def _table(block: markup.Table) -> Table:
    """The first row names the columns; short rows are filled up with empty cells."""
    columns = max(len(row) for row in block.rows)
    rows = []
    for number, row in enumerate(block.rows):
        filled = (*row, *((),) * (columns - len(row)))
        rows.append(Row(tuple(Cell((_runs(cell),), header=number == 0) for cell in filled)))
    header = 1 if len(rows) > 1 else 0
    return Table(tuple(rows), header_rows=header, landscape=columns >= _WIDE_COLUMNS)


def _runs(runs: tuple[markup.Run, ...]) -> Runs:
    return tuple(Run(run.text, bold=run.bold) for run in runs)
