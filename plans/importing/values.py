"""What an import found, as plain values: the plan, its notice, and what is doubtful."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from plans.text.markup import paragraphs
from plans.text.numbering import Formats
from plans.text.tree import Node, PlanTree


@dataclass(frozen=True, order=True)
class Doubt:
    """Something the reader should look at; ``line`` counts from 1 in the source (Word: the
    paragraph or table row), 0 for the file as a whole."""

    line: int
    message: str


@dataclass(frozen=True, order=True)
class Omission:
    """A line of the source that is not in the result, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True)
class Notice:
    """The notice 印发通知 before the plan; ``body`` is paragraphs in the stored markup."""

    title: str
    addressees: str
    body: tuple[str, ...]
    signature: str
    date: str


@dataclass(frozen=True)
class ImportedNode:
    """A chapter, section or task as the source has it.

    ``number`` as shown (一, （一）, 第一章, 1; empty where the source has none), ``title``
    without mark and closing full stop, ``text`` the body in the stored markup, ``line`` that of
    the heading. A heading that a full stop closes has ``run_in``; where its line holds nothing
    more, the paragraph that runs in is an empty one, so that （一）指导思想。 prints as it was.
    """

    kind: str
    number: str
    title: str
    run_in: bool
    text: str
    line: int
    value: int | None = None
    children: tuple[ImportedNode, ...] = ()

    @property
    def body(self) -> list[str]:
        """The body as paragraphs (a table or box counts as one)."""
        return paragraphs(self.text)

    def to_node(self) -> Node:
        """The same as a node of the shared tree, its number left to be computed."""
        below = tuple(child.to_node() for child in self.children)
        return Node(None, self.kind, self.title, self.run_in, self.text, below)


@dataclass(frozen=True)
class ImportedPlan:
    """The plan read from a file.

    ``preamble`` is stored markup; ``joins`` are the lines that continue the paragraph above
    them (page breaks and wrapped lines put together again); ``omissions`` with the rest hold
    every line of the source.
    """

    title: str
    document_number: str | None
    issuer: str | None
    issued_on: str | None
    notice: Notice | None
    preamble: str
    chapters: tuple[ImportedNode, ...]
    formats: Formats
    doubts: tuple[Doubt, ...] = ()
    joins: tuple[int, ...] = ()
    omissions: tuple[Omission, ...] = field(default=(), repr=False)

    def to_tree(self) -> PlanTree:
        """The text as the shared tree; numbers are computed later, from ``formats``."""
        nodes = tuple(chapter.to_node() for chapter in self.chapters)
        return PlanTree(self.title, self.preamble, nodes)

    def walk(self) -> Iterator[ImportedNode]:
        """Every chapter, section and task in reading order."""
        yield from _walk(self.chapters)

    def count(self, kind: str) -> int:
        """How many chapters, sections or tasks there are."""
        return sum(1 for node in self.walk() if node.kind == kind)


def few(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """The doubts by line; of one kind (alike but for what they quote) the first ten, and one
    that says how many more there are."""
    kept: list[Doubt] = []
    kinds: dict[str, list[Doubt]] = {}
    for doubt in sorted(set(doubts)):
        kinds.setdefault(re.sub("“.*”|[0-9]", "", doubt.message), []).append(doubt)
    for alike in kinds.values():
        kept += alike[:10]
        if len(alike) > 10:
            kept.append(Doubt(alike[10].line, f"同类情况另有{len(alike) - 10}处，不再逐一列出。"))
    return tuple(sorted(kept))


def _walk(nodes: tuple[ImportedNode, ...]) -> Iterator[ImportedNode]:
    for node in nodes:
        yield node
        yield from _walk(node.children)
