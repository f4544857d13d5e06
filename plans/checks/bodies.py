"""Names of bodies 机构名称 in a text, and which of them look like slips for one another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plans.checks.characters import HAN
from plans.checks.draft import Draft, Passage
from plans.checks.lexicon import word_set, words
from plans.checks.segmenter import cut
from plans.checks.verbs import PURE

# Ends that people take for one another; a body is only ever compared with its like.
_SWAPPED = (
    frozenset({"研究院", "研究所", "研究中心", "分院"}),
    frozenset({"协会", "学会", "联合会", "促进会", "研究会", "商会", "联盟"}),
    frozenset({"集团", "公司"}),
    frozenset({"学院", "大学"}),
    frozenset({"委员会", "领导小组"}),
)
_NAME = re.compile(
    rf"[{HAN}]{{0,16}}?(?:{'|'.join(words('body_suffixes'))})(?![{HAN}]{{0,1}}(?:会员|长))"
)
_STOPS = PURE | word_set("before_names")
_PLACE = re.compile(
    r"^(?:[\u4e00-\u9fff]{1,3}国|全国|国家|[\u4e00-\u9fff]{2,4}?(?:自治区|自治州|省|市|区|县|州)|省|市|区|县|州)"
)
_PROPER = re.compile(r"中国|全国|国家|省|市|州|县")
_CONTRASTS = words("contrasts")

_FILLERS = word_set("name_fillers")
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
