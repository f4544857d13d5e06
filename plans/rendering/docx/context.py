"""What the renderers of blocks must know of the whole document, and count through it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count

from plans.rendering import layout
from plans.rendering.blocks import Document, Heading
from plans.rendering.docx.estimate import heading_pages
from plans.rendering.docx.inline import Marks
from plans.rendering.docx.variants import Variants
from plans.rendering.docx.xml import Element, el
from plans.rendering.layout import Page

AddPicture = Callable[[bytes], str]
"""Puts a picture into the file and gives its relation."""


class Context:
    """State of one rendering: where in the document we are."""

    def __init__(
        self,
        document: Document,
        pages: Mapping[str, int] | None,
        marks: Marks | None = None,
        add_picture: AddPicture | None = None,
    ) -> None:
        self.document = document
        self.marks = marks or Marks(document.author, document.issued_on)
        self.variants = Variants()
        self.vary = self.variants.vary
        self.headings = [
            block for part in document.parts for block in part.blocks if isinstance(block, Heading)
        ]
        self.portrait = layout.WIDE_MARGIN if document.wide_margin else layout.PORTRAIT
        self.page: Page = self.portrait
        self.passed = 0
        self._add_picture = add_picture
        self._pictures = count(1)
        self._pages = pages or {}
        self._estimate: list[int] | None = None
        self._bookmarks = count(1)

    def bookmarked(self, content: Iterable[Element]) -> Iterator[Element]:
        """The content of the next heading between the marks that 目录 points at."""
        name, number = bookmark_name(self.passed), next(self._bookmarks)
        self.passed += 1
        yield el("bookmarkStart", id=number, name=name)
        yield from content
        yield el("bookmarkEnd", id=number)

    def picture(self, content: bytes) -> tuple[int, str]:
        """Put a picture into the file: its number and its relation."""
        if self._add_picture is None:
            raise ValueError("no file to put pictures into")
        return next(self._pictures), self._add_picture(content)

    def page_of(self, index: int) -> int:
        """Page of the ``index``-th heading: as told, else as estimated."""
        told = self._pages.get(self.headings[index].anchor)
        if told is not None:
            return told
        if self._estimate is None:
            self._estimate = heading_pages(self.document)
        return self._estimate[index]


def bookmark_name(index: int) -> str:
    """Name of the bookmark around the ``index``-th heading; Word hides names like this."""
    return f"_Toc{100_000_001 + index}"
