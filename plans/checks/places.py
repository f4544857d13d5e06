"""Where something stands, in the words a drafter uses: 四、…／（二）…／任务14／第2段."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from plans.checks.offsets import StoredLine
from plans.text.tree import Node

PARTED_BY = "／"
PLAN_TITLE = "规划名称"
PREAMBLE = "引言"
_DIGITS = re.compile(r"\d+(?:[.．]\d+)*")


def node_place(node: Node, above: Sequence[Node]) -> str:
    """The node among its ancestors, outermost first."""
    return PARTED_BY.join(label(step) for step in (*above, node))


def label(node: Node) -> str:
    """A task by its number (任务14), everything else by number and title."""
    digits = _DIGITS.search(node.number)
    if node.kind == "task" and digits:
        return f"任务{digits[0]}"
    return (node.number + node.title) or "（无标题）"


def line_parts(lines: Sequence[StoredLine]) -> list[str]:
    """The part of its text for each line: box, table row or paragraph.

    Paragraphs are counted within the text or the box, empty ones left out; the only one of its
    kind needs no number.
    """
    totals = Counter(line.box for line in lines if _counts(line))
    titles = {line.box: line.text for line in lines if line.kind == "box_title"}
    seen: Counter[int | None] = Counter()
    parts = []
    for line in lines:
        seen[line.box] += _counts(line)
        parts.append(PARTED_BY.join(_parts(line, titles, seen[line.box], totals[line.box])))
    return parts


def _counts(line: StoredLine) -> bool:
    return line.kind in ("paragraph", "item") and bool(line.text.strip())


def _parts(
    line: StoredLine, titles: Mapping[int | None, str], ordinal: int, total: int
) -> Iterator[str]:
    if line.box is not None:
        yield f"专栏“{titles[line.box]}”"
    if line.table is not None:
        yield f"表格第{line.row + 1}行"
    elif _counts(line) and total > 1:
        yield f"第{ordinal}段"
