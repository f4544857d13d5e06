"""Same and similar opinions by their text (相同相近意见归并).

What is found is a proposal: a person confirms it. Time grows with the number of texts, since
each is measured against a few leaders only; memory holds the texts and about a dozen numbers
for each.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, pairwise
from operator import itemgetter

from rapidfuzz import fuzz, process

SIMILAR = 0.8
"""From this likeness on, two opinions are proposed as one group."""
ANSWERED = 0.5
"""From this likeness on, an earlier answer may be of help."""
_SHORT = 8
"""Texts of fewer characters are grouped only when they are the same."""
_KEYS = 12
_POSTINGS = 250
_MEASURED = 24
_COUNTED = 1_000_000
_PARTLY = 0.9
_CONTAINED = 0.75
_LONG = 2000

_NOT_WORD = re.compile(r"[\W_]+")
_WHO = "我们?|我[局委会县区市校院司单位协]+|本人|本[局委会单位协]+|个人|经研究|经讨论|作为.{1,12}?"
_POLITE = (
    "认为|觉得|提出|建议|提议|希望|盼望|恳请|恳切|强烈|诚恳|呼吁|望|请|能否|可否|是否可以|意见"
)
_OPENING = re.compile(f"^(?:(?:{_WHO})?(?:{_POLITE}))+")
_CLOSING = re.compile(
    "(?:谢谢|感谢|以上意见|特此建议|特此反馈|仅供参考|供参考|妥否|请予?(?:考虑|采纳|研究))+$"
)
_DIRECTIONS = {
    "more": re.compile("增加|增设|补充|新增|添加|加入|提高|扩大"),
    "less": re.compile("删除|删去|删掉|取消|去掉|不再|降低|压缩|减少"),
    "keep": re.compile("保留|维持"),
}


def normalised(text: str) -> str:
    """The text as it is compared: no width, case, punctuation, white space or politeness."""
    plain = _NOT_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())
    bare = _CLOSING.sub("", _OPENING.sub("", plain))
    return bare or plain


def group_similar(items: Iterable[tuple[int, str]], threshold: float = SIMILAR) -> list[list[int]]:
    """Ids of opinions that say the same or nearly so; a lone opinion is in no group.

    Groups are in the order of their first members, members in the order given. Each member
    is like the first one, so that a group does not drift. Opposed ones (增加, 删除) stay apart.
    """
    alike: dict[str, list[int]] = {}
    for key, text in items:
        alike.setdefault(normalised(text), []).append(key)
    alike.pop("", None)
    leaders = _Leaders(_frequencies(alike), threshold)
    groups: dict[str, list[str]] = {}
    for text in alike:
        groups.setdefault(leaders.leader_of(text), []).append(text)
    joined = (list(chain.from_iterable(alike[text] for text in texts)) for texts in groups.values())
    return [members for members in joined if len(members) > 1]


def similar_to(
    text: str, candidates: Iterable[tuple[int, str]], threshold: float = ANSWERED, limit: int = 5
) -> list[tuple[int, float]]:
    """The candidates most like a text, best first, with their likeness from 0 to 1.

    An opinion that is contained in a longer one counts as like it.
    """
    wanted = normalised(text)[:_LONG]
    if not wanted:
        return []
    texts = {key: normalised(candidate)[:_LONG] for key, candidate in candidates}
    scores = dict(_scores(wanted, texts, fuzz.ratio, threshold))
    if len(wanted) >= _SHORT:
        long = {key: one for key, one in texts.items() if len(one) >= _SHORT}
        least = max(threshold / _PARTLY, _CONTAINED)
        for key, score in _scores(wanted, long, fuzz.partial_ratio, least):
            scores[key] = max(_PARTLY * score, scores.get(key, 0.0))
    return sorted(scores.items(), key=itemgetter(1), reverse=True)[:limit]


def _scores(
    wanted: str, texts: dict[int, str], scorer: Callable[..., float], least: float
) -> Iterator[tuple[int, float]]:
    found = process.extract_iter(wanted, texts, scorer=scorer, score_cutoff=100 * least)
    return ((key, score / 100) for _, score, key in found)


def _pairs(text: str) -> set[str]:
    return set(map("".join, pairwise(text)))


def _frequencies(texts: Iterable[str]) -> Counter[str]:
    """In how many texts each pair stands; of too many pairs the lone ones are forgotten."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_pairs(text))
        if len(counts) > _COUNTED:
            counts = Counter({pair: count for pair, count in counts.items() if count > 1})
    return counts


def _opposed(one: str, other: str) -> bool:
    """Whether each asks for a direction that the other does not."""
    first, second = _directions(one), _directions(other)
    return bool(first - second and second - first)


def _directions(text: str) -> set[str]:
    return {name for name, words in _DIRECTIONS.items() if words.search(text)}


class _Leaders:
    """The first opinion of every group, found by its rarest pairs of characters."""

    def __init__(self, frequencies: Counter[str], threshold: float) -> None:
        self._frequencies = frequencies
        self._cutoff = 100 * threshold
        self._texts: list[str] = []
        self._places: dict[str, array[int]] = {}

    def leader_of(self, text: str) -> str:
        """The leader that the text is most like; the text itself becomes one if none is."""
        keys = self._keys(text) if len(text) >= _SHORT else []
        best, leader = 0.0, None
        for place in self._candidates(keys):
            score = fuzz.ratio(text, self._texts[place], score_cutoff=self._cutoff)
            if score > best and not _opposed(text, self._texts[place]):
                best, leader = score, self._texts[place]
        if leader is None:
            self._add(text, keys)
        return leader or text

    def _keys(self, text: str) -> list[str]:
        """The rarest pairs that any other text has too."""
        shared = [pair for pair in _pairs(text) if self._frequencies[pair] > 1]
        return sorted(shared, key=lambda pair: (self._frequencies[pair], pair))[:_KEYS]

    def _candidates(self, keys: list[str]) -> Iterator[int]:
        hits: Counter[int] = Counter()
        for key in keys:
            hits.update(self._places.get(key, ()))
        least = min(2, len(keys))
        for place, count in hits.most_common(_MEASURED):
            if count >= least:
                yield place

    def _add(self, text: str, keys: list[str]) -> None:
        place = len(self._texts)
        self._texts.append(text)
        for key in keys:
            places = self._places.setdefault(key, array("L"))
            if len(places) < _POSTINGS:
                places.append(place)
