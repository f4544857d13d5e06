"""The tree of chapters, sections and tasks from paragraphs whose levels are known."""

from __future__ import annotations

from dataclasses import dataclass, field

from plans.importing.headings import (
    BARE,
    LABEL,
    LIST,
    RUN_IN,
    Head,
    shape_of,
    stop_of,
    take_apart,
)
from plans.importing.levels import CHAPTER, DEEP, PART, SECTION, TASK, Levels
from plans.importing.lines import TEXT, Para
from plans.importing.marks import Mark
from plans.importing.values import Doubt, ImportedNode

_NAMES = {CHAPTER: "章", SECTION: "节", TASK: "任务"}
# Three times the longest heading of the real papers (44 characters, in Chongqing's work plan).
_TITLE_LIMIT = 150


@dataclass
class _Open:
    """A provision while its body is still being read."""

    kind: str
    mark: Mark
    head: Head
    line: int
    blocks: list[str] = field(default_factory=list)
    children: list[_Open] = field(default_factory=list)
    deep: bool = False
    stray: Para | None = None

    def close(self) -> ImportedNode:
        """A heading that a full stop closes runs in; with nothing after it on its line, what
        runs in is an empty paragraph."""
        alone = self.head.stopped and not self.head.rest
        blocks = ["", *self.blocks] if alone and self.blocks else self.blocks
        return ImportedNode(
            self.kind, self.mark.shown, self.head.title, alone or bool(self.head.rest),
            "\n".join(blocks), self.line, self.mark.value,
            tuple(child.close() for child in self.children),
        )  # fmt: skip


