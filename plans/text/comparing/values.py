"""What comparing returns: segments of characters, rows of lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from plans.text.markup import Run
from plans.text.tree import NodeId


class Op(StrEnum):
    """What became of a stretch of characters."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"


class RowOp(StrEnum):
    """What became of a line; a moved line has a row at either end."""

    EQUAL = "equal"
    CHANGED = "changed"
    INSERT = "insert"
    DELETE = "delete"
    MOVED_AWAY = "moved_away"
    MOVED_HERE = "moved_here"


class LineKind(StrEnum):
    """What a line of the text is printed as."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE_ROW = "table_row"
    BOX_TITLE = "box_title"


@dataclass(frozen=True)
class Segment:
    """Characters as printed, of one fate and one weight, never markup.

    Where an equal stretch changed its weight, ``was_bold`` differs from ``bold``; a stretch
    that stands on one side only has its own weight in both.
    """

    op: Op
    text: str
    bold: bool = False
    was_bold: bool = False

    @property
    def restyled(self) -> bool:
        """Whether only the weight changed."""
        return self.bold != self.was_bold


@dataclass(frozen=True)
class Line:
    """A paragraph, item, table row or box title; the unit that is aligned and moved.

    ``runs`` are as printed: an item begins with ``——``, cells are parted by tabs. ``boxed``:
    stands inside a 专栏. ``at`` is its first line in the stored markup, counted from 0.
    """

    kind: LineKind
    runs: tuple[Run, ...]
    boxed: bool
    at: int

    @property
    def text(self) -> str:
        """The characters without their weight."""
        return "".join(run.text for run in self.runs)

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for lines that print alike, wherever they stand."""
        return (self.kind, self.boxed, self.runs)


@dataclass(frozen=True)
class Move:
    """One end of a moved line: the same ``id`` stands at the other end.

    ``place`` is the provision of the other end (None within one text, ``PREAMBLE`` for the
    text before the first chapter); ``segments`` lead from the old to the new wording.
    """

    id: int
    place: NodeId
    segments: tuple[Segment, ...]


PREAMBLE = "preamble"


@dataclass(frozen=True)
class RowDiff:
    """Old and new line side by side; None where there is nothing on that side.

    Whoever disregards ``move`` sees a line deleted in one place and inserted in another.
    """

    old: Line | None
    new: Line | None
    segments: tuple[Segment, ...]
    move: Move | None = None

    @property
    def op(self) -> RowOp:
        """What became of the line."""
        if self.old is None:
            return RowOp.MOVED_HERE if self.move else RowOp.INSERT
        if self.new is None:
            return RowOp.MOVED_AWAY if self.move else RowOp.DELETE
        return RowOp.EQUAL if self.old.key == self.new.key else RowOp.CHANGED


def joined(segments: Iterable[Segment]) -> str:
    """The characters of segments without fate or weight."""
    return "".join(segment.text for segment in segments)
