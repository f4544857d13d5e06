"""Comparing texts and plans 比较: what was written, changed, moved, and by which version."""

from plans.comparing.blame import advance, blame
from plans.comparing.characters import difference, redline
from plans.comparing.lines import lines
from plans.comparing.rows import compare_texts
from plans.comparing.trees import NodeDiff, TreeDiff, compare_trees
from plans.comparing.values import (
    PREAMBLE,
    Line,
    LineKind,
    Move,
    Op,
    RowDiff,
    RowOp,
    Segment,
)

__all__ = [
    "PREAMBLE",
    "Line",
    "LineKind",
    "Move",
    "NodeDiff",
    "Op",
    "RowDiff",
    "RowOp",
    "Segment",
    "TreeDiff",
    "advance",
    "blame",
    "compare_texts",
    "compare_trees",
    "difference",
    "lines",
    "redline",
]
