"""Comparing texts and plans 比较: what was written, changed, moved, and by which version."""

from plans.text.comparing.blame import advance, blame
from plans.text.comparing.characters import difference, redline
from plans.text.comparing.lines import lines
from plans.text.comparing.rows import compare_texts
from plans.text.comparing.trees import NodeDiff, TreeDiff, compare_trees
from plans.text.comparing.values import PREAMBLE, Line, LineKind, Move, Op, RowDiff, RowOp, Segment

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
