"""Which names of bodies 机构名称 look like slips for one another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from plans.checks.lexicon import word_set, words

# Ends that people take for one another; a body is only ever compared with its like.
_SWAPPED = (
    frozenset({"研究院", "研究所", "研究中心", "分院"}),
    frozenset({"协会", "学会", "联合会", "促进会", "研究会", "商会", "联盟"}),
    frozenset({"集团", "公司"}),
    frozenset({"学院", "大学"}),
    frozenset({"委员会", "领导小组"}),
)
_PLACE = re.compile(
    r"^(?:[\u4e00-\u9fff]{1,3}国|全国|国家|[\u4e00-\u9fff]{2,4}?(?:自治区|自治州|省|市|区|县|州)|省|市|区|县|州)"
)
_PROPER = re.compile(r"中国|全国|国家|省|市|州|县")
_CONTRASTS = words("contrasts")

_FILLERS = word_set("name_fillers")
_MOST = 12
"""Of names that agree in one place more are set phrases; looking at all would be quadratic."""
Key = tuple[str, ...]


class Names:
    """Names in the order in which they are trusted, asked for the first that a name is a slip of.

    Only names that agree with it where a slip leaves them alike are compared with it.
    """

    def __init__(self, place: str) -> None:
        self._place = place
        self._names: list[str] = []
        self._alike: dict[Key, list[int]] = defaultdict(list)
        self._but_one: dict[Key, dict[str, int]] = defaultdict(dict)

    def add(self, name: str) -> None:
        """Trust this name less than those before it."""
        at = len(self._names)
        self._names.append(name)
        for key in self._kept(name):
            if len(self._alike[key]) < _MOST:
                self._alike[key].append(at)
        for key, char in self._holes(name):
            self._but_one[key].setdefault(char, at)

    def first_like(self, name: str) -> str | None:
        """The most trusted name that this one is a slip of."""
        found = {at for key in self._sought(name) for at in self._alike.get(key, ())}
        for key, char in self._holes(name):
            others = list(self._but_one.get(key, {}).items())[: _MOST + 1]
            found.update(at for other, at in others if other != char)
        likes = (self._names[at] for at in sorted(found))
        return next((like for like in likes if is_slip_of(like, name, self._place)), None)

    def _kept(self, name: str) -> Iterator[Key]:
        yield "city", _without_city(name, self._place)
        yield "short", _short(name)
        if self._has_edits(name):
            yield "turned", "".join(sorted(name))
            yield from (("end", end, stem[-4:]) for _, end, stem in _ends(name))
            yield from (("cut", str(cut), left, right) for cut, left, right in _cuts(name))

    def _sought(self, name: str) -> Iterator[Key]:
        yield "city", _without_city(name, self._place)
        yield "short", _short(name)
        if self._has_edits(name):
            yield "turned", "".join(sorted(name))
            for group, end, stem in _ends(name):
                yield from (("end", other, stem[-4:]) for other in group - {end})
            for cut, left, right in _cuts(name):
                yield from (("cut", other, left, right) for other in ("0" if cut else "123"))

    def _holes(self, name: str) -> Iterator[tuple[Key, str]]:
        """What stands around each character that may be written wrongly, and the character."""
        for at in range(len(name) - 2, 1, -1) if self._has_edits(name) else ():
            right = name[at + 1 :]
            left = max(2, 7 - len(right))
            if len(right) >= 2 and at >= left:
                yield (name[at - left : at], right), name[at]

    def _has_edits(self, name: str) -> bool:
        return len(name) >= 5 and _is_proper(name, self._place)


def _ends(name: str) -> Iterator[tuple[frozenset[str], str, str]]:
    """The end that people take for others, with those others and what stands before it."""
    for group in _SWAPPED:
        end = next((end for end in group if name.endswith(end)), None)
        if end is not None:
            yield group, end, name.removesuffix(end)


def _cuts(name: str) -> Iterator[tuple[int, str, str]]:
    """Three characters before a place and all behind it, none to three left out between them."""
    for at in range(3, len(name) - 1):
        yield from (
            (cut, name[at - cut - 3 : at - cut], name[at:]) for cut in range(min(3, at - 3) + 1)
        )


def kind_of(name: str) -> str:
    """What the name ends with; names of different kinds are never slips for one another."""
    for group in _SWAPPED:
        for suffix in group:
            if name.endswith(suffix):
                return min(group)
    return _short(name)[-2:]


def is_slip_of(name: str, other: str, place: str) -> bool:
    """Whether two names are so alike that they must mean one body."""
    if name == other:
        return False
    if _without_city(name, place) == _without_city(other, place) or _short(name) == _short(other):
        return True
    # In four characters one letter more or less makes another body: 市科协, 省科协.
    if min(len(name), len(other)) < 5:
        return False
    if not (_is_proper(name, place) and _is_proper(other, place)) or _elsewhere(name, other):
        return False
    return _is_edited(name, other) or _is_swapped(name, other) or _is_turned(name, other)


def _elsewhere(name: str, other: str) -> bool:
    """Whether the names begin with different places."""
    one, two = _PLACE.match(name), _PLACE.match(other)
    if one is None or two is None:
        return False
    return not (name.startswith(two[0]) or other.startswith(one[0]))


def _without_city(name: str, place: str) -> str:
    return name.replace(f"{place}市", place, 1) if place and name.startswith(place) else name


def _short(name: str) -> str:
    return name.replace("科学技术", "科技")


def _is_proper(name: str, place: str) -> bool:
    # A long name, or one with a place in it, is one body's; a short one (科技协会) is a kind.
    return len(name) >= 8 or bool(_PROPER.search(name)) or bool(place and place in name)


def _common_end(one: str, other: str) -> int:
    size = 0
    while size < min(len(one), len(other)) and one[-1 - size] == other[-1 - size]:
        size += 1
    return size


def _is_edited(one: str, other: str) -> bool:
    """One to three characters inside the name left out, or one written wrongly."""
    right = _common_end(one, other)
    if right < 2:
        return False
    a, b = one[: len(one) - right], other[: len(other) - right]
    # What is left out before what is written wrongly, the shorter slip first.
    for cut_a, cut_b in ((0, 1), (1, 0), (0, 2), (2, 0), (0, 3), (3, 0), (1, 1)):
        if len(a) <= cut_a or len(b) <= cut_b:
            continue
        left = _common_end(a[: len(a) - cut_a], b[: len(b) - cut_b])
        kept = _PLACE.sub("", a[len(a) - cut_a - left : len(a) - cut_a])
        if cut_a == cut_b:
            # One character differs: seven others must agree, two of them beside the place's name,
            # or 城东 and 城西 would be one.
            alike = left + right >= 7 and len(kept) >= 2 and not _contrast(a[-1], b[-1])
        else:
            # What is left out is seen from less, for all that is written agrees.
            alike = left >= 3 and len(kept) >= 2 and _says_nothing(a, b, cut_a, cut_b)
        if alike:
            return True
    return False


def _says_nothing(a: str, b: str, cut_a: int, cut_b: int) -> bool:
    """Whether what one name has more is a stray character or a filler, not another field."""
    more = a[-cut_a:] if cut_a else b[-cut_b:]
    return len(more) == 1 or more in _FILLERS


def _contrast(one: str, other: str) -> bool:
    return any(one in group and other in group for group in _CONTRASTS)


def _is_swapped(one: str, other: str) -> bool:
    """…研究院 and …研究所 with one and the same name before them."""
    for group in _SWAPPED:
        ends = [next((s for s in group if name.endswith(s)), None) for name in (one, other)]
        if ends[0] and ends[1] and ends[0] != ends[1]:
            stems = one.removesuffix(ends[0]), other.removesuffix(ends[1])
            # The name before the swapped end must be one of its own: 科学 alone has many
            # institutes.
            if _common_end(*stems) >= 4 and len(_PLACE.sub("", min(stems, key=len))) >= 3:
                return True
    return False


def _is_turned(one: str, other: str) -> bool:
    """创新战略研究院 and 战略创新研究院."""
    # Short names of the same characters may be two bodies.
    return len(one) == len(other) >= 7 and sorted(one) == sorted(other)
