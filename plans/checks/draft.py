"""A plan as the rules read it: passages of plain text that know their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from plans.checks import places
from plans.checks.findings import Field, Finding, Fix, Severity
from plans.checks.offsets import StoredLine, line_of, stored_lines
from plans.text.numbering import Formats, numbered
from plans.text.tree import Node, NodeId, PlanTree, walk

Kind = Literal["plan_title", "title", "paragraph", "item", "cell", "box_title"]
_SENTENCE = re.compile(r"[^。！？；]+[。！？；]*[”’）》]*")
_STOP = re.compile("[。！？；]")
# A line of the list of findings holds some thirty characters.
_AROUND = 12
_LONGEST = 100


@dataclass(frozen=True)
class Sentence:
    """A stretch of a passage up to and with 。！？ or ；."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, eq=False)
class Passage:
    """One heading, paragraph, item, cell or box title: the unit that most rules read.

    ``text`` is what the reader sees; offsets that rules give to ``finding`` count in it.
    ``order`` is the place in reading order: provision (0: the preamble), then passage.
    ``overview`` says that it belongs to what comes before the measures (background,
    principles, aims), ``background`` that it tells what has been so far.
    """

    node_id: NodeId
    field: Field
    kind: Kind
    text: str
    place: str
    order: tuple[int, int]
    stored: str
    line: StoredLine
    overview: bool = False
    background: bool = False

    @property
    def is_running(self) -> bool:
        """Whether it is body text: a paragraph or an item."""
        return self.kind in ("paragraph", "item")

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The passage cut after 。！？ and ；."""
        return tuple(
            Sentence(m.start(), m.end(), m[0]) for m in _SENTENCE.finditer(self.text) if m[0]
        )

    def excerpt(self, start: int, end: int) -> str:
        """The words at fault with a few around them."""
        before, after = max(0, start - _AROUND), min(len(self.text), end + _AROUND)
        if end - start > _LONGEST:
            after = start + _LONGEST
        head = "…" if before else ""
        tail = "…" if after < len(self.text) else ""
        return head + self.text[before:after] + tail

    def finding(
        self,
        rule: str,
        start: int,
        end: int,
        message: str,
        *,
        severity: Severity = "warning",
        replacement: str | None = None,
        subject: str | None = None,
    ) -> Finding:
        """A finding on ``text[start:end]``; ``replacement`` becomes a fix where no markup
        stands inside the stretch. Without ``subject`` the words and their neighbours make it.
        """
        stored_start, stored_end = self.stored_span(start, end)
        return Finding(
            rule,
            self.node_id,
            self.place,
            self.excerpt(start, end),
            message,
            severity,
            stored_start,
            stored_end,
            self._fix(start, end, replacement),
            self.field,
            self._near(start, end) if subject is None else subject,
            self.order,
        )

    def _near(self, start: int, end: int) -> str:
        """The words with up to six characters of their sentence on each side."""
        before = _STOP.split(self.text[max(0, start - 6) : start])[-1]
        after = _STOP.split(self.text[end : end + 6])[0]
        return f"{before}\x1e{self.text[start:end]}\x1e{after}"

    def stored_span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in the stored string, markup at its edges left out."""
        offsets = self.line.offsets
        if start == end:
            return offsets[start], offsets[start]
        return offsets[start], offsets[end - 1] + 1

    def _fix(self, start: int, end: int, replacement: str | None) -> Fix | None:
        if replacement is None:
            return None
        first, last = self.stored_span(start, end)
        # Markup inside the stretch: a replacement would lose it, so there is advice but no fix.
        if self.stored[first:last] != self.text[start:end]:
            return None
        return Fix(first, last, replacement)


