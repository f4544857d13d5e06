"""The difference of two strings, readable for Chinese.

A number, a Latin word and a mark of the markup are never split; crumbs that happen
to be equal between two edits are taken into the edit; edges slide to punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from diff_match_patch import diff_match_patch
from rapidfuzz.distance import LCSseq

from plans.text.comparing.aligning import common, walk
from plans.text.comparing.values import Op, Segment

Diffs = list[tuple[int, str]]

WHOLE = re.compile(r"\*\*|\\[\\*|:—]|[0-9]+(?:[.,:/-][0-9]+)*[%％‰]?|[A-Za-zÀ-ɏ]{2,}|——|……")
_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]|[^。；！？\n]+")
# Yi and Hangul syllables are letters that no plan contains: they stand in for whole tokens.
_STAND_INS = (*range(0xA000, 0xA48D), *range(0xAC00, 0xD7A4))
_CELLS = 1 << 24
# An edit longer than this is no wording that a reader follows word by word, and looking for where
# its two sides overlap takes the square of its length.
_LONGEST = 1 << 12
# Cleaning goes back whenever it has taken something in: over all pieces at once it would be the
# square of their number.
_MOST_PIECES = 256
_OPS = {-1: Op.DELETE, 0: Op.EQUAL, 1: Op.INSERT}
_TOO_LITTLE = 0.3


def redline(quoted: str, proposed: str) -> tuple[Segment, ...]:
    """Plain text against its proposed wording, as segments without weight."""
    return tuple(Segment(op, text) for op, text in difference(quoted, proposed))


def difference(old: str, new: str) -> list[tuple[Op, str]]:
    """Stretches that lead from ``old`` to ``new``; a deletion stands before an insertion.

    Equal and deleted ones joined give ``old``, equal and inserted ones ``new``. Of texts with
    next to nothing in common all is deleted and inserted.
    """
    if old == new:
        return [(Op.EQUAL, old)] if old else []
    packing = _Packing(old, new)
    diffs = _cleaned(_raw(packing.pack(old), packing.pack(new)))
    if _unlike(diffs):
        diffs = [(-1, packing.pack(old)), (1, packing.pack(new))]
    return [(_OPS[op], packing.unpack(text)) for op, text in diffs if text]


class _Packing:
    """Puts one stand-in letter for every token that must not be split."""

    def __init__(self, old: str, new: str) -> None:
        tokens = dict.fromkeys(WHOLE.findall(old) + WHOLE.findall(new))
        self._letters: dict[str, str] = {}
        if tokens:
            taken = set(old) | set(new)
            free = (chr(code) for code in _STAND_INS if chr(code) not in taken)
            self._letters = dict(zip(tokens, free, strict=False))
        self._tokens = {ord(letter): token for token, letter in self._letters.items()}

    def pack(self, text: str) -> str:
        if not self._letters:
            return text
        return WHOLE.sub(lambda m: self._letters.get(m[0], m[0]), text)

    def unpack(self, text: str) -> str:
        return text.translate(self._tokens) if self._tokens else text


def _raw(old: str, new: str) -> Diffs:
    head, tail = _affixes(old, new)
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(middle_old) * len(middle_new) <= _CELLS:
        middle = _by_character(middle_old, middle_new)
    else:
        middle = _by_sentence(middle_old, middle_new)
    return [(0, old[:head]), *middle, (0, old[len(old) - tail :])]


def _affixes(old: str, new: str) -> tuple[int, int]:
    tool = diff_match_patch()
    head = tool.diff_commonPrefix(old, new)
    return head, tool.diff_commonSuffix(old[head:], new[head:])


def _by_character(old: str, new: str) -> Iterator[tuple[int, str]]:
    for block in LCSseq.opcodes(old, new):
        if block.tag == "equal":
            yield 0, old[block.src_start : block.src_end]
        else:
            yield -1, old[block.src_start : block.src_end]
            yield 1, new[block.dest_start : block.dest_end]


def _by_sentence(old: str, new: str) -> Iterator[tuple[int, str]]:
    before, after = _SENTENCE.findall(old), _SENTENCE.findall(new)
    for olds, news, equal in walk(common(before, after), len(before), len(after)):
        deleted = "".join(before[olds.start : olds.stop])
        inserted = "".join(after[news.start : news.stop])
        if equal:
            yield 0, deleted
        elif len(deleted) * len(inserted) <= _CELLS // 8:
            yield from _by_character(deleted, inserted)
        else:
            yield from ((-1, deleted), (1, inserted))


def _cleaned(diffs: Iterable[tuple[int, str]]) -> Diffs:
    tool = diff_match_patch()
    kept = [(op, text) for op, text in diffs if text]
    tool.diff_cleanupMerge(kept)
    if all(op == 0 or len(text) <= _LONGEST for op, text in kept):
        kept = [diff for part in _parts(kept) for diff in _readable(part)]
        tool.diff_cleanupMerge(kept)
    without = list(_without_crumbs(kept))
    tool.diff_cleanupMerge(without)
    return without


def _parts(diffs: Diffs) -> Iterator[Diffs]:
    """The pieces, so many at a time; each part begins with an equal one."""
    start = 0
    for at in range(len(diffs)):
        if at - start >= _MOST_PIECES and diffs[at][0] == 0:
            yield diffs[start:at]
            start = at
    yield diffs[start:]


def _readable(diffs: Diffs) -> Diffs:
    diff_match_patch().diff_cleanupSemantic(diffs)
    return diffs


def _without_crumbs(diffs: Diffs) -> Iterator[tuple[int, str]]:
    """A single equal character between two edits was changed with them."""
    for at, (op, text) in enumerate(diffs):
        if op == 0 and len(text) == 1 and 0 < at < len(diffs) - 1:
            yield from ((-1, text), (1, text))
        else:
            yield op, text


def _unlike(diffs: Diffs) -> bool:
    old = sum(len(text) for op, text in diffs if op <= 0)
    new = sum(len(text) for op, text in diffs if op >= 0)
    equal = sum(len(text) for op, text in diffs if op == 0)
    return equal < _TOO_LITTLE * min(old, new)
