"""Broken paragraphs put together again: page breaks in mid-sentence, lines wrapped at a column."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from plans.importing.boxes import is_box_title
from plans.importing.headings import BARE, shape_of, stop_of
from plans.importing.layout import Layout, layout_of
from plans.importing.lines import BLANK, BREAK, TEXT, Line, Para
from plans.importing.phrases import (
    DOCUMENT_WORDS,
    document_number,
    ends_with,
    is_annex_head,
    is_date,
    is_letterhead,
)
from plans.importing.sentences import glue, is_finished, is_open
from plans.importing.values import Doubt

_GOES_ON = tuple("，、,（(《〈“‘")
_CONTINUES = tuple("，。、；：！？）》〉”’」』】％%,;)")
_CONNECTIVES = tuple("和与及的、，")
_SENTENCE = re.compile("[。；，！？]")
_LABEL = re.compile(r"[^，。；]{1,14}[:：]")
_SPLIT_HEAD = "标题疑似被换行断开，已与下一行合并，请核对。"
_FULL_STOP = "这一行排满版心且以句号结束，按同一段合并，请核对是否应另起一段。"
_UNFINISHED = "这一段末尾没有标点，可能与下一段本是一段，请核对。"
_LONG = "这一行没有标点，按断行与下一行合并，请核对。"


@dataclass
class _Joiner:
    layout: Layout
    paras: list[Para] = field(default_factory=list)
    joins: list[int] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    parts: list[Line] = field(default_factory=list)
    gap: bool = False
    gap_before: bool = False
    in_text: bool = False

    def take(self, line: Line) -> None:
        if line.kind in (BLANK, BREAK):
            self.gap = True
            return
        if self.parts and self._continues(self.parts[-1], line):
            self.joins.append(line.number)
            self.parts.append(line)
        else:
            self.close()
            self.parts, self.gap_before = [line], self.gap
        self.gap = False
        if line.mark is not None:
            self.in_text = True
        elif opens_document(line.plain):
            self.in_text = False

    def close(self) -> None:
        if self.parts:
            self.paras.append(_para(self.parts, self.gap_before))
        self.parts = []

    def _continues(self, last: Line, line: Line) -> bool:
        if not (last.kind == line.kind == TEXT) or line.level is not None:
            return False
        # A heading of a word processor is whole, and tabs lay out a table or a signature.
        if self.parts[0].level is not None or "\t" in line.text:
            return False
        # What begins something is asked before what continues: 1. at a line's start is a number
        # there far more often than the end of a sentence that was wrapped before 1.5倍.
        if starts_something(line):
            return self._is_wrapped_over(last, line)
        # No line can begin with these marks unless it goes on.
        if line.plain.startswith(_CONTINUES):
            return not is_finished(last.plain)
        finished = is_finished(last.plain)
        # A comma or an open bracket is the surest sign, whatever the layout.
        if not finished and self._is_cut(last.plain):
            return True
        if self.layout.column is not None:
            return self._continues_wrapped(last, line, finished)
        return not finished and self._continues_unwrapped(last, line)

    def _is_wrapped_over(self, last: Line, line: Line) -> bool:
        """What looks like a mark stands where a wrapped sentence goes on: no indent before it,
        a full line above."""
        if not self.layout.indented or line.indented or not self.layout.is_full(last):
            return False
        return not is_finished(last.plain) and bool(_SENTENCE.search(last.plain))

    def _is_cut(self, plain: str) -> bool:
        """Cut off behind a comma or inside brackets."""
        return plain.endswith(_GOES_ON) or (self._in_prose() and is_open(plain))

    def _continues_wrapped(self, last: Line, line: Line, finished: bool) -> bool:
        # Where paragraphs are indented, an indent begins one.
        if line.indented and self.layout.indented:
            return False
        # A blank line or a short line was set by the writer: only an open sentence goes on behind
        # it.
        if self.gap or not self._means_nothing(last, line):
            return not finished and self._goes_on(last, line)
        # Without indents a full line that ends a sentence may be the paragraph's last or not.
        if finished and not self.layout.indented:
            self.doubts.append(Doubt(last.number, _FULL_STOP))
        return True

    def _means_nothing(self, last: Line, line: Line) -> bool:
        """The line's end is the column's, not the writer's; headings and titles want more."""
        first = self.parts[0]
        # A heading that fills its line exactly is rare: its end means something unless the line is
        # full to the last character.
        if first is last and first.mark is not None and stop_of(last.plain) is None:
            if self.layout.indented or shape_of(line.plain) == BARE:
                return self.layout.is_full(last, tight=True)
            return first.mark.style in self.layout.run_in and self.layout.is_full(last)
        # Before the first heading stand titles over several lines, which are no paragraph.
        if first is last and not self.in_text and not _SENTENCE.search(last.plain):
            prose = first.indented if self.layout.indented else _SENTENCE.search(line.plain)
            return bool(prose) and self.layout.is_full(last, tight=True)
        return self.layout.is_full(last)

    def _continues_unwrapped(self, last: Line, line: Line) -> bool:
        first = self.parts[0]
        # A word processor's paragraphs are what they are, except where a PDF was taken apart.
        if line.whole and not self.layout.broken and (line.indented or not first.indented):
            # Of prose only: a short line without a full stop is a heading or a name.
            if len(last.plain) >= 20 and "。" in last.plain and not line.level:
                self.doubts.append(Doubt(last.number, _UNFINISHED))
            return False
        if self.layout.indented and line.indented and first.indented:
            return False
        return self._goes_on(last, line)

    def _goes_on(self, last: Line, line: Line) -> bool:
        """Whether an unfinished line without a sign of its own goes on in the next."""
        first = self.parts[0]
        # The lines of a head and of a signature stand below one another and never go on.
        if is_date(line.plain) or is_date(last.plain) or document_number(last.plain):
            return False
        alone = first is last
        if alone and first.mark is not None and stop_of(last.plain) is None:
            return self._heading_goes_on(first, line)
        # Inside prose an end without a mark is a line's end; a short line may be a heading.
        if _SENTENCE.search(last.plain):
            return not (alone and _is_short_or_label(last.plain))
        if first.is_item or not alone:
            # Shorter than ten characters it is a word of a list, not a cut sentence.
            return self._in_prose() and len(last.plain) >= 10
        return self._long_line_goes_on(last, line)

    def _in_prose(self) -> bool:
        """Behind the first heading or inside a sentence, so that no title is at hand."""
        return self.in_text or any(_SENTENCE.search(part.plain) for part in self.parts[-3:])

    def _heading_goes_on(self, first: Line, line: Line) -> bool:
        assert first.mark is not None
        bare = shape_of(line.plain) == BARE
        # “…指导思想、基本原则 / 和主要目标”: no heading ends with 和 or begins with it.
        if bare and (first.plain.endswith(_CONNECTIVES) or line.plain.startswith(_CONNECTIVES)):
            return True
        # Where headings of this kind run in, the full stop that closes one is near; a later one is
        # the paragraph's.
        if first.mark.style not in self.layout.run_in or stop_of(line.plain, 14) is None:
            return False
        self.doubts.append(Doubt(first.number, _SPLIT_HEAD))
        return True

    def _long_line_goes_on(self, last: Line, line: Line) -> bool:
        # A heading without a number is shorter than a line of text is.
        if not self.in_text or len(last.plain) < 24 or "\t" in last.text:
            return False
        if stop_of(line.plain, 200) is None or ends_with(last.plain, DOCUMENT_WORDS):
            return False
        self.doubts.append(Doubt(last.number, _LONG))
        return True


