"""People of a list or a clause: names with their offices, or offices without a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from taskforce.work_plans.headings import brackets
from taskforce.work_plans.names import OFFICE, close_names, could_be_name, is_name, office_and_name

_CONCURRENTLY = re.compile(r"^兼任?$")
_COURTESY = re.compile(r"(?:等|等同志|同志|（兼）|\(兼\))$")
_GAP = re.compile(r"\s+")


@dataclass(frozen=True)
class Person:
    """``name`` "" for an office without a person, ``position`` "" for a name alone."""

    name: str
    position: str


def people(text: str) -> list[Person]:
    """The people of one entry: 王合清  党组书记 · 张三（主席）、李四 · 各部室负责人."""
    text = close_names(text.strip("。；;，,、 "))
    words = _GAP.split(text)
    if len(words) > 1:
        spaced = _spaced(words)
        if spaced is not None:
            return spaced
    return _several(_pieces(text))


def begins_with_person(text: str) -> bool:
    """Whether a line goes on a list: a name and an office, or names."""
    found = people(text)
    return bool(found) and bool(found[0].name) and len(text) <= 80


def _spaced(words: list[str]) -> list[Person] | None:
    """Words parted by white space: a name and its office, or names throughout."""
    if all(is_name(word) for word in words):
        return [Person(word, "") for word in words]
    if could_be_name(words[0]) and not _has_joint(words[0]):
        return _in_turn(words)
    if is_name(words[-1]) and OFFICE.search(words[-2]):
        return [Person(words[-1], " ".join(words[:-1]))]
    return None


def _in_turn(words: list[str]) -> list[Person]:
    """Names, each with the office behind it: 钱伟明 副主席 孙丽华 副主席."""
    found = [Person(words[0], "")]
    for word in words[1:]:
        if is_name(word):
            found.append(Person(word, ""))
        else:
            found[-1] = Person(found[-1].name, f"{found[-1].position} {word}".strip())
    return found


def _has_joint(word: str) -> bool:
    return bool(re.search(r"[、，,（(]", word))


def _pieces(text: str) -> list[str]:
    """Parted at 、 and ， outside brackets."""
    inside = [(bracket.start, bracket.end) for bracket in brackets(text)]
    pieces, start = [], 0
    for match in re.finditer(r"[、，,；;]|\s+(?=\S)", text):
        if not any(low <= match.start() < high for low, high in inside):
            pieces.append(text[start : match.start()])
            start = match.end()
    return [piece.strip() for piece in (*pieces, text[start:]) if piece.strip()]


def _several(pieces: list[str]) -> list[Person]:
    found: list[Person] = []
    nameless: list[str] = []
    for piece in pieces:
        person = _one("、".join([*nameless, piece]))
        if person is None and nameless:
            person = _one(piece)
            if person is not None:
                _add_nameless(found, nameless)
        if person is None:
            nameless.append(piece)
        else:
            nameless.clear()
            found.append(person)
    if nameless:
        _add_nameless(found, nameless)
    return found


def _add_nameless(found: list[Person], pieces: list[str]) -> None:
    """What follows one name alone is that person's office; else it is a seat by office."""
    position = "、".join(pieces)
    if len(found) == 1 and not found[0].position and OFFICE.search(position):
        found[0] = Person(found[0].name, position)
    else:
        found.append(Person("", position))


def _one(piece: str) -> Person | None:
    """The person of a piece; None where it names an office alone."""
    return _bracketed(piece) or _plain(piece) or _plain(_COURTESY.sub("", piece))


def _bracketed(piece: str) -> Person | None:
    opened = brackets(piece)
    if not opened or opened[-1].end != len(piece):
        return None
    name = _COURTESY.sub("", piece[: opened[-1].start].strip())
    position = opened[-1].text.strip()
    if not could_be_name(name):
        return None
    return Person(name, "" if _CONCURRENTLY.match(position) else position)


def _plain(piece: str) -> Person | None:
    if is_name(piece):
        return Person(piece, "")
    pair = office_and_name(piece)
    return Person(pair[1], pair[0]) if pair else None
