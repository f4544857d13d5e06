"""Which kind of mark is a chapter, a section, a task here; what is text after all."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from plans.importing.groups import Group, group_marks
from plans.importing.lines import Para
from plans.importing.marks import (
    ARABIC,
    BUFEN,
    CN,
    DECIMAL_2,
    DECIMAL_3,
    ENUMERATIONS,
    NAMED,
    NAMED_TASK,
    NUMERALS,
    OUTLINE,
    PIAN,
    RANK,
    ZHANG,
    Mark,
)
from plans.importing.values import Doubt

PART, CHAPTER, SECTION, TASK, DEEP = "part", "chapter", "section", "task", "deep"
_DECIMALS = (DECIMAL_2, DECIMAL_3)
_OUTER = (PART, CHAPTER)


@dataclass
class Levels:
    """``roles`` by style of mark; ``running``: tasks are numbered through the plan; ``text``:
    indexes of paragraphs whose mark is no heading."""

    roles: dict[str, str]
    running: bool = True
    text: set[int] = field(default_factory=set)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def is_formal(self) -> bool:
        """Chapters are numbered as offices number them: 第一章 or 一、."""
        return any(self.roles.get(style) == CHAPTER for style in (*NAMED, CN))

    def role(self, at: int, para: Para) -> str | None:
        """The role of the paragraph's mark; None for text."""
        if para.mark is None or at in self.text:
            return None
        return self.roles.get(para.mark.style, DEEP)

    def demote(self, group: Group, paras: list[Para], reason: str) -> None:
        """Take the marks of a group for text, and say so."""
        self.text.update(group.at)
        first = paras[group.at[0]]
        message = f"“{first.plain[:16]}”等{len(group.at)}行编号{reason}，保留在正文中，未作为标题。"
        self.doubts.append(Doubt(first.number, message))


def judge_levels(paras: list[Para]) -> Levels | None:
    """None when nothing counts as chapters: the text has no structure."""
    groups = group_marks(paras)
    headed = [group for group in groups if group.is_headed() and not group.nested]
    styles = _ordered(headed)
    chapter = _chapter_style(styles, headed)
    if chapter is None:
        return None
    levels = Levels(_roles(_inner_styles(styles, chapter, headed), styles, chapter))
    begin = min(group.at[0] for group in headed if levels.roles.get(group.style) in _OUTER)
    _demote_lists(levels, groups, paras, begin)
    _judge_tasks(levels, [group for group in headed if group.at[0] > begin], paras)
    return levels


def _ordered(headed: list[Group]) -> list[str]:
    """Styles in use, outermost first: by convention, unless the text plainly turns two round."""
    styles = sorted({group.style for group in headed}, key=RANK.__getitem__)
    if len(styles) < 2:
        return styles
    outer = [group for group in headed if group.style == styles[0]]
    inner = [group for group in headed if group.style == styles[1]]
    restarts = sum(1 for group in outer if group.first == 1)
    # Round the wrong way: the mark that should be inside comes first, counts once through the
    # text, and the other begins anew under each.
    if inner[0].at[0] < outer[0].at[0] and restarts >= 2 and len(inner) == 1:
        styles[:2] = [styles[1], styles[0]]
    return styles


def _chapter_style(styles: list[str], headed: list[Group]) -> str | None:
    """The outermost style that opens the text; parts 篇 only where no chapters 章 are."""
    usable = [style for style in styles if _is_usable(style, headed)]
    if ZHANG in usable:
        # 第一篇 above 第一章 holds chapters and is none itself.
        usable = [style for style in usable if style not in (PIAN, BUFEN)]
    for place, style in enumerate(usable):
        if _opens(style, usable[place + 1 :], headed):
            return style
    return None


def _is_usable(style: str, headed: list[Group]) -> bool:
    count = sum(len(group.at) for group in headed if group.style == style)
    # Two of 第一章 or 一、 are chapters; 1. 2. may be any list, three may be a plan.
    if style in (*OUTLINE, *NAMED, CN):
        return count >= 2
    return RANK[style] <= RANK[ARABIC] and count >= 3


def _opens(style: str, inner: list[str], headed: list[Group]) -> bool:
    """Hardly any mark of a style further in stands before the first of this one."""
    first = min(group.at[0] for group in headed if group.style == style)
    others = [group.at[0] for group in headed if group.style in inner]
    # A list in the preamble may come before the first chapter; more than a fifth of all marks is
    # no list but the plan itself.
    return sum(1 for at in others if at < first) <= 0.2 * len(others)


