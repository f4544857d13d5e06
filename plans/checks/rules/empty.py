"""空章节: headings without text, boxes and tables without content, words that only hold a place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plans.checks.characters import HAN
from plans.checks.draft import Draft, Passage, Provision
from plans.checks.rule import Finding, Rule
from plans.text.markup import plain

_KIND = {"chapter": "章", "section": "节", "task": "任务"}
_HOLDS_PLACE = re.compile(
    r"[（(【\[]?\s*(?:正文|内容|本章|本节|此处|具体内容|文字|数据)?\s*(?:暂?略|暂缺|暂无|空缺|待(?:补充?|定|写|起草|完善|填写?|续)|"
    r"尚待补充|需?补充|TODO|TBD|[×xX✕＊*]{2,}|…+)\s*(?:内容|正文|完善)?\s*[）)】\]]?[。.…]*",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"[（(【\[]\s*(?:此处|本段|这里|数据|数字|内容|具体)?[^（()）】\]]{0,6}?"
    r"(?:待补充?|待定|待写|待完善|待核实?|待填写?|暂缺|TODO|TBD)[^（()）】\]]{0,8}[）)】\]]"
    r"|[×✕]{2,}|(?<![A-Za-z])[xX]{2,}(?![A-Za-z])|_{2,}",
    re.IGNORECASE,
)  # fmt: skip
_WORD = re.compile(f"[{HAN}A-Za-z0-9]")


def _find(draft: Draft) -> Iterator[Finding]:
    for provision in draft.provisions:
        yield from _empty(provision)
    for passage in draft.passages:
        # What is nothing but a placeholder was told as an empty provision; ×× in a cell may be a
        # mark.
        if not _HOLDS_PLACE.fullmatch(passage.text.strip()) and passage.kind != "cell":
            yield from _marked(passage)
    yield from _empty_boxes(draft)


def _empty(provision: Provision) -> Iterator[Finding]:
    node = provision.node
    if node.children:
        return
    words = plain(node.text).strip()
    kind = _KIND.get(node.kind, "部分")
    if not _WORD.search(node.title):
        yield provision.finding("empty", f"这一{kind}没有标题，请补上或删去。")
    if _HOLDS_PLACE.fullmatch(words):
        yield provision.finding("empty", f"这一{kind}只有占位文字“{words}”，请补写正文。")
    elif not _WORD.search(words) and not _is_whole_sentence(node.title):
        yield provision.finding("empty", f"这一{kind}只有标题，没有正文，请补写或删去。")


def _is_whole_sentence(title: str) -> bool:
    """A heading that says all there is: work plans number their sentences."""
    # No mere heading is longer or has a comma; Chongqing's work plan numbers such sentences.
    return len(title) > 30 or bool(re.search("[，；。：]", title))


def _marked(passage: Passage) -> Iterator[Finding]:
    for match in _MARKED.finditer(passage.text):
        message = f"“{match[0]}”是占位文字，请补写后删去。"
        yield passage.finding("empty", match.start(), match.end(), message)


def _empty_boxes(draft: Draft) -> Iterator[Finding]:
    for passages in draft.by_node.values():
        filled = {p.line.box for p in passages if p.kind != "box_title" and _WORD.search(p.text)}
        for passage in passages:
            if passage.kind == "box_title" and passage.line.box not in filled:
                message = "这个专栏只有标题，没有内容，请补写或删去。"
                yield passage.finding("empty", 0, len(passage.text), message, severity="error")


RULE = Rule("empty", "空章节", _find)
