"""重复的词句: long phrases that stand in two measures, alike or with small differences, and a
phrase written twice running.

Background, principles and aims announce what the measures take up: only phrases of measures are
compared. What stands three times is a set phrase of the plan.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from plans.checks.draft import Draft, Passage
from plans.checks.rule import Finding, Rule, Severity
from plans.checks.similar import letters, near_pairs, own_length

_CLAUSE = re.compile(r"[^，。；：！？]+")
# Eighteen characters without set phrases are more than two writers find alone. At 80 Chongqing's
# plan, and from eight characters on Guangyuan's too, would have findings that are none; at 97
# planted repetitions are missed.
_SHORTEST, _SHORTEST_NEAR, _ALIKE = 18, 16, 90.0
_TITLE = re.compile("《[^》]{0,100}》")
_LABEL = re.compile("单位|部门")
_DUTY = re.compile("牵头|负责|配合")


@dataclass(frozen=True, eq=False)
class _Clause:
    passage: Passage
    start: int
    end: int
    plain: str
    sentence: str


def _find(draft: Draft) -> Iterator[Finding]:
    for passage in draft.running:
        yield from _running(passage)
    clauses = [clause for passage in draft.running for clause in _clauses(passage)]
    yield from _twice(clauses)
    yield from _nearly(clauses)


def _running(passage: Passage) -> Iterator[Finding]:
    """加强组织领导，加强组织领导，…"""
    before: re.Match[str] | None = None
    for match in _CLAUSE.finditer(passage.text):
        # Three characters twice in a row may be an appeal: 快发展，快发展.
        same = before is not None and before[0] == match[0] and len(match[0]) >= 4
        if same and before is not None and not _closes_sentence(passage.text, before, match):
            message = f"“{match[0]}”接连写了两遍，请删去一遍。"
            yield passage.finding(
                "repeated_phrase", before.end(), match.end(), message,
                severity="error", replacement="",
            )  # fmt: skip
        before = match


def _closes_sentence(text: str, before: re.Match[str], match: re.Match[str]) -> bool:
    """Whole sentences are the other rule's."""
    ends = "。；！？"
    starts_sentence = before.start() == 0 or text[before.start() - 1] in ends
    return (
        starts_sentence
        and text[before.end()] in ends
        and text[match.end() : match.end() + 1] in ends
    )


def _clauses(passage: Passage) -> Iterator[_Clause]:
    if passage.overview or passage.line.box is not None or passage.line.table is not None:
        return
    for sentence in passage.sentences:
        whole = letters(sentence.text)
        for match in _CLAUSE.finditer(sentence.text):
            plain, own = letters(match[0]), own_length(letters(_TITLE.sub("", match[0])))
            if own >= _SHORTEST_NEAR and not _is_label(match[0]):
                at = sentence.start
                yield _Clause(passage, at + match.start(), at + match.end(), plain, whole)


def _is_label(clause: str) -> bool:
    """Who does it, as behind a measure: （责任单位：…）, （市科协牵头）."""
    opened = clause.find("（")
    led = opened >= 0 and _DUTY.search(clause, opened) is not None
    return led or _LABEL.search(clause) is not None


def _twice(clauses: Sequence[_Clause]) -> Iterator[Finding]:
    groups: dict[str, list[_Clause]] = defaultdict(list)
    for clause in clauses:
        groups[clause.plain].append(clause)
    for group in groups.values():
        long = own_length(group[0].plain) >= _SHORTEST
        # Three times is a set phrase of the plan; sentences alike as a whole are the other rule's,
        # which finds them from 85 on.
        if long and len(group) == 2 and fuzz.ratio(group[0].sentence, group[1].sentence) < 85:
            yield _finding(group[0], group[1], "相同", "warning")


def _nearly(clauses: Sequence[_Clause]) -> Iterator[Finding]:
    first_of = {clause.plain: clause for clause in reversed(clauses)}
    fresh = [c for c in clauses if first_of[c.plain] is c and len(c.plain) >= _SHORTEST_NEAR]
    for earlier, later in near_pairs([clause.plain for clause in fresh], _ALIKE):
        first, second = fresh[earlier], fresh[later]
        if not _whole_sentences_are_near(first, second):
            yield _finding(first, second, "几乎相同", "info")


def _whole_sentences_are_near(first: _Clause, second: _Clause) -> bool:
    """One-clause sentences are the other rule's."""
    # The clause is all but the whole sentence: three quarters of it.
    return len(first.sentence) < 1.3 * len(first.plain) and len(second.sentence) < 1.3 * len(
        second.plain
    )


def _finding(first: _Clause, second: _Clause, how: str, severity: Severity) -> Finding:
    quote = first.passage.text[first.start : first.end]
    where = "本段前文" if first.passage is second.passage else f"“{first.passage.place}”"
    message = f"这段话与{where}中的“{quote}”{how}，请核对，保留一处或改写。"
    return second.passage.finding(
        "repeated_phrase", second.start, second.end, message,
        severity=severity, subject=first.plain + "\n" + second.plain,
    )  # fmt: skip


RULE = Rule("repeated_phrase", "重复的词句", _find, yields_to=("repeated_sentence",))
