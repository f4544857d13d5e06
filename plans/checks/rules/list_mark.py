"""并列标点: a 、 or ， that cuts a phrase in two: 建设、应急科普宣教平台, 科技、工作者.

Two signs: a verb is parted from its only object, or two words that the plan otherwise writes
together stand apart here once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from plans.checks.characters import HAN
from plans.checks.draft import Draft, Passage
from plans.checks.rule import Finding, Rule
from plans.checks.segmenter import cut, first_tag, is_word, likelihood, segment
from plans.checks.verbs import ADVERBS, MIXED, PURE

_VERB = re.compile(
    rf"(?P<edge>^|[，。；：！？“（])(?P<adverb>(?:{'|'.join(ADVERBS)})?)"
    rf"(?P<verb>{'|'.join(sorted(PURE | MIXED, key=len, reverse=True))})(?P<mark>[、，])"
    rf"(?P<object>[^，。；：！？]+)"
)
_NO_VERBS = frozenset(("应急", "科普", "科研", "科创", "智慧", "数字", "基层", "综合", "公共"))
_LISTED = re.compile(
    rf"^[{HAN}]{{2,4}}(?:[、和与及]|以及)|^[{HAN}]{{2,4}}(?:等|$)|^[{HAN}]{{2,6}}(?:一体|并重|相结合|结合|全)"
)
_MARK = re.compile(rf"(?<=[{HAN}])[、，。](?=[{HAN}])")
_VERBS = tuple(PURE | MIXED)
_PREDICATES = (*PURE, "参加", "参与", "负责", "牵头", "配合", "承担", "指导", "协调")
_ATTRIBUTE = re.compile(rf"(广大|若干|全体|诸多|一系列|进一步|大力|着力)[、，](?=[{HAN}])")
_TAIL, _HEAD = re.compile(f"[{HAN}]+$"), re.compile(f"[{HAN}]+")
# What the plan writes together five times and nearly always is one phrase to it; fewer, or in
# three cases of four, are chance.
_OFTEN, _ALWAYS = 5, 0.85
# In natural logarithms, 250 to 1. At 3.0 the clean plan of the tests (ningjiang) has a finding,
# at 9.0 a planted mark is missed.
_CERTAIN = 5.5


def _find(draft: Draft) -> Iterator[Finding]:
    for passage in draft.running:
        yield from _parted_objects(passage)
        yield from _stray_after_attribute(passage)
        yield from _split_words(passage)
    yield from _Collocations(draft).find()


def _parted_objects(passage: Passage) -> Iterator[Finding]:
    for match in _VERB.finditer(passage.text):
        verb, rest, mark = match["verb"], match["object"], match["mark"]
        pure = verb in PURE
        # 组织 and 服务 are nouns as often: after ， a new clause may begin with one.
        if not pure and mark == "，":
            continue
        if _parts(rest, verb_is_pure=pure):
            yield _finding(passage, match.start("mark"), f"“{verb}”与它的宾语之间")


def _parts(rest: str, *, verb_is_pure: bool) -> bool:
    if rest[0].isdigit():
        return True
    # A list of verbs (推进、落实…) or of nouns that end in 化 is what 、 is for.
    if len(rest) < 4 or rest.startswith(_VERBS) or rest[1] == "化":
        return False
    if not verb_is_pure and not _is_bare_object(rest):
        return False
    first = cut(rest)[0]
    if first in ADVERBS:
        return False
    # The tagger takes these for verbs, which they never are before a noun.
    if first in _NO_VERBS:
        return True
    # A verb, adverb, preposition, conjunction or pronoun begins another clause; after a word that
    # is noun as well, an adjective does too.
    return first_tag(rest[:12])[0] not in ("vdpcr" if verb_is_pure else "vdpcra")


def _is_bare_object(rest: str) -> bool:
    """组织、人事部门负责 goes on with a verb: then the word before the mark was a name."""
    if _LISTED.match(rest) or re.search("[、和与要将应可是有由]|以及|等", rest[1:]):
        return False
    return not any(verb in rest for verb in _PREDICATES)


def _split_words(passage: Passage) -> Iterator[Finding]:
    """推进科、普工作: the text reads far better without the mark than as two pieces."""
    for match in _MARK.finditer(passage.text):
        at = match.start()
        # Eight characters hold the words at the mark; more would let the rest of the sentence
        # weigh.
        left = _TAIL.search(passage.text[max(0, at - 8) : at])
        right = _HEAD.match(passage.text[at + 1 : at + 9])
        if left and right and _is_split(left[0], right[0]):
            word = left[0][-1] + right[0][0]
            yield _finding(passage, at, f"“{word}”中间")


def _is_split(left: str, right: str) -> bool:
    # Only where the mark leaves single characters: 科、普 and not 科技、普及.
    if not is_word(left[-1] + right[0]) or len(cut(left)[-1]) + len(cut(right)[0]) > 3:
        return False
    return likelihood(left + right) - likelihood(left) - likelihood(right) > _CERTAIN


class _Collocations:
    """Pairs of words that the plan writes together, and those that follow a mark."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.together: Counter[tuple[str, str]] = Counter()
        self.second: Counter[str] = Counter()
        self.first: Counter[str] = Counter()
        self.whole: dict[str, bool] = {}
        self.apart: list[tuple[Passage, int, str, str]] = []
        for passage in draft.running:
            self._read(passage)

    def _read(self, passage: Passage) -> None:
        at, before, mark = 0, "", None
        for word in segment(passage.text):
            if len(word) > 1 and before:
                if mark is not None:
                    self.apart.append((passage, mark, before, word))
                else:
                    self.together[before, word] += 1
                self.second[word] += 1
                self.first[before] += 1
            is_mark = word in "、，。" and bool(before) and mark is None
            mark = at if is_mark else None
            if not is_mark:
                before = word if len(word) > 1 else ""
            at += len(word)

    def find(self) -> Iterator[Finding]:
        for passage, at, first, second in self.apart:
            if self._belong_together(first, second):
                yield _finding(passage, at, f"“{first}{second}”中间")

    def _is_one_word(self, word: str, second: str) -> bool:
        if word not in self.whole:
            count = self.draft.words.count(word)
            always = count >= _ALWAYS * self.draft.words.count(second)
            self.whole[word] = count >= _OFTEN and always
        return self.whole[word]

    def _belong_together(self, first: str, second: str) -> bool:
        if is_word(first + second) and self._is_one_word(first + second, second):
            return True
        count = self.together[first, second]
        bound = count >= _ALWAYS * self.second[second] or count >= _ALWAYS * self.first[first]
        return count >= _OFTEN and bound


def _stray_after_attribute(passage: Passage) -> Iterator[Finding]:
    for match in _ATTRIBUTE.finditer(passage.text):
        yield _finding(passage, match.end() - 1, f"“{match[1]}”与它修饰的词之间")


def _finding(passage: Passage, at: int, where: str) -> Finding:
    mark = passage.text[at]
    message = f"{where}多了“{mark}”，把连在一起的话断开了，请删去。"
    return passage.finding("list_mark", at, at + 1, message, replacement="")


RULE = Rule("list_mark", "并列标点", _find, yields_to=("punctuation",))
