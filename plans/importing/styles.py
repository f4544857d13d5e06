"""The plan's number formats as far as the source's marks show them."""

from __future__ import annotations

from plans.importing.levels import CHAPTER, SECTION, TASK, Levels
from plans.importing.marks import (
    ARABIC,
    ARABIC_HALF,
    ARABIC_PAREN,
    BUFEN,
    CN,
    CN_PAREN,
    JIE,
    NAMED_TASK,
    OUTLINE,
    PIAN,
    ZHANG,
)
from plans.importing.values import Doubt
from plans.text.numbering import Formats

_STYLES = {
    PIAN: "di_pian",
    ZHANG: "di_zhang",
    JIE: "di_jie",
    CN: "cn",
    CN_PAREN: "cn_paren",
    ARABIC: "arabic_dot",
    ARABIC_PAREN: "arabic_paren",
}
_NEAREST = {BUFEN: "di_pian", ARABIC_HALF: "arabic_paren", NAMED_TASK: "arabic_dot"}
_NAMES = {CHAPTER: "章", SECTION: "节", TASK: "任务"}


def formats_of(levels: Levels) -> tuple[Formats, list[Doubt]]:
    """Formats for computing the numbers anew; a doubt where the source's has no like here."""
    default = Formats(task_running=levels.running)
    chosen = {CHAPTER: default.chapter, SECTION: default.section, TASK: default.task}
    doubts: list[Doubt] = []
    for style, role in levels.roles.items():
        if role in chosen and style in _STYLES:
            chosen[role] = _STYLES[style]
        elif role in chosen:
            chosen[role] = _NEAREST.get(style, chosen[role])
            if style not in OUTLINE:
                message = f"{_NAMES[role]}的编号样式在本系统中没有，导入后按系统样式重新编号。"
                doubts.append(Doubt(0, message))
    return Formats(chosen[CHAPTER], chosen[SECTION], chosen[TASK], levels.running), doubts
