"""Boxes 专栏: where one begins is written, where it ends is judged from its numbering."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from plans.importing.headings import BARE, LABEL, RUN_IN, shape_of
from plans.importing.lines import BOX_CLOSE, BOX_OPEN, ROW, TEXT, Para, compose, runs_of
from plans.importing.marks import CN_PAREN, RANK, Mark
from plans.importing.values import Doubt

BOX = "box"
_TITLE = re.compile(
    r"[【\[]?专\s*栏(?P<space>\s*)(?P<number>[0-9０-９]+(?:[-－—.．][0-9]+)?|[一二三四五六七八九十]+)?"
    r"\s*[】\]]?(?P<gap>[\s:：、.．]*)(?P<rest>[^。；！？]*)"
)
_ENDS = "专栏在这里结束，其后的文字按正文导入，请核对。"


def is_box_title(plain: str) -> bool:
    """专栏1 科普提升工程, 专栏一：…, 专栏：…; not 专栏建设 in a sentence."""
    # A caption is short; a longer line that begins with 专栏 is prose about boxes.
    if not plain.startswith(("专", "【专", "[专")) or len(plain) > 70:
        return False
    match = _TITLE.fullmatch(plain)
    return bool(match and (match["number"] or ((match["space"] or match["gap"]) and match["rest"])))


@dataclass
class _Boxer:
    paras: list[Para]
    out: list[Para] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)

    def run(self) -> None:
        at = 0
        while at < len(self.paras):
            para = self.paras[at]
            if para.kind == BOX_OPEN:
                at = self._take(at, self._explicit_end(at + 1), closed=True)
            elif para.kind == TEXT and is_box_title(para.plain):
                at = self._take(at, self._judged_end(at + 1), closed=False)
            else:
                self._keep(para)
                at += 1

    def _keep(self, para: Para) -> None:
        if para.kind == BOX_CLOSE:
            return
        self.out.append(para)
        if para.mark:
            self.last[para.mark.style] = para.mark.value
            # （一） counts anew under every chapter, and a box's list is measured against this
            # one.
            if para.mark.rank < RANK[CN_PAREN]:
                self.last.pop(CN_PAREN, None)

    def _take(self, at: int, end: int, *, closed: bool) -> int:
        inside = self.paras[at:end]
        # Nothing belongs to it: a mention of a box, not a box.
        if len(inside) == 1:
            self._keep(replace(inside[0], line=replace(inside[0].line, kind=TEXT)))
        else:
            self.out.append(_box(inside))
        return end + 1 if closed else end

    def _explicit_end(self, at: int) -> int:
        while at < len(self.paras) and self.paras[at].kind != BOX_CLOSE:
            at += 1
        return at

    def _judged_end(self, at: int) -> int:
        start, listed = at, dict[str, int]()
        while at < len(self.paras):
            para = self.paras[at]
            # A heading of a word processor, or another box, is never inside.
            if para.kind not in (TEXT, ROW) or para.line.level is not None:
                break
            if para.mark and self._is_structure(para.mark, listed, first=at == start):
                break
            # Where a blank line parts the box from the text above, one parts it from the text
            # below.
            close = at == start or (self.paras[start - 1].gap and not para.gap)
            if is_box_title(para.plain) or not self._belongs(para, close=close):
                break
            if para.mark:
                listed[para.mark.style] = para.mark.value
            at += 1
        return at

    def _belongs(self, para: Para, *, close: bool) -> bool:
        """``close``: no blank line before it, though one stands before the box."""
        if close or para.kind == ROW or para.mark or para.line.is_item:
            return True
        # Only whole sentences can be the plan's text again; all that is set like a list is the
        # box's.
        if shape_of(para.plain) in (BARE, LABEL, RUN_IN) or not para.plain[0].isalnum():
            return True
        self.doubts.append(Doubt(para.number, _ENDS))
        return False

    def _is_structure(self, mark: Mark, listed: dict[str, int], *, first: bool) -> bool:
        """Whether a numbered line goes on with the plan's numbering and not with the box's."""
        # 第一章 and 一、 never stand in a box.
        if mark.rank < RANK[CN_PAREN]:
            return True
        outside = mark.value == self.last.get(mark.style, 0) + 1
        inside = mark.value == listed.get(mark.style, 0) + 1
        if outside and inside:
            # Both counts go on: （一） is more often the plan's next section than the box's next
            # point, 1. only where the plan has counted so before and the box has begun.
            return mark.style == CN_PAREN or (not first and mark.style in self.last)
        return outside


def group_boxes(paras: list[Para]) -> tuple[list[Para], list[Doubt]]:
    """The paragraphs with each box as one paragraph of kind BOX, in the stored markup."""
    boxer = _Boxer(paras)
    boxer.run()
    return boxer.out, boxer.doubts


def _box(inside: list[Para]) -> Para:
    title, *blocks = inside
    heading = compose([replace(run, bold=False) for run in runs_of(title.text)])
    text = "\n".join([f":::box {heading}", *(block.text for block in blocks), ":::"])
    numbers = tuple(number for para in inside for number in para.numbers)
    return Para(replace(title.line, text=text, kind=BOX), numbers, title.gap)