@dataclass
class Builder:
    """Reads paragraphs in order; ``preamble`` and ``chapters`` hold them all afterwards."""

    levels: Levels
    preamble: list[str] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    roots: list[_Open] = field(default_factory=list)
    tasks: list[_Open] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)
    part_above: bool = False
    unnumbered: bool = False

    def read(self, paras: list[Para]) -> None:
        """Take every paragraph to its place."""
        for at, para in enumerate(paras):
            role = self.levels.role(at, para)
            if role in _NAMES and (role == CHAPTER or self.open):
                self._open(role, para)
            else:
                self._text(para, role)
        self._doubt_strays()

    @property
    def chapters(self) -> tuple[ImportedNode, ...]:
        """What was read."""
        return tuple(root.close() for root in self.roots)

    def _text(self, para: Para, role: str | None) -> None:
        if role == PART:
            self.part_above = True
            self._doubt(para, f"“{para.plain[:20]}”是章以上的层次，按原文保留在正文中。")
        if role == DEEP and self.open and not self.open[-1].deep:
            self.open[-1].deep = True
            self._doubt(para, f"“{para.plain[:20]}”是任务以下的层次，按原文保留在正文中。")
        # Any further paragraph takes the suspicion back: a task of several has no second heading.
        if self.open and self.open[-1].kind == TASK:
            self.open[-1].stray = para if _seems_a_task(self.open[-1], para) else None
        if self.open and _may_belong_to_title(self.open[-1], para):
            self._doubt(para, f"“{para.plain[:20]}”没有标点，可能是上一行标题的后半部分，请核对。")
        (self.open[-1].blocks if self.open else self.preamble).append(para.text)

    def _open(self, role: str, para: Para) -> None:
        assert para.mark is not None
        head = take_apart(para.line, para.mark)
        if len(head.title) > _TITLE_LIMIT or not head.title:
            self._doubt(para, f"“{para.plain[:16]}”有编号但没有可作标题的短句，按正文保留。")
            return self._text(para, None)
        # Before the node is placed: the count is compared with what was open until now.
        self._check_number(role, para, para.mark)
        self._check_head(role, para, head)
        node = _Open(role, para.mark, head, para.number, [head.rest] if head.rest else [])
        self._place(node)
        return None

    def _doubt_strays(self) -> None:
        """A second paragraph that looks like a task, where tasks have one paragraph each."""
        single = sum(1 for task in self.tasks if len(task.blocks) == 1)
        strays = [task for task in self.tasks if task.stray and len(task.blocks) == 2]
        # Where fewer than two thirds of the tasks are one paragraph, a second one is no sign;
        # where a third and more have one that looks so, it is the plan's habit and not a lost
        # number.
        if 3 * single < 2 * len(self.tasks) or 3 * len(strays) > len(self.tasks):
            return
        for task in strays:
            assert task.stray
            head = task.stray.plain[: (stop_of(task.stray.plain) or 0) + 1]
            message = f"“{head}”像是漏了编号的任务，按正文保留在任务{task.mark.shown}中，请核对。"
            self._doubt(task.stray, message)

    def _place(self, node: _Open) -> None:
        order = tuple(_NAMES)
        # A heading closes all that are as deep as itself or deeper.
        while self.open and order.index(self.open[-1].kind) >= order.index(node.kind):
            self.open.pop()
        (self.open[-1].children if self.open else self.roots).append(node)
        self.open.append(node)
        if node.kind == TASK:
            self.tasks.append(node)

    def _check_number(self, role: str, para: Para, mark: Mark) -> None:
        if not mark.shown:
            self._unnumbered(para)
            return
        below = [kind for kind in _NAMES if tuple(_NAMES).index(kind) > tuple(_NAMES).index(role)]
        # In a plan with parts 篇 the chapters may begin with 第一章 again in each.
        fresh = role not in self.last or (role == CHAPTER and self.part_above and mark.value == 1)
        self.part_above = False if role == CHAPTER else self.part_above
        expected = 1 if fresh else self.last[role] + 1
        if mark.value != expected:
            self._doubt(para, self._jump(role, mark, fresh))
        self.last[role] = mark.value
        for kind in below:
            # Tasks that run through the plan go on counting under the next chapter.
            if not (kind == TASK and self.levels.running):
                self.last.pop(kind, None)

    def _unnumbered(self, para: Para) -> None:
        if not self.unnumbered:
            self._doubt(para, "标题没有编号，按大纲级别识别，导入后由系统编号。")
        self.unnumbered = True

    def _jump(self, role: str, mark: Mark, fresh: bool) -> str:
        name = _NAMES[role]
        if fresh:
            return f"{name}的编号从“{mark.shown}”开始，前面的编号缺失，请核对。"
        if mark.value == self.last[role]:
            return f"{name}的编号“{mark.shown}”重复，请核对。"
        return f"{name}的编号“{mark.shown}”与前一个不连续（应为第{self.last[role] + 1}），请核对。"

    def _check_head(self, role: str, para: Para, head: Head) -> None:
        if head.shape == LABEL and head.rest:
            self._doubt(para, f"“{head.title[:20]}”后面是冒号，按{_NAMES[role]}的标题处理。")
        elif head.shape == LIST:
            self._doubt(para, f"“{head.title[:20]}”整句较长，按{_NAMES[role]}的标题处理，请核对。")
        # A question or an exclamation closes a heading as well as a full stop does.
        elif head.rest and not head.stopped and head.title[-1] not in "？！?!":
            self._doubt(para, f"“{head.title[:20]}”后面没有句号，标题到哪里为止请核对。")

    def _doubt(self, para: Para, message: str) -> None:
        self.doubts.append(Doubt(para.number, message))


def _may_belong_to_title(node: _Open, para: Para) -> bool:
    """A short line without a mark of any kind directly under a long heading."""
    # Only a long heading is broken over two lines: a short one fits on its own.
    if node.blocks or node.children or node.head.shape != BARE or len(node.head.title) < 15:
        return False
    if para.kind != TEXT or para.mark or para.line.is_item or para.line.level is not None:
        return False
    # The rest of a heading is shorter than half a line; a longer one is a paragraph that lacks its
    # full stop.
    return len(para.plain) <= 25 and para.plain[0].isalnum() and shape_of(para.plain) == BARE


def _seems_a_task(task: _Open, para: Para) -> bool:
    """A short sentence and more behind it, as the task's own heading runs in; no mark, no bold."""
    if not task.head.rest or len(task.blocks) != 1 or para.mark or para.kind != TEXT:
        return False
    if para.line.is_item or para.text.startswith("**"):
        return False
    # Headings that run in are short, and of one piece: no comma before the full stop.
    stop = stop_of(para.plain, 13)
    return stop is not None and shape_of(para.plain) == RUN_IN and "，" not in para.plain[:stop]
