"""Whether work is quick, and grows no faster than the text; whatever else the machine does."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

LENGTH, MANY = 20_000, 8_000
"""Characters of the shorter text; the second where many ways are tried with many kinds."""
SLACK = 0.15
"""Seconds of this process that a measurement may be off by."""
TURNS, TURNS_SECONDS = 1_000_000, 0.02
"""A loop that tells how fast this processor goes just now, and how long it takes undisturbed."""
PARTS: list[str] = [
    *(
        "第一章",
        "见第一章",
        "本章第一节",
        "任务1",
        "专栏1",
        "表1",
        "图",
        "附件1",
        "第1条",
        "详见第三章。",
    ),
    *("：", "、", "；", "。", "：”", "的，", "，，）", "……", "——", "--", "·"),
    *("（", "）", "《", "》", "“", "”", "（一）", "1）", "a）", "《a", "a》", "（牵头", "（\n"),
    *("甲乙", "甲\n", "一、\n", "科普。\n", "加强组织领导和统筹协调工作，", "加强科普，加强科普，"),
    *(
        "达到10%",
        "10个",
        "每年10个",
        "由10%",
        "百分之十",
        "到2020年",
        "2021—2025年",
        "2月30日",
        "20210年",
    ),
    *("一是", "①", "十四五", "建设、平台", "科技、工作者", "广大、", "等", "ABC ", "http://a.b/"),
    *("科.普", "1,", "{", '"a"科', "科技科技工工人，", "科 1 普 ", "科;", "<a>科", "__科", "a科"),
    *("|a|b|\n", ":::box\n", "**", "\\", "[image:", "![", "<img ", "\t", "　"),
]
"""One thing over and over."""
_HAN = "科普组织人才建设推进加强服务统筹协调工作领导创新驱动发展战略智库学术交流评价激励乡村振兴"


def word(number: int) -> str:
    """Four characters, another four for each number."""
    size = len(_HAN)
    return "".join(_HAN[number // size**place % size] for place in range(4))


VARIED: dict[str, Callable[[int], str]] = {
    "names of bodies": lambda n: f"支持{word(n)}科技创新研究院。",
    "names alike": lambda n: f"市{word(n * 7919)}技术研究所，",
    "sentences": lambda n: f"加强{word(n)}组织领导和{word(n * 31)}统筹协调工作机制建设完善。",
    "clauses": lambda n: f"加强{word(n)}组织领导和{word(n * 31)}统筹协调工作机制，",
    "targets": lambda n: f"{word(n)}数量达到{n}个，",
    "deadlines": lambda n: f"到{2000 + n % 99}年{word(n)}达到{n % 100}%；",
    "chapters": lambda n: f"一、{word(n)}\n{word(n)}。\n",
    "tasks": lambda n: f"{n}.{word(n)}工作。{word(n * 3)}。\n",
    "items": lambda n: f"——{word(n)}工作\n",
    "marked down": lambda n: f"## {word(n)}\n- {word(n)}\n",
    "boxes": lambda n: f":::box {word(n)}\n{word(n)}\n:::\n",
    "captions": lambda n: f"专栏{n} {word(n)}\n{word(n)}。\n",
    "rows": lambda n: f"|{word(n)}|{n}|\n",
    "tabs": lambda n: f"{word(n)}\t{n}\t个\n",
    "short lines": lambda n: f"{word(n)[:2]}\n",
    "lines": lambda n: f"{word(n)}{word(n * 17)}{word(n * 37)}\n",
    "bold": lambda n: f"**{word(n)}**{word(n * 3)}",
    "opened": lambda n: f"（{word(n)}",
    "changes": lambda n: f"“{word(n)}”改为“{word(n * 3)}”。",
    "contents": lambda n: f"{n}.{word(n)}……{n}\n",
    "annexes": lambda n: f"附件{n}：{word(n)}\n",
    "numbers": lambda n: f"渝科协发〔20{n % 30:02}〕{n}号",
    "people": lambda n: f"组长：{word(n)[:3]} 市科协主席\n",
    "steps": lambda n: f"{n}.{word(n)}（2020年{n % 12 + 1}月底前）\n责任单位：{word(n)}部\n",
    "glosses": lambda n: f"{word(n)[:2]}（ABC{n}）",
    "pages": lambda n: f"<p>{word(n)}</p>",
}
"""Many different things of one kind, each made from its number."""
KINDS = [*PARTS, *VARIED]


def text_of(kind: str, length: int) -> str:
    """A text of one of KINDS, or of any part over and over."""
    if kind not in VARIED:
        return (kind * (length // len(kind) + 1))[:length]
    pieces: list[str] = []
    size = 0
    while size < length:
        pieces.append(VARIED[kind](len(pieces) + 1))
        size += len(pieces[-1])
    return "".join(pieces)[:length]


def seconds(work: Callable[[], object]) -> float:
    """Processor time without the collector's."""
    gc.collect()
    gc.disable()
    try:
        before = time.process_time()
        work()
        return time.process_time() - before
    finally:
        gc.enable()


def grows_no_faster_than_the_text(
    work: Callable[[str], object], kind: str, length: int = MANY
) -> bool:
    """Twice the text takes twice the time; what looks at all of it for each place takes four.

    One of three tries is enough: neighbours can only slow it.
    """
    short, long = text_of(kind, length), text_of(kind, 2 * length)
    return any(
        seconds(lambda: work(long)) <= 3 * seconds(lambda: work(short)) + SLACK for _ in range(3)
    )


def takes_less_than(limit: float, work: Callable[[], object]) -> bool:
    """Whether work is done in so many seconds of a processor that nobody else uses.

    What the neighbours take away is measured beside by a loop of known length. One of three
    tries is enough.
    """
    return any(seconds(work) < limit * max(1, seconds(_turn) / TURNS_SECONDS) for _ in range(3))


def _turn() -> int:
    found = 0
    for number in range(TURNS):
        found ^= number
    return found
