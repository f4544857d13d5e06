"""句末缺标点: paragraphs that break off without a closing mark, or with the wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from plans.checks.characters import CLOSERS
from plans.checks.draft import Draft, Passage
from plans.checks.rule import Finding, Rule

_CLOSED = re.compile(r"[。！？；：…!?;:.]$|——$")
_CLOSED_INSIDE = re.compile(rf"[。！？；：…][{CLOSERS}]+$")
_NOTED = re.compile(r"）$")
_BROKEN_OFF = re.compile(r"[，、,]$")
_LABEL = re.compile(
    r"^[（(]?(?:责任|牵头|配合|协作|参与|实施|主管|完成|支持)(?:单位|部门|时限|时间)"
    r"|^(?:注|说明|来源|数据来源|资料来源|单位|附件|附|联系人|联系电话|主题词|抄送|组长|副组长|成员)\s*\d*\s*[：:.]"
)  # fmt: skip
_INNER_STOP = re.compile(r"[。；！？]")


def _find(draft: Draft) -> Iterator[Finding]:
    ends = _last_of_their_kind(draft)
    childless = {p.order for p in draft.provisions if not p.node.children}
    for order, passages in draft.by_node.items():
        for group in _groups(passages):
            yield from _unclosed(group)
        if order in childless and passages:
            yield from _left_open(passages[-1], is_last=order in ends)


def _last_of_their_kind(draft: Draft) -> set[int]:
    """Nodes after which no sibling follows: a list of sentences with ；may not end there."""
    after = pairwise((*draft.provisions, None))
    return {one.order for one, two in after if one and (two is None or two.above != one.above)}


def _groups(passages: Sequence[Passage]) -> list[list[Passage]]:
    """Passages that are set alike: the text's paragraphs, its items, those of each box."""
    groups: dict[tuple[str, int | None], list[Passage]] = {}
    for passage in passages:
        if passage.is_running:
            groups.setdefault((passage.kind, passage.line.box), []).append(passage)
    return list(groups.values())


def _unclosed(group: Sequence[Passage]) -> Iterator[Finding]:
    closed = sum(_is_closed(passage.text) for passage in group)
    # A list of names closes none of its lines; one of sentences closes most.
    mostly = closed * 2 > len(group)
    for passage in group:
        text = passage.text.rstrip()
        if _BROKEN_OFF.search(text):
            message = f"这一段以“{text[-1]}”结束，话没有说完，请补全或改为句号。"
            yield _at_end(passage, message)
        elif not _is_closed(text) and _should_close(passage, text, mostly=mostly):
            yield _at_end(passage, "这一段末尾缺少句号等标点，请补上；若文字不全请补全。")


def _is_closed(text: str) -> bool:
    text = text.rstrip()
    return bool(_CLOSED.search(text) or _CLOSED_INSIDE.search(text) or _NOTED.search(text))


def _should_close(passage: Passage, text: str, *, mostly: bool) -> bool:
    if _LABEL.match(text):
        return False
    # Fifteen characters are a sentence; shorter lines of a list are names of projects.
    if passage.kind == "item" or passage.line.box is not None:
        return mostly and len(text) >= 15
    # A paragraph with a full stop inside, or too long for a line of a title or signature.
    return bool(_INNER_STOP.search(text)) or (len(text) >= 40 and "，" in text)


def _left_open(passage: Passage, *, is_last: bool) -> Iterator[Finding]:
    text = passage.text.rstrip()
    # Three characters and a colon are a label laid out by hand.
    if not passage.is_running or len(text) < 4:
        return
    if text.endswith(("：", ":")):
        yield _at_end(passage, "冒号后面没有内容，请补全或改为句号。")
    elif is_last and text.endswith(("；", ";")):
        yield _at_end(passage, "最后一句以分号结束，请改为句号或补全。")


def _at_end(passage: Passage, message: str) -> Finding:
    end = len(passage.text.rstrip())
    return passage.finding("closing_mark", end - 1, end, message, subject=passage.text[-20:])


RULE = Rule("closing_mark", "句末缺标点", _find)
