"""重复的句子: sentences that stand twice in the plan, word for word or nearly.

A target that the aims name and a measure repeats and labels (责任单位：…) are meant to stand
twice, and so is, with other words, what a box takes up from the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plans.checks.draft import Draft, Passage
from plans.checks.rule import Finding, Rule
from plans.checks.similar import letters, near_pairs, own_length

# Word for word twelve characters cannot be chance; likeness needs a longer sentence, for in a
# short one a single word is a sixth. At 75 Chongqing's plan would have a finding that is none.
_SHORTEST, _SHORTEST_NEAR, _ALIKE = 12, 22, 85.0
_LABEL = re.compile(
    r"^[（(]?(?:责任|牵头|配合|协作|参与|实施|主管|完成|支持|组织)(?:单位|部门|机构|时限|时间|科室|处室)"
)
_TARGET = re.compile(r"\d(?:[\d.]*)(?:%|％|个|家|名|人|项|万|亿|座|所)")
_REACH = re.compile(r"20\d\d年|期末|达到|超过|不低于|不少于|突破|以上")
_LEAD = re.compile(
    r"^(?:[一二三四五六七八九十]+是|[（(][^）)]{1,3}[）)]|\d+[.．、]|其[一二三四]，|第[一二三四]，)"
)


@dataclass(frozen=True, eq=False)
class _Sentence:
    passage: Passage
    start: int
    end: int
    plain: str


@dataclass
class _Repeat:
    """Sentences in a row that repeat sentences in a row."""

    first: _Sentence
    start: int
    end: int
    last_of_first: _Sentence
    passage: Passage


def _find(draft: Draft) -> Iterator[Finding]:
    sentences = list(_sentences(draft))
    yield from map(_finding, _merged(_repeats(sentences)))
    yield from _nearly(sentences)


def _sentences(draft: Draft) -> Iterator[_Sentence]:
    for passage in draft.running:
        if passage.line.table is not None:
            continue
        for part in passage.sentences:
            plain = letters(_LEAD.sub("", part.text))
            if own_length(plain) >= _SHORTEST and not _LABEL.match(part.text):
                yield _Sentence(passage, part.start, part.end, plain)


def _repeats(sentences: Sequence[_Sentence]) -> Iterator[tuple[_Sentence, _Sentence]]:
    seen: dict[str, _Sentence] = {}
    for sentence in sentences:
        first = seen.setdefault(sentence.plain, sentence)
        if first is not sentence and _is_slip(first, sentence):
            yield first, sentence


def _is_slip(first: _Sentence, second: _Sentence) -> bool:
    one_in_aims = first.passage.overview != second.passage.overview
    words = first.passage.text[first.start : first.end]
    # A target in one short sentence; a longer one says more than the target.
    is_target = _TARGET.search(words) and _REACH.search(words) and len(first.plain) < 40
    return not (one_in_aims and is_target)


def _are_in_one_kind(first: _Sentence, second: _Sentence) -> bool:
    return (first.passage.line.box is None) == (second.passage.line.box is None)


def _merged(pairs: Iterator[tuple[_Sentence, _Sentence]]) -> list[_Repeat]:
    found: list[_Repeat] = []
    for first, second in pairs:
        last = found[-1] if found else None
        if last is not None and _continues(last, first, second):
            last.end, last.last_of_first = second.end, first
        else:
            found.append(_Repeat(first, second.start, second.end, first, second.passage))
    return found


def _continues(last: _Repeat, first: _Sentence, second: _Sentence) -> bool:
    return (
        last.passage is second.passage
        and last.end == second.start
        and last.last_of_first.passage is first.passage
        and last.last_of_first.end == first.start
    )


def _finding(repeat: _Repeat) -> Finding:
    here, there = repeat.passage, repeat.first.passage
    where = "本段前文" if here is there else f"“{there.place}”"
    message = f"这句话与{where}中的句子相同，请保留一处，另一处删去或改写。"
    return here.finding(
        "repeated_sentence", repeat.start, repeat.end, message, subject=repeat.first.plain
    )


def _nearly(sentences: Sequence[_Sentence]) -> Iterator[Finding]:
    seen: set[str] = set()
    fresh = []
    for sentence in sentences:
        if len(sentence.plain) >= _SHORTEST_NEAR and sentence.plain not in seen:
            seen.add(sentence.plain)
            fresh.append(sentence)
    for earlier, later in near_pairs([sentence.plain for sentence in fresh], _ALIKE):
        first, second = fresh[earlier], fresh[later]
        if _is_slip(first, second) and _are_in_one_kind(first, second):
            yield _near_finding(first, second)


def _near_finding(first: _Sentence, second: _Sentence) -> Finding:
    quote = first.passage.text[first.start : first.end]
    where = "本段前文" if first.passage is second.passage else f"“{first.passage.place}”"
    message = f"这句话与{where}中的“{quote}”几乎相同，请核对，保留一处或把两处说法写清区别。"
    return second.passage.finding(
        "repeated_sentence", second.start, second.end, message,
        severity="info", subject=first.plain + "\n" + second.plain,
    )  # fmt: skip


RULE = Rule("repeated_sentence", "重复的句子", _find)
