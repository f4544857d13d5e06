"""The words of a letter 来函: read from its file, parted into paragraphs, marked passages in it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consultation.enums import CommentKind
from consultation.incoming.letter_file import words_of_word
from consultation.passages.place_names import Places
from consultation.passages.quoting import body_of
from plans.errors import InvalidInput
from plans.models import EditionProvision
from plans.system.apart import read_apart
from plans.system.uploads import checked_name

LONGEST = 100_000
MOST_QUOTES = 50
Span = tuple[int, int]
_QUOTED = r"[“\"「]([^“”\"「」]{2,300})[”\"」]"
_CHANGED = re.compile(
    rf"{_QUOTED}[^“”\"。；]{{0,8}}(?:修改为|调整为|表述为|替换为|完善为|改为|改成)[:：]?{_QUOTED}"
)
_ADDED = re.compile(rf"(?:增加|补充|增写|新增|加入)[^“”\"。；]{{0,10}}{_QUOTED}")
_BARE = re.compile(r"[\s\W_]+")
_DELETED = re.compile(rf"(?:删除|删去|去掉)[^“”\"。；]{{0,6}}{_QUOTED}")


def text_of_file(name: str, content: bytes) -> str:
    """The words of a DOCX; InvalidInput for what has to be typed in from paper."""
    name = checked_name(name, content)
    if name.lower().endswith(".docx"):
        return tidy(read_apart(words_of_word, content, name))
    raise InvalidInput("扫描件、PDF和表格不能自动取出文字，请把来函的文字录入或粘贴到“来函文字”。")


def tidy(text: str) -> str:
    """LF line ends, no white space at line ends, no empty lines at top and bottom."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph, and the opinions (their places in the list, from 1) it is in."""

    text: str
    opinions: tuple[int, ...] = ()
    start: int = 0


@dataclass(frozen=True)
class Paragraph:
    """A line of the letter with where it stands, in pieces; ``left``: words no opinion has."""

    start: int
    end: int
    pieces: tuple[Piece, ...]
    left: str

    @property
    def state(self) -> str:
        """all, some or none of its words are marked."""
        if not self.left:
            return "all"
        return "some" if any(piece.opinions for piece in self.pieces) else "none"


def paragraphs(text: str, marked: Sequence[tuple[int, int, int]] = ()) -> list[Paragraph]:
    """The letter's paragraphs; ``marked`` is start, end and the opinion's place in the list."""
    found, start = [], 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            found.append(_paragraph(text, start, end, marked))
        start = end + 1
    return found


def _paragraph(
    text: str, start: int, end: int, marked: Sequence[tuple[int, int, int]]
) -> Paragraph:
    here = [one for one in marked if one[0] < end and one[1] > start]
    cuts = sorted({start, end, *(min(max(at, start), end) for one in here for at in one[:2])})
    pieces = []
    for left, right in itertools.pairwise(cuts):
        opinions = sorted({n for first, last, n in here if first <= left and last >= right})
        pieces.append(Piece(text[left:right], tuple(opinions), left))
    rest = "".join(piece.text for piece in pieces if not piece.opinions)
    return Paragraph(start, end, tuple(pieces), _BARE.sub("", rest) and rest.strip())


def check_spans(text: str, spans: Iterable[Span]) -> list[Span]:
    """The stretches in order, without white space at their ends; InvalidInput when one is empty."""
    found = []
    for start, end in sorted(set(spans)):
        piece = text[start:end] if 0 <= start < end <= len(text) else ""
        if not piece.strip():
            raise InvalidInput("请先在来函中选中作为一条意见的文字。")
        lead = len(piece) - len(piece.lstrip())
        found.append((start + lead, start + lead + len(piece.strip())))
    if not found:
        raise InvalidInput("请先在来函中选中作为一条意见的文字，或勾选段落。")
    return found


@dataclass(frozen=True)
class Guess:
    """What a passage seems to ask for; a person looks it over."""

    place: EditionProvision | None
    kind: CommentKind
    quote: str = ""
    proposal: str = ""


def guess(passage: str, places: Iterable[EditionProvision]) -> Guess:
    """Place by the title or number named, else by what is quoted; kind and wording by the usual
    phrases."""
    rows = list(places)
    named = Places(rows).mentioned(passage)
    place = named.place or _quoted(passage, rows)
    if found := _CHANGED.search(passage):
        return Guess(place, CommentKind.CHANGE, _standing(place, found[1]), found[2])
    if found := _ADDED.search(passage):
        return Guess(place, CommentKind.ADD, "", found[1])
    if found := _DELETED.search(passage):
        return Guess(place, CommentKind.DELETE, _standing(place, found[1]))
    kind = CommentKind.CHANGE if place else CommentKind.OTHER
    return Guess(place, kind, named.paragraph)


def _quoted(passage: str, places: list[EditionProvision]) -> EditionProvision | None:
    """The first place that holds one of the passages in quotation marks."""
    quoted = re.findall(_QUOTED, passage)[:MOST_QUOTES]
    return next((p for p in places if any(quote in body_of(p) for quote in quoted)), None)


def _standing(place: EditionProvision | None, quote: str) -> str:
    return quote if place is None or quote in body_of(place) else ""