def _inner_styles(styles: list[str], chapter: str, headed: list[Group]) -> list[str]:
    """The styles under chapters. Where 1. comes straight below them, （1） is a level of its
    own only if it is used throughout; else it belongs to the text of the tasks."""
    inner = [s for s in styles[styles.index(chapter) + 1 :] if s not in ENUMERATIONS]
    if len(inner) < 2 or inner[0] not in NUMERALS or inner[1] not in NUMERALS:
        return inner
    outer = sum(len(group.at) for group in headed if group.style == inner[0])
    below = sum(1 for group in headed if group.style == inner[1])
    # Used throughout: a group of them under every second heading at least.
    return inner if 2 * below >= outer else inner[:1]


def _roles(inner: list[str], styles: list[str], chapter: str) -> dict[str, str]:
    roles = dict.fromkeys(styles[: styles.index(chapter)], PART)
    roles[chapter] = CHAPTER
    # Chongqing: 一、 and 1. only; then 1. is the task and there is no section.
    if len(inner) == 1 and inner[0] in (*NUMERALS, NAMED_TASK):
        return roles | {inner[0]: TASK}
    return roles | dict(zip(inner, (SECTION, TASK), strict=False))


def _demote_lists(levels: Levels, groups: list[Group], paras: list[Para], begin: int) -> None:
    for group in groups:
        # What is numbered before the first chapter belongs to the preamble; no doubt is worth
        # saying.
        if group.at[0] < begin:
            levels.text.update(group.at)
        # Before the question of headings: a list in a list may well consist of short headings.
        elif group.nested:
            levels.demote(group, paras, "套在另一组编号之内")
        elif not group.is_headed():
            levels.demote(group, paras, "是列举")


def _judge_tasks(levels: Levels, headed: list[Group], paras: list[Para]) -> None:
    """Tasks run through the plan when groups under different headings go on counting."""
    tasks = [group for group in headed if levels.roles.get(group.style) == TASK]
    chain = _longest_chain(tasks)
    total = sum(len(group.at) for group in tasks)
    chained = sum(len(group.at) for group in chain)
    # More than half of the tasks in one count: Chongqing's 40 run through, Guangyuan's begin anew.
    levels.running = len(tasks) <= 1 or (len(chain) > 1 and 2 * chained > total)
    if not levels.running:
        return
    for group in tasks:
        # In such a plan a second 1. begins a list inside a task.
        if group.first == 1 and not any(group is member for member in chain[:1]):
            levels.demote(group, paras, "不接任务的连续编号，按列举处理")


def _longest_chain(tasks: list[Group]) -> list[Group]:
    chains: list[list[Group]] = []
    waiting: dict[int, list[Group]] = {}
    for group in tasks:
        chain = waiting.pop(group.first, None) if group.first > 1 else None
        # A gap in the count (a number left out by hand) does not break the chain.
        if chain is None and group.first > 1 and chains:
            chain = chains[-1]
        if chain is None:
            chain = []
            chains.append(chain)
        chain.append(group)
        waiting[group.last + 1] = chain
    return max(chains, key=lambda chain: sum(len(group.at) for group in chain), default=[])


def with_outline_marks(paras: list[Para]) -> list[Para]:
    """Headings known by their outline level get marks where the text has no chapter numbers."""
    counts = [p.mark.style for p in paras if p.mark and p.mark.style in (*NAMED, CN)]
    levels = [para.line.level for para in paras if para.line.level is not None]
    if len(levels) < 2 or any(counts.count(style) >= 2 for style in set(counts)):
        return paras
    outer = min(levels)
    only_title = levels.count(outer) == 1 and levels[0] == outer
    counter = _Outline(skip=outer if only_title else None)
    return [counter.marked(para) for para in paras]


@dataclass
class _Outline:
    skip: int | None
    values: dict[int, int] = field(default_factory=dict)

    def marked(self, para: Para) -> Para:
        level = para.line.level
        if level is None or level == self.skip or para.mark:
            return para
        self.values = {key: value for key, value in self.values.items() if key <= level}
        value = self.values[level] = self.values.get(level, 0) + 1
        return replace(para, mark=Mark(OUTLINE[min(level, 5)], value, "", 0))


def without_stray_decimals(paras: list[Para]) -> list[Para]:
    """2.1 is a mark only where the text counts so: at least two of them, one of them a first."""
    values = [para.mark.value for para in paras if para.mark and para.mark.style == DECIMAL_2]
    if len(values) >= 2 and 1 in values:
        return paras
    return [p.unmarked() if p.mark and p.mark.style in _DECIMALS else p for p in paras]
