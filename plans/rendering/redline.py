"""花脸稿: two states of a plan as one document whose runs say what was inserted and deleted.

Taking the insertions gives the blocks of the new plan, taking the deletions those of the old
one, numbers as printed included. What moved is deleted in one place and inserted in another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import cast

from plans.rendering.blocks import (
    Block,
    Box,
    Cell,
    Change,
    Document,
    Heading,
    Item,
    Paragraph,
    Part,
    Row,
    Run,
    Runs,
    Table,
    plain,
)
from plans.rendering.from_tree import body_blocks
from plans.rendering.titles import title_of
from plans.text import markup
from plans.text.comparing import LineKind, Op, Segment, difference
from plans.text.comparing.aligning import Pairs, common, gaps, rising, similar, walk
from plans.text.comparing.lines import line_difference
from plans.text.comparing.values import Line
from plans.text.tree import PlanTree

_CHANGES: dict[Op, Change] = {Op.EQUAL: "", Op.INSERT: "inserted", Op.DELETE: "deleted"}


def redline_document(
    old: PlanTree, new: PlanTree, *, author: str = "", issued_on: str = ""
) -> Document:
    """The 花脸稿 of two numbered plans, under the new title.

    ``author`` and ``issued_on`` (ISO date) become those of the tracked changes in a DOCX.
    """
    title = replace(title_of(new.title), changed=_text_change(old.title, new.title))
    blocks = redline_blocks(body_blocks(old), body_blocks(new))
    return Document(
        title=f"{new.title}（花脸稿）",
        kind="花脸稿",
        author=author,
        issued_on=issued_on,
        parts=(Part((title, *blocks)),),
    )


def redline_blocks(old: Sequence[Block], new: Sequence[Block]) -> tuple[Block, ...]:
    """Two bodies as one; provisions are known again by the anchor of their heading."""
    before, after = _sections(old), _sections(new)
    merged: list[Block] = []
    for olds, news, paired in walk(_kept(before, after), len(before), len(after)):
        if paired:
            merged += _changed_section(before[olds.start], after[news.start])
            continue
        for section in before[olds.start : olds.stop]:
            merged += _marked_all(section.blocks, "deleted")
        for section in after[news.start : news.stop]:
            merged += _marked_all(section.blocks, "inserted")
    return tuple(merged)


@dataclass(frozen=True)
class _Section:
    """A heading with the blocks up to the next one; the preamble has no heading."""

    key: tuple[object, ...]
    blocks: tuple[Block, ...]

    @property
    def heading(self) -> Heading | None:
        first = self.blocks[0] if self.blocks else None
        return first if isinstance(first, Heading) else None


def _sections(blocks: Sequence[Block]) -> list[_Section]:
    starts = [at for at, block in enumerate(blocks) if isinstance(block, Heading)]
    ends = [*starts, len(blocks)]
    found = [_Section(("preamble",), tuple(blocks[: ends[0]]))]
    seen: dict[object, int] = {}
    for start, end in pairwise(ends):
        heading = cast(Heading, blocks[start])
        name = heading.anchor or heading.text
        again = seen[name] = seen.get(name, 0) + 1
        key = (name, again, heading.level, heading.run_in is None)
        found.append(_Section(key, tuple(blocks[start:end])))
    return found


def _kept(before: list[_Section], after: list[_Section]) -> Pairs:
    """The sections that stand on both sides and kept their order; the others moved."""
    place = {section.key: at for at, section in enumerate(before)}
    shared = [(place[one.key], at) for at, one in enumerate(after) if one.key in place]
    return [shared[at] for at in rising([i for i, _ in shared])]


def _changed_section(old: _Section, new: _Section) -> list[Block]:
    if old.heading is None or new.heading is None:
        return _changed_blocks(old.blocks, new.blocks)
    heading = _changed_heading(old.heading, new.heading)
    return [heading, *_changed_blocks(old.blocks[1:], new.blocks[1:])]


def _changed_heading(old: Heading, new: Heading) -> Heading:
    run_in = new.run_in
    if old.run_in is not None and new.run_in is not None:
        run_in = _changed_runs(old.run_in, new.run_in)
    return replace(new, run_in=run_in, changed=_text_change(_own(old), _own(new)))


def _own(heading: Heading) -> str:
    return heading.number + heading.text + heading.stop


def _changed_blocks(old: Sequence[Block], new: Sequence[Block]) -> list[Block]:
    merged: list[Block] = []
    for olds, news, paired in walk(_paired(old, new), len(old), len(new)):
        if paired:
            merged += _changed_block(old[olds.start], new[news.start])
        else:
            merged += _marked_all(old[olds.start : olds.stop], "deleted")
            merged += _marked_all(new[news.start : news.stop], "inserted")
    return merged


def _paired(old: Sequence[Block], new: Sequence[Block]) -> Pairs:
    """Equal blocks, and between them blocks of one kind that read alike."""
    pairs = common(old, new)
    for olds, news in list(gaps(pairs, len(old), len(new))):
        before, after = old[olds.start : olds.stop], new[news.start : news.stop]
        pairs = pairs + _alike(before, after, olds.start, news.start)
    return sorted(pairs)


def _alike(before: Sequence[Block], after: Sequence[Block], i: int, j: int) -> Pairs:
    def may_pair(first: int, second: int) -> bool:
        return _kind(before[first]) == _kind(after[second])

    found = similar([*map(_text, before)], [*map(_text, after)], may_pair)
    return [(i + first, j + second) for first, second in found]


def _kind(block: Block) -> tuple[object, ...]:
    """Blocks of one kind can become each other by changes inside."""
    if isinstance(block, Table):
        return (Table, block.caption, _columns(block.rows), block.landscape)
    return (type(block),)


def _columns(rows: Iterable[Row]) -> frozenset[int]:
    return frozenset(sum(cell.columns for cell in row.cells) for row in rows)


def _text(block: Block) -> str:
    if isinstance(block, Paragraph | Item):
        return plain(block.runs)
    if isinstance(block, Table):
        return "\n".join(map(_row_text, block.rows))
    if isinstance(block, Box):
        return "\n".join([plain(block.title), *map(_text, block.blocks)])
    return ""


def _row_text(row: Row) -> str:
    return "\t".join(plain(runs) for cell in row.cells for runs in cell.paragraphs)


def _changed_block(old: Block, new: Block) -> list[Block]:
    if old == new:
        return [new]
    if isinstance(old, Paragraph | Item) and isinstance(new, Paragraph | Item):
        return [replace(new, runs=_changed_runs(old.runs, new.runs))]
    if isinstance(old, Table) and isinstance(new, Table):
        return [replace(new, rows=tuple(_changed_rows(old.rows, new.rows)))]
    if isinstance(old, Box) and isinstance(new, Box):
        inner = cast("list[Paragraph | Item | Table]", _changed_blocks(old.blocks, new.blocks))
        return [Box(_changed_runs(old.title, new.title), tuple(inner))]
    return [*_marked_all([old], "deleted"), *_marked_all([new], "inserted")]


def _changed_rows(old: Sequence[Row], new: Sequence[Row]) -> Iterator[Row]:
    pairs = common(old, new)
    for olds, news in list(gaps(pairs, len(old), len(new))):
        before, after = old[olds.start : olds.stop], new[news.start : news.stop]
        pairs = pairs + _alike_rows(before, after, olds.start, news.start)
    for olds, news, paired in walk(sorted(pairs), len(old), len(new)):
        if paired:
            yield _changed_row(old[olds.start], new[news.start])
            continue
        yield from (_marked_row(row, "deleted") for row in old[olds.start : olds.stop])
        yield from (_marked_row(row, "inserted") for row in new[news.start : news.stop])


def _alike_rows(before: Sequence[Row], after: Sequence[Row], i: int, j: int) -> Pairs:
    def may_pair(first: int, second: int) -> bool:
        return _shape(before[first]) == _shape(after[second])

    found = similar([*map(_row_text, before)], [*map(_row_text, after)], may_pair)
    return [(i + first, j + second) for first, second in found]


def _shape(row: Row) -> list[tuple[int, int, int]]:
    return [(len(cell.paragraphs), cell.columns, cell.rows) for cell in row.cells]


def _changed_row(old: Row, new: Row) -> Row:
    if old == new:
        return new
    pairs = zip(old.cells, new.cells, strict=True)
    return replace(new, cells=tuple(_changed_cell(one, other) for one, other in pairs))


def _changed_cell(old: Cell, new: Cell) -> Cell:
    pairs = zip(old.paragraphs, new.paragraphs, strict=True)
    return replace(new, paragraphs=tuple(_changed_runs(one, other) for one, other in pairs))


def _marked_all(blocks: Iterable[Block], change: Change) -> list[Block]:
    return [_marked(block, change) for block in blocks]


def _marked(block: Block, change: Change) -> Block:
    if isinstance(block, Paragraph | Item):
        return replace(block, runs=_marked_runs(block.runs, change))
    if isinstance(block, Heading):
        run_in = None if block.run_in is None else _marked_runs(block.run_in, change)
        return replace(block, run_in=run_in, changed=(Run(_own(block), change=change),))
    if isinstance(block, Table):
        return replace(block, rows=tuple(_marked_row(row, change) for row in block.rows))
    if isinstance(block, Box):
        inner = cast("list[Paragraph | Item | Table]", _marked_all(block.blocks, change))
        return Box(_marked_runs(block.title, change), tuple(inner))
    return block


def _marked_row(row: Row, change: Change) -> Row:
    cells = tuple(
        replace(cell, paragraphs=tuple(_marked_runs(runs, change) for runs in cell.paragraphs))
        for cell in row.cells
    )
    return replace(row, cells=cells, change=change)


def _marked_runs(runs: Runs, change: Change) -> Runs:
    return tuple(replace(run, change=change) for run in runs)


def _text_change(old: str, new: str) -> Runs:
    """Runs of a changed line of one weight; () where nothing changed."""
    if old == new:
        return ()
    return tuple(Run(text, change=_CHANGES[op]) for op, text in difference(old, new))


def _changed_runs(old: Runs, new: Runs) -> Runs:
    if old == new:
        return new
    segments = line_difference(_line(old), _line(new))
    return tuple(run for segment in segments for run in _segment_runs(segment))


def _line(runs: Runs) -> Line:
    kept = tuple(markup.Run(run.text, run.bold) for run in runs)
    return Line(LineKind.PARAGRAPH, kept, boxed=False, at=0)


def _segment_runs(segment: Segment) -> Iterator[Run]:
    if segment.restyled:
        yield Run(segment.text, segment.was_bold, "deleted")
        yield Run(segment.text, segment.bold, "inserted")
    else:
        yield Run(segment.text, segment.bold, _CHANGES[segment.op])