def _is_short_or_label(plain: str) -> bool:
    """A sub-heading with a comma, or a line such as 组长：张三，副组长：李四."""
    if "。" in plain or "；" in plain:
        return False
    # 组长：张三，副组长：李四 is longer than a sub-heading with a comma.
    return len(plain) < 20 or (len(plain) < 30 and bool(_LABEL.match(plain)))


def join_lines(lines: list[Line]) -> tuple[list[Para], list[int], list[Doubt]]:
    """True paragraphs in order, the numbers of the lines that continue one, and doubts."""
    joiner = _Joiner(layout_of(lines))
    for line in lines:
        joiner.take(line)
    joiner.close()
    return joiner.paras, joiner.joins, joiner.doubts


def starts_something(line: Line) -> bool:
    """Whether a line begins something of its own: a heading, an item, a box, an annex."""
    if line.is_item or line.plain.startswith(("●", "■", "◆", "★", "•", "◎", "▲", "□", "○")):
        return True
    return line.mark is not None or is_box_title(line.plain) or is_annex_head(line.plain)


def opens_document(plain: str) -> bool:
    """Whether a title rather than prose may follow the line."""
    # No head, date or annex line is so long; the patterns need not be tried on paragraphs.
    if len(plain) > 80:
        return False
    return is_date(plain) or is_annex_head(plain) or _is_head(plain)


def _is_head(plain: str) -> bool:
    return document_number(plain) is not None or is_letterhead(plain)


def _para(parts: list[Line], gap: bool) -> Para:
    first = parts[0]
    line = replace(first, text=glue(parts)) if len(parts) > 1 else first
    return Para(line, tuple(part.number for part in parts), gap, line.mark)
