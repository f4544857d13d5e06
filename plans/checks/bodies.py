"""Names of bodies 机构名称 in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plans.checks.characters import HAN
from plans.checks.draft import Draft, Passage
from plans.checks.lexicon import word_set, words
from plans.checks.segmenter import cut
from plans.checks.verbs import PURE

_NAME = re.compile(
    rf"[{HAN}]{{0,16}}?(?:{'|'.join(words('body_suffixes'))})(?![{HAN}]{{0,1}}(?:会员|长))"
)
_STOPS = PURE | word_set("before_names")
_FAMILIES = words("departments")
_NAMED_FAMILIES = "|".join(f"(?P<f{at}>{names})" for at, names in enumerate(_FAMILIES))
_DEPARTMENT = re.compile(rf"(?P<tier>[国省市区县州])(?P<name>{_NAMED_FAMILIES})(?!长|员)")
_LAWFUL = frozenset({"科协", "科学技术协会"})


@dataclass(frozen=True, eq=False)
class Mention:
    """A name where it stands; ``family`` and ``tier`` for departments of government."""

    passage: Passage
    start: int
    end: int
    name: str
    family: int | None = None
    tier: str = ""


def departments(draft: Draft) -> Iterator[Mention]:
    """Departments whose function tells them: 市科技局, 市科学技术局 and 市科委 are one family."""
    for passage in draft.passages:
        for match in _DEPARTMENT.finditer(passage.text):
            family = next(i for i in range(len(_FAMILIES)) if match[f"f{i}"])
            start, end = match.span()
            yield Mention(passage, start, end, match[0], family, match["tier"])


def may_stand_together(one: str, other: str) -> bool:
    """科协 is the lawful short form of 科学技术协会, in one text with it everywhere."""
    return one[1:] in _LAWFUL and other[1:] in _LAWFUL


def bodies(draft: Draft) -> Iterator[Mention]:
    """Other names of bodies of six characters and more, as far to the left as they are names."""
    for passage in draft.passages:
        for match in _NAME.finditer(passage.text):
            name = _trimmed(match[0])
            # 委员会 and 研究院 alone say no name.
            if len(name) >= 4:
                yield Mention(passage, match.end() - len(name), match.end(), name)


def _trimmed(run: str) -> str:
    words = cut(run)
    at = len(words)
    # From the right: the kind of body is sure, where its name begins is not.
    while at and not _is_stop(words[at - 1]):
        at -= 1
    return "".join(words[at:])


def _is_stop(word: str) -> bool:
    # A longer word that ends with a verb (大力支持) ends the name as the verb does.
    return word in _STOPS or (len(word) > 3 and word[-2:] in _STOPS)
