"""Runs of marks that count together, and whether they are headings or a mere list."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from plans.importing.headings import BARE, HEADED, LABEL, LIST, RUN_IN, SENTENCE, shape_in
from plans.importing.lines import Para
from plans.importing.marks import CN, CN_PAREN, OUTLINE, RANK, Mark

_AIMS = re.compile("目标|指标|原则|思想")
_AIM = re.compile("[^。：:]{0,12}目标")


@dataclass
class Group:
    """Marks of one style that stand under one heading and count up; indexes of paragraphs."""

    style: str
    above: str
    at: list[int] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    shapes: Counter[str] = field(default_factory=Counter)
    nested: bool = False

    @property
    def first(self) -> int:
        return self.values[0]

    @property
    def last(self) -> int:
        return self.values[-1]

    def add(self, at: int, mark: Mark, shape: str) -> None:
        self.at.append(at)
        self.values.append(mark.value)
        self.shapes[shape] += 1

    def is_headed(self) -> bool:
        """At least half of the members are headings; where aims or principles are set out,
        neither 目标：… nor a mere sentence is one. The outermost marks always are."""
        if self.style in OUTLINE or RANK[self.style] < RANK[CN]:
            return True
        # Under 目标 and 原则 1. 2. 3. are the aims and principles, not tasks (Guangyuan's chapter
        # two).
        aims = RANK[self.style] > RANK[CN_PAREN] and _AIMS.search(self.above)
        counted = (BARE, RUN_IN) if aims else (*HEADED, LABEL)
        headed = sum(self.shapes[shape] for shape in counted)
        # 一、 is a chapter by convention unless every one of them is a long sentence.
        if self.style == CN and self.shapes[LIST] < len(self.at):
            return True
        return 2 * headed >= len(self.at)


def group_marks(paras: list[Para]) -> list[Group]:
    """Every mark in one group: a new group under every new outer mark, and where the count
    starts again without one (``nested``, if the outer count then goes on)."""
    return _Grouper().run(paras)


class _Grouper:
    def __init__(self) -> None:
        self.groups: list[Group] = []
        self.stacks: dict[str, list[Group]] = {}
        self.above = ""

    def run(self, paras: list[Para]) -> list[Group]:
        for at, para in enumerate(paras):
            if para.mark:
                self._take(at, para, para.mark)
        return self.groups

    def _take(self, at: int, para: Para, mark: Mark) -> None:
        for style in [style for style in self.stacks if RANK[style] > mark.rank]:
            del self.stacks[style]
        stack = self.stacks.setdefault(mark.style, [])
        shape = shape_in(para.line, mark)
        # 总体目标。… and 阶段目标。… are labels of aims, though they look like headings.
        if shape == RUN_IN and "目标" in self.above and _AIM.match(para.plain, mark.end):
            shape = LABEL
        self._group(stack, mark, shape).add(at, mark, shape)
        if mark.rank <= RANK[CN_PAREN] and shape in (BARE, SENTENCE):
            self.above = para.plain[mark.end :]

    def _group(self, stack: list[Group], mark: Mark, shape: str) -> Group:
        # Before a new group is begun: the number may close a list in the list.
        if len(stack) > 1 and self._resumes(stack, mark, shape):
            stack.pop().nested = True
        if stack and not (mark.value == 1 and stack[-1].last >= 1):
            return stack[-1]
        group = Group(mark.style, self.above)
        stack.append(group)
        # Lists nest once in practice; more levels would guess.
        del stack[:-2]
        self.groups.append(group)
        return group

    @staticmethod
    def _resumes(stack: list[Group], mark: Mark, shape: str) -> bool:
        """The count around the inner list goes on."""
        outer, inner = stack[-2], stack[-1]
        if mark.value != outer.last + 1:
            return False
        return mark.value != inner.last + 1 or (inner.shapes[shape] == 0 and shape in HEADED)
