"""What a change put into the text, and whether that stands: decided here alone, from words.

A change is taken apart into pieces: words put in, words taken out, each with what stands beside
it. Marks of punctuation, white space and weight are disregarded where the words themselves
changed, so that setting them right takes nothing out.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from functools import lru_cache
from hashlib import sha256
from typing import Any

from plans.text.comparing.characters import difference
from plans.text.comparing.values import Op
from plans.text.markup import plain

BESIDE = 4
"""Characters on either side by which a short piece is known."""
KNOWN = 8
"""A piece of so many characters is known wherever it stands in the provision."""
SHOWN = 24
"""Characters of a piece that a sentence quotes."""
_EDGE = "\n"
"""Stands before and behind a text, so that its two ends are known too."""
_LEFT_OUT = re.compile(r"[^\w%‰.]|_|(?<![0-9])\.|\.(?![0-9])")


@dataclass(frozen=True)
class Wording:
    """A provision as it stands at one moment: words, where it is, who stands beside it in order.

    ``level`` names itself 0. Of a plan's title and preamble: the words alone.
    """

    title: str
    text: str
    run_in: bool = False
    parent: int | None = None
    level: tuple[int, ...] = ()


@dataclass(frozen=True)
class Piece:
    """One stretch that a change altered, in ``title`` or ``text``.

    ``more`` is how often the piece must be found at least to be there, beside one of its
    neighbours, or (``seam``) between both; ``anywhere`` how often without them, 0 where that says
    nothing. Words taken out are back where they are found so often, or between their neighbours.
    """

    part: str
    put: str
    taken: str
    before: str
    after: str
    more: int = 0
    seam: bool = False
    anywhere: int = 0


@dataclass(frozen=True)
class Put:
    """What a change put in. ``gone``: it took the provision out of the text. ``was`` is a digest
    of the words of before in ``form``; ``ahead`` and ``behind`` are whom a move left where."""

    gone: bool = False
    form: str = "words"
    was: str = ""
    pieces: tuple[Piece, ...] = ()
    run_in: bool | None = None
    moved: bool = False
    parent: int | None = None
    ahead: tuple[int, ...] = ()
    behind: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> Put:
        """As it was kept."""
        rows = {one.name: kept[one.name] for one in fields(cls)}
        lists = {name: tuple(row) for name, row in rows.items() if isinstance(row, list)}
        return cls(**rows | lists | {"pieces": tuple(Piece(**one) for one in rows["pieces"])})


def put_in(before: Wording | None, after: Wording | None) -> Put:
    """What leads from one wording of a provision to the next; None: it does not stand."""
    if after is None:
        return Put(gone=True)
    made = Put()
    if before is not None:
        made = _placed(before, after)
        if before.run_in != after.run_in:
            made = replace(made, run_in=after.run_in)
    for form in _FORMS:
        old, new = _formed(form, before), _formed(form, after)
        if old != new:
            pieces = [one for part in PARTS for one in _pieces(part, old[part], new[part])]
            standing = tuple(one for one in pieces if _stands(one, new[one.part]))
            return replace(made, form=form, was=_digest(old), pieces=standing)
    return made


def missing(put: Put, now: Wording | None) -> list[str]:
    """What of it does not stand in this wording, a sentence each; empty: it stands whole."""
    if put.gone:
        return [] if now is None else ["已删去的这一部分又恢复了"]
    if now is None:
        return ["改入的这一部分已经删除"]
    told = list(_lost_words(put, now))
    if put.run_in not in (None, now.run_in):
        told.append("标题后接排的改动已经改回")
    if put.moved and not _is_placed(put, now):
        told.append("移到的位置已经变动")
    return told


def _words(text: str) -> str:
    return _LEFT_OUT.sub("", unicodedata.normalize("NFKC", plain(text)))


def _signs(text: str) -> str:
    return "".join(plain(text).split())


_FORMS: dict[str, Callable[[str], str]] = {"words": _words, "signs": _signs, "markup": str}
"""From the coarsest: a change is read in the first of them in which it shows."""
PARTS = ("title", "text")


@lru_cache(256)
def _formed(form: str, wording: Wording | None) -> dict[str, str]:
    if wording is None:
        return dict.fromkeys(PARTS, "")
    return {part: _FORMS[form](getattr(wording, part)) for part in PARTS}


def _digest(texts: dict[str, str]) -> str:
    return sha256(_EDGE.join(texts.values()).encode()).hexdigest()


def _pieces(part: str, old: str, new: str) -> Iterator[Piece]:
    """The stretches that differ, each with its neighbours as the change left them."""
    at, taken, put = 0, "", ""
    for op, text in (*difference(old, new), (Op.EQUAL, "")):
        if op is Op.DELETE:
            taken += text
        elif op is Op.INSERT:
            put += text
        else:
            if taken or put:
                yield _known(_piece(part, new, at, put, taken), old, new)
            at, taken, put = at + len(put) + len(text), "", ""


def _piece(part: str, new: str, at: int, put: str, taken: str) -> Piece:
    edged = f"{_EDGE}{new}{_EDGE}"
    start, end = at + 1, at + 1 + len(put)
    before, after = edged[max(0, start - BESIDE) : start], edged[end : end + BESIDE]
    return Piece(part, put, taken, _neighbour(before), _neighbour(after))


def _neighbour(text: str) -> str:
    """Two characters say enough; where there are fewer, it is the end of the text that says it."""
    words = text.strip(_EDGE)
    return words if len(words) > 1 else text


def _known(one: Piece, old: str, new: str) -> Piece:
    """The piece with how often it must be found: oftener than in the text that did not have it."""
    words = one.put or one.taken
    absent, there = (old, new) if one.put else (new, old)
    long = len(words) >= KNOWN and there.count(words) > absent.count(words)
    free = absent.count(words) + 1 if long else 0
    near, between = _near(one, words, absent), _between(one, words, absent)
    seam = _near(one, words, there) <= near if one.put else not between
    more = between if one.put and seam else near
    return replace(one, more=more + 1, seam=seam, anywhere=free)


def _near(one: Piece, words: str, text: str) -> int:
    """How often the words stand beside one of their neighbours."""
    edged, found, at = f"{_EDGE}{text}{_EDGE}", 0, -1
    while (at := edged.find(words, at + 1)) >= 0:
        beside = edged.endswith(one.before, 0, at) or edged.startswith(one.after, at + len(words))
        found += beside
    return found


def _between(one: Piece, words: str, text: str) -> int:
    return f"{_EDGE}{text}{_EDGE}".count(f"{one.before}{words}{one.after}")


def _stands(one: Piece, text: str) -> bool:
    """Whether the words put in are there; of words that were only taken out, that they are not."""
    words = one.put or one.taken
    if one.anywhere and text.count(words) >= one.anywhere:
        return bool(one.put)
    if not one.put:
        back = one.seam and _between(one, words, text)
        return not back and _near(one, words, text) < one.more
    found = _between(one, words, text) if one.seam else _near(one, words, text)
    return found >= one.more


def _lost_words(put: Put, now: Wording) -> Iterator[str]:
    texts = _formed(put.form, now)
    lost = [one for one in put.pieces if not _stands(one, texts[one.part])]
    for one in lost:
        if one.put:
            yield f"“{_excerpt(one.put, texts[one.part])}”已不在正文中"
        else:
            yield f"已删去的“{_short(one.taken)}”又出现在正文中"
    if not lost and _digest(texts) == put.was:
        yield "正文又改回了修改以前的文字"


def _excerpt(words: str, text: str) -> str:
    """The words from a little before the first character that does not stand there any more."""
    stands = bisect_left(range(len(words)), True, key=lambda end: words[: end + 1] not in text)
    return _short(words[max(0, min(stands, len(words) - 1) - BESIDE) :])


def _short(words: str) -> str:
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}……"


def _placed(before: Wording, after: Wording) -> Put:
    """What of the place changed: the parent, or whom of its level it stands behind."""
    if before.parent != after.parent:
        return Put(moved=True, parent=after.parent)
    ahead, behind = (set(one) for one in _sides(after))
    was_ahead, was_behind = _sides(before)
    passed = Put(
        ahead=tuple(one for one in was_behind if one in ahead),
        behind=tuple(one for one in was_ahead if one in behind),
    )
    moved = bool(passed.ahead or passed.behind)
    return replace(passed, moved=True, parent=after.parent) if moved else Put()


def _sides(wording: Wording) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Whom of its level it stands behind, and whom in front of."""
    if 0 not in wording.level:
        return (), ()
    at = wording.level.index(0)
    return wording.level[:at], wording.level[at + 1 :]


def _is_placed(put: Put, now: Wording) -> bool:
    ahead, behind = _sides(now)
    turned = set(put.ahead) & set(behind) or set(put.behind) & set(ahead)
    return now.parent == put.parent and not turned
