"""The provision that people mean by what they write: 第四章, 任务21, （三）第二段, 同上.

One finder for forms, workbooks and letters. A cell is read whole (``Places.named``): its printed
heading or title first, then the numbers in it from the outer to the inner one, each looked for
below the one before. In running text (``Places.mentioned``) only what is plainly a reference
counts, since a letter numbers its own opinions too. Of several that fit none is taken: a person
chooses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from consultation.passages.quoting import paragraphs_of
from plans.checks.numerals import CN, heading_value, value_of
from plans.models import EditionProvision

_NUMBER = rf"\d{{1,4}}|[〇零{CN}]{{1,5}}"
_KINDS = {"chapter": ("章", "篇", "部分"), "section": ("节",)}
_TOKENS = re.compile(
    rf"第\s*(?P<named>{_NUMBER})\s*(?P<unit>章(?!程)|篇|部分|节)"
    rf"|(?:重点|主要|具体)?任务\s*第?\s*(?P<task>{_NUMBER})(?!\s*[个年月日%])"
    rf"|第\s*(?P<item>{_NUMBER})\s*[项条个号]\s*(?:重点|主要|具体)?\s*任务"
    rf"|第\s*(?P<ordinal>{_NUMBER})\s*[项条]"
    rf"|第\s*(?P<part>{_NUMBER})\s*(?:自然)?段"
    rf"|第?\s*\(\s*(?P<bracketed>{_NUMBER})\s*\)\s*(?:部分|节|条|点)?"
    rf"|(?<![\d.])(?P<dotted>\d{{1,4}})\s*[.、](?!\d)"
    rf"|(?P<listed>[{CN}]{{1,5}})\s*(?:、|(?=\())"
)
_PLAIN = ("named", "task", "item")
"""Groups of a token that are a reference in running text too, by themselves."""
_PAGE = re.compile(r"\(?\s*(?:第\s*\d+\s*页|[Pp][.]?\s*\d+)\s*\)?")
_ABOVE = re.compile(r"^(?:同上|同前|上同|〃|″|\"|'')$")
_WHOLE = frozenset(("全文", "全篇", "整体", "总体", "通篇", "整体意见", "总体意见", "其他"))
_BARE = re.compile(r"[\s\W_]+")
_SHORTEST_TITLE = 4


@dataclass(frozen=True)
class Named:
    """What was meant: the provision (None: the whole plan), and which of its paragraphs, if any.

    ``unknown``: something was named, and there is no such place or more than one.
    """

    place: EditionProvision | None = None
    paragraph: str = ""
    unknown: bool = False


WHOLE, UNKNOWN = Named(), Named(unknown=True)


class Places:
    """The provisions of one edition, in reading order, to be found by what people write."""

    def __init__(self, provisions: Iterable[EditionProvision]) -> None:
        self.rows = sorted(provisions, key=lambda one: one.order)
        self._titles = [(_bare(row.title), row) for row in self.rows]
        self._headings = [(_bare(f"{row.number}{row.title}"), row) for row in self.rows]
        self._above = {row.pk: row.parent_id for row in self.rows}

    def named(self, words: str, above: Named = WHOLE) -> Named:
        """What a cell means that holds nothing but the name of a place; ``above``: the cell before
        it, for 同上."""
        words = _tidy(words)
        if _ABOVE.match(words):
            return above
        bare = _bare(words)
        if not bare or bare in _WHOLE:
            return UNKNOWN if words and not bare else WHOLE
        rows = [row for heading, row in self._headings if heading == bare]
        rows = rows or [row for title, row in self._titles if title == bare]
        if rows:
            return _one(rows)
        return self._by_numbers(words) or self._by_title(bare)

    def mentioned(self, passage: str) -> Named:
        """The place that running text speaks of: the longest title in it, else the first plain
        reference with what follows directly; the whole plan where there is none."""
        bare = _bare(passage)
        named = [one for one in self._titles if len(one[0]) >= _SHORTEST_TITLE and one[0] in bare]
        if named:
            return Named(max(named, key=lambda one: len(one[0]))[1])
        found = self._follow(_first_reference(_tidy(passage)))
        return found if found and found.place else WHOLE

    def _by_numbers(self, words: str) -> Named | None:
        """The place that the numbers lead to; None where there are none."""
        if re.fullmatch(_NUMBER, words):
            return self._by_number_alone(words)
        return self._follow(list(_TOKENS.finditer(words)))

    def _by_number_alone(self, words: str) -> Named:
        """6 is the mark 6. wherever it is printed, 六 is the chapter."""
        value = value_of(words)
        kinds = ("task", "section", "chapter") if words.isdecimal() else ("chapter", "section")
        for kind in kinds:
            rows = [row for row in self._of(kind, value, None) if _same_script(row, words)]
            if rows:
                return _one(rows)
        return UNKNOWN

    def _follow(self, tokens: list[re.Match[str]]) -> Named | None:
        """Each token below what the one before named."""
        here: EditionProvision | None = None
        for token in tokens:
            if token["part"]:
                return _paragraph(here, value_of(token["part"]) or 0)
            rows = list(self._rows(token, here))
            if len(rows) != 1:
                return UNKNOWN
            here = rows[0]
        return Named(here) if here else None

    def _rows(
        self, token: re.Match[str], above: EditionProvision | None
    ) -> Iterator[EditionProvision]:
        if token["named"]:
            kind = next(key for key, units in _KINDS.items() if token["unit"] in units)
            return self._of(kind, value_of(token["named"]), above)
        if number := token["task"] or token["item"] or token["ordinal"]:
            return self._tasks(value_of(number), above)
        mark, number = token[0], token["bracketed"] or token["dotted"] or token["listed"]
        marked = [row for row in self._below(above) if _bare(row.number) == _bare(mark)]
        shaped = [row for row in marked if ("（" in row.number) == bool(token["bracketed"])]
        return iter(shaped or marked or self._next(value_of(number), above))

    def _tasks(
        self, value: int | None, above: EditionProvision | None
    ) -> Iterator[EditionProvision]:
        """The task of that number; where none bears it (they restart), the so-manieth of all."""
        marked = list(self._of("task", value, above))
        tasks = [row for row in self._below(above) if row.kind == "task"]
        return iter(marked or tasks[(value or 0) - 1 : value] if value else marked)

    def _next(
        self, value: int | None, above: EditionProvision | None
    ) -> Iterator[EditionProvision]:
        """Of another shape than is printed: the child of that number."""
        children = [row for row in self.rows if row.parent_id == (above and above.pk)]
        return (row for row in children if heading_value(row.number) == value)

    def _of(
        self, kind: str, value: int | None, above: EditionProvision | None
    ) -> Iterator[EditionProvision]:
        rows = (row for row in self._below(above) if row.kind == kind)
        return (row for row in rows if heading_value(row.number) == value)

    def _below(self, above: EditionProvision | None) -> Iterator[EditionProvision]:
        return (row for row in self.rows if above is None or self._stands_below(row, above))

    def _stands_below(self, row: EditionProvision, above: EditionProvision) -> bool:
        at = row.parent_id
        while at is not None and at != above.pk:
            at = self._above.get(at)
        return at is not None

    def _by_title(self, bare: str) -> Named:
        """A part of one title, or a name that has one title in it."""
        if len(bare) < _SHORTEST_TITLE:
            return UNKNOWN
        parts = [row for title, row in self._titles if bare in title]
        holds = [one for one in self._titles if len(one[0]) >= _SHORTEST_TITLE and one[0] in bare]
        longest = max((len(title) for title, _ in holds), default=0)
        return _one(parts or [row for title, row in holds if len(title) == longest])


def _tidy(words: str) -> str:
    """Half-width digits and letters, one kind of bracket, without quotation marks and pages."""
    words = unicodedata.normalize("NFKC", words.replace("…", " "))
    return _PAGE.sub("", words.strip()).strip(" \t\n“”‘’「」『』《》:;,。")


def _first_reference(passage: str) -> list[re.Match[str]]:
    """The first run of tokens, each directly behind the one before, that plainly is a reference:
    it names chapter or task, or a paragraph of what stands before."""
    runs: list[list[re.Match[str]]] = []
    for token in _TOKENS.finditer(passage):
        last = runs[-1][-1] if runs else None
        if last and token.start() <= last.end() + 1 and _depth(last) < _depth(token):
            runs[-1].append(token)
        else:
            runs.append([token])
    return next((run for run in runs if _is_plain(run)), [])


def _depth(token: re.Match[str]) -> int:
    """How far inside a place of this name stands."""
    if token["part"]:
        return 3
    if token["bracketed"] or token["unit"] in _KINDS["section"]:
        return 1
    return 0 if token["named"] or token["listed"] else 2


def _is_plain(run: list[re.Match[str]]) -> bool:
    is_named = any(token[name] for token in run for name in _PLAIN)
    return is_named or (len(run) > 1 and bool(run[-1]["part"]))


def _bare(words: str) -> str:
    return _BARE.sub("", unicodedata.normalize("NFKC", words))


def _one(rows: list[EditionProvision]) -> Named:
    return Named(rows[0]) if len(rows) == 1 else UNKNOWN


def _paragraph(place: EditionProvision | None, number: int) -> Named:
    """The number-th paragraph of the place, counted without its title."""
    paragraphs = paragraphs_of(place)
    if place is None or not 1 <= number <= len(paragraphs):
        return Named(place, unknown=True)
    return Named(place, paragraphs[number - 1])


def _same_script(row: EditionProvision, words: str) -> bool:
    return words.isdecimal() == any(one.isdecimal() for one in row.number)
