"""The two real plans as plain values, cut at their headings."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from plans.text.numbering import Formats, numbered
from plans.text.tree import Node, PlanTree

_DATA = Path(__file__).parent / "data" / "seeds"
_CHAPTER = re.compile(r"^[一二三四五六七八九十]+、(.{2,60})$")
_TASK = re.compile(r"^\d+\.([^。]{2,60})。(.*)$")
_LETTERS = "科普组织人才建设推进加强服务，。"


@cache
def plan_lines(name: str) -> tuple[str, ...]:
    """The lines of "chongqing" or "guangyuan" that are not empty, from the first chapter on."""
    (path,) = _DATA.glob(f"{name}*-fourteenth-five-year-plan.txt")
    lines = [line for line in path.read_text().splitlines() if line.strip()]
    first = next(at for at, line in enumerate(lines) if _CHAPTER.match(line))
    return tuple(lines[first:])


def plan_tree(name: str) -> PlanTree:
    """Chapters and numbered tasks with running ids; lines before a task are the chapter's."""
    chapters: list[Node] = []
    for line in plan_lines(name):
        chapter, task = _CHAPTER.match(line), _TASK.match(line)
        key = 1 + sum(1 + len(one.children) for one in chapters)
        if chapter:
            chapters.append(Node(key, "chapter", chapter[1]))
        elif task:
            node = Node(key, "task", task[1], run_in=True, text=task[2])
            chapters[-1] = replace(chapters[-1], children=(*chapters[-1].children, node))
        elif chapters[-1].children:
            *earlier, last = chapters[-1].children
            grown = replace(last, text=f"{last.text}\n{line}")
            chapters[-1] = replace(chapters[-1], children=(*earlier, grown))
        else:
            chapters[-1] = replace(chapters[-1], text=f"{chapters[-1].text}\n{line}".strip())
    return numbered(PlanTree(name, "", tuple(chapters)), Formats())


def provisions(name: str) -> dict[int, str]:
    """Text of every provision by id."""
    tree = plan_tree(name)
    found = {}
    for chapter in tree.nodes:
        for node in (chapter, *chapter.children):
            assert isinstance(node.id, int)
            found[node.id] = node.text
    return found


def edited(text: str, edits: int, chance: random.Random) -> str:
    """The text after so many small insertions, deletions and replacements."""
    for _ in range(edits if text else 0):
        at = chance.randrange(len(text))
        end = at + chance.randrange(3)
        put = "".join(chance.choices(_LETTERS, k=chance.randrange(4)))
        text = text[:at] + put + text[end:]
    return text