@dataclass(frozen=True, eq=False)
class Provision:
    """A node among its ancestors, as printed."""

    node: Node
    above: tuple[Node, ...]
    place: str
    order: int

    def finding(
        self, rule: str, message: str, *, severity: Severity = "error", field: Field = "title"
    ) -> Finding:
        """A finding on the heading as a whole."""
        end = len(self.node.title) if field == "title" else 0
        excerpt = self.node.number + self.node.title
        return Finding(
            rule,
            self.node.id,
            self.place,
            excerpt,
            message,
            severity,
            0,
            end,
            field=field,
            subject=excerpt,
            order=(self.order, -1),
        )


class Draft:
    """The whole plan: ``provisions`` and ``passages`` in reading order.

    Numbers the tree when no node has a number. ``period`` is the years of the plan as given,
    ``names`` the known names of bodies.
    """

    def __init__(
        self,
        tree: PlanTree,
        *,
        period: tuple[int, int] | None = None,
        names: Sequence[str] = (),
    ) -> None:
        # A plan kept here has no numbers in its nodes: they are computed, and cannot be wrong.
        self.numbers_are_given = any(node.number for node, _ in walk(tree))
        self.tree = tree if self.numbers_are_given else numbered(tree, Formats())
        self.period = period
        self.names = tuple(names)
        self.provisions = tuple(
            Provision(node, above, places.node_place(node, above), order)
            for order, (node, above) in enumerate(walk(self.tree), 1)
        )
        self.passages = tuple(_passages(self))

    @cached_property
    def running(self) -> tuple[Passage, ...]:
        """The body text: paragraphs and items."""
        return tuple(passage for passage in self.passages if passage.is_running)

    @cached_property
    def words(self) -> str:
        """Everything a reader sees, one passage a line."""
        return "\n".join(passage.text for passage in self.passages)

    @cached_property
    def by_node(self) -> dict[int, tuple[Passage, ...]]:
        """The passages of each provision's text by its order (0: the preamble)."""
        grouped: dict[int, list[Passage]] = {}
        for passage in self.passages:
            if passage.field in ("text", "preamble"):
                grouped.setdefault(passage.order[0], []).append(passage)
        return {order: tuple(passages) for order, passages in grouped.items()}


def _passages(draft: Draft) -> Iterator[Passage]:
    tree = draft.tree
    yield _title(None, "plan_title", "plan_title", tree.title, places.PLAN_TITLE, 0)
    yield from _text(None, "preamble", tree.preamble, places.PREAMBLE, 0, ())
    for provision in draft.provisions:
        node, place, order = provision.node, provision.place, provision.order
        yield _title(node.id, "title", "title", node.title, place, order)
        yield from _text(node.id, "text", node.text, place, order, (*provision.above, node))


def _title(
    node_id: NodeId, field: Field, kind: Kind, title: str, place: str, order: int
) -> Passage:
    return Passage(node_id, field, kind, title, place, (order, 0), title, line_of(title))


def _text(
    node_id: NodeId, field: Field, stored: str, place: str, order: int, path: Sequence[Node]
) -> Iterator[Passage]:
    overview = not path or _has(_OVERVIEW, path)
    background = overview and _has(_BACKGROUND, path)
    lines = stored_lines(stored)
    for ordinal, (line, part) in enumerate(zip(lines, places.line_parts(lines), strict=True), 1):
        if line.text.strip():
            full = places.PARTED_BY.join(filter(None, (place, part)))
            at = (order, ordinal)
            yield Passage(
                node_id, field, line.kind, line.text, full, at, stored, line, overview, background
            )


_BACKGROUND = re.compile(
    r"前言|概述|概况|基本情况|形势|背景|成就|成效|现状|基础与|发展基础|回顾|机遇|挑战|新局面|问题与"
)
_OVERVIEW = re.compile(
    r"指导思想|基本原则|总体要求|总体思路|总体目标|发展目标|主要目标|工作目标|具体目标|远景|愿景|"
    + _BACKGROUND.pattern
)


def _has(words: re.Pattern[str], path: Sequence[Node]) -> bool:
    return any(words.search(node.title) for node in path[:2])
