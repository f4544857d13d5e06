"""Numbers of chapters, sections and tasks: computed from the tree, never typed.

A number restarts under each parent, except tasks where the plan numbers them through
(Chongqing's 40 tasks run through 12 chapters; Guangyuan's restart in each section).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from plans.text.tree import Node, PlanTree

_DIGITS = "零一二三四五六七八九"


_PLACES = ("", "十", "百", "千")
LARGEST = 9999
"""The largest number that is written in Chinese figures; beyond it stand Arabic ones."""


def chinese_number(value: int) -> str:
    """1 → 一, 12 → 十二, 40 → 四十, 105 → 一百零五, 1010 → 一千零一十; 10000 → 10000.

    Raises ValueError below 1.
    """
    if value < 1:
        raise ValueError(f"no Chinese heading number for {value}")
    if value > LARGEST:
        return str(value)
    words = ""
    for place in reversed(range(len(_PLACES))):
        digit = value // 10**place % 10
        gap = value // 10 ** (place + 1) % 10 == 0
        if digit:
            words += _DIGITS[0] if words and gap else ""
            words += ("" if 10 <= value < 20 and place else _DIGITS[digit]) + _PLACES[place]
    return words


STYLES = {
    "cn": "{cn}、",
    "cn_paren": "（{cn}）",
    "arabic_dot": "{n}.",
    "arabic_paren": "（{n}）",
    "di_pian": "第{cn}篇 ",
    "di_zhang": "第{cn}章 ",
    "di_jie": "第{cn}节 ",
}
"""Mark of a heading by style key; the mark stands directly before the title."""


@dataclass(frozen=True)
class Formats:
    """Number format of each level, a setting of the plan."""

    chapter: str = "cn"
    section: str = "cn_paren"
    task: str = "arabic_dot"
    task_running: bool = True


def mark(style: str, value: int) -> str:
    """The printed mark of the ``value``-th heading in a style of STYLES."""
    return STYLES[style].format(n=value, cn=chinese_number(value))


class _Counter:
    def __init__(self, formats: Formats) -> None:
        self.formats = formats
        self.tasks = 0

    def number(self, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        counts = {"chapter": 0, "section": 0, "task": 0}
        return tuple(self._number_one(node, counts) for node in nodes)

    def _number_one(self, node: Node, counts: dict[str, int]) -> Node:
        counts[node.kind] += 1
        value = counts[node.kind]
        if node.kind == "task" and self.formats.task_running:
            self.tasks += 1
            value = self.tasks
        number = mark(getattr(self.formats, node.kind), value)
        return replace(node, number=number, children=self.number(node.children))


def numbered(tree: PlanTree, formats: Formats) -> PlanTree:
    """The same tree with every ``number`` filled as printed."""
    return replace(tree, nodes=_Counter(formats).number(tree.nodes))
