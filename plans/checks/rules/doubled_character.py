"""叠字: characters or words that a page join or a slip of the hand has doubled.

流动科科技馆 against 科学学会, 工作作风, 人人: the segmenter says whether both characters find a
word; where they do, only the plan's own use (科技技工作者 where 科技工作者 stands elsewhere)
speaks against the pair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plans.checks.characters import HAN, NUMERALS, holder, is_han
from plans.checks.doubles import REDUPLICATED, is_meant, is_number_meant
from plans.checks.draft import Draft, Passage
from plans.checks.lexicon import word_set
from plans.checks.rule import Finding, Rule
from plans.checks.segmenter import is_word, likelihood, word_spans

_PAIR = re.compile(rf"([{HAN}])\1+")
_WORDS = re.compile(rf"([{HAN}]{{2,12}}?)\1+")
# Words are at most a few characters: ten on either side give the segmenter all that bears on
# the pair, and the likelihoods of all pairs the same length.
_WINDOW = 10
_MEANT_TWICE = re.compile(
    "一|每|很|非常|研究研究|讨论讨论|学习学习|交流交流|商量商量|考虑考虑|了解了解"
)
# In natural logarithms: without one of the two the text is 8000 times as likely.
_CERTAIN = 9.0


def _find(draft: Draft) -> Iterator[Finding]:
    for passage in draft.passages:
        taken = []
        # Words before characters: in 科技科技 no single character is doubled.
        for match in _WORDS.finditer(passage.text):
            if _is_slip_of_words(draft, passage.text, match):
                taken.append(match.span())
                yield _finding(passage, match)
        for match in _PAIR.finditer(passage.text):
            if holder(taken, match.start()) is None and _is_slip(draft, passage.text, match):
                yield _finding(passage, match)


def _finding(passage: Passage, match: re.Match[str]) -> Finding:
    once = match[1]
    message = f"“{match[0]}”疑为重复，请核对，多半应为“{once}”。"
    return passage.finding(
        "doubled_character", match.start(), match.end(), message, severity="error",
        replacement=once,
    )  # fmt: skip


def _is_slip_of_words(draft: Draft, text: str, match: re.Match[str]) -> bool:
    word, end = match[1], match.end()
    if len(set(word)) == 1 or is_word(match[0]) or _MEANT_TWICE.match(match[0]):
        return False
    if _runs_into_longer_word(text, end - len(word), len(word)):
        return _stands_elsewhere(draft, text, match.start(), end, word)
    return True


def _runs_into_longer_word(text: str, at: int, length: int) -> bool:
    """企业|企业家, 服务|服务业, 研究|研究生: the second begins a word of its own."""
    return is_word(text[at : at + length + 1]) or text.startswith("发展中国家", at)


def _is_slip(draft: Draft, text: str, match: re.Match[str]) -> bool:
    at, end, char = match.start(), match.end(), match[1]
    first = max(0, at - _WINDOW)
    window = text[first : end + _WINDOW]
    spans = word_spans(window)
    # The dictionary knows no numbers; they have rules of their own.
    if char in NUMERALS:
        return not is_number_meant(text, at)
    # Three and more are never meant, unless words account for all of them.
    if len(match[0]) > 2:
        return _has_orphan(spans, at - first, end - first)
    reading = _Reading(draft, text, at, likelihood(_once(window, at - first)) - likelihood(window))
    certain = reading.gain > _CERTAIN and not is_meant(text, at)
    return certain or _is_slip_in_words(reading, spans, first)


def _once(window: str, at: int) -> str:
    return window[:at] + window[at + 1 :]


@dataclass(frozen=True)
class _Reading:
    """A pair in its text; ``gain`` is how much likelier the text is without one of the two."""

    draft: Draft
    text: str
    at: int
    gain: float

    @property
    def char(self) -> str:
        return self.text[self.at]

    @property
    def after(self) -> str:
        return self.text[self.at + 2 : self.at + 3]

    def is_contradicted(self, gain: float) -> bool:
        """Whether the text reads better with one and stands so elsewhere in the plan."""
        return self.gain > gain and _stands_elsewhere(
            self.draft, self.text, self.at, self.at + 2, self.char
        )


def _is_slip_in_words(reading: _Reading, spans: list[tuple[int, int]], first: int) -> bool:
    at = reading.at - first
    left = next(span for span in spans if span[0] <= at < span[1])
    right = next(span for span in spans if span[0] <= at + 1 < span[1])
    if left == right:
        return _is_slip_in_word(reading, left[1] - left[0])
    # Each of the two belongs to a word (工作|作风): much must speak against it, here 400 to 1.
    if left[1] - left[0] > 1 and right[1] - right[0] > 1:
        return reading.is_contradicted(6.0)
    if is_meant(reading.text, reading.at):
        return reading.is_contradicted(4.5)
    # 创新新模式 reads worse as two words than as a slip: only the plan's own use counts.
    if is_han(reading.after) and _is_new_after(reading.text, reading.at):
        return reading.is_contradicted(-99.0)
    return True


def _is_slip_in_word(reading: _Reading, length: int) -> bool:
    if length == 2 and reading.char == "等" and is_han(reading.after):
        return True
    if length == 2 and reading.char not in REDUPLICATED:
        return not is_meant(reading.text, reading.at)
    return reading.is_contradicted(4.5)


def _has_orphan(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(start <= a and b <= end and b - a == 1 for a, b in spans)


def _is_new_after(text: str, at: int) -> bool:
    """创新新模式, 提高高等级: an adjective that happens to begin like the word before it ends."""
    return text[at - 1 : at + 2] in word_set("adjective_pairs")


def _stands_elsewhere(draft: Draft, text: str, start: int, end: int, once: str) -> bool:
    before = re.findall(f"[{HAN}]*$", text[max(0, start - 2) : start])[0]
    after = re.findall(f"^[{HAN}]*", text[end : end + 2])[0]
    # With one neighbour on each side the same three characters stand somewhere by chance.
    return len(before + after) > 2 and before + once + after in draft.words


RULE = Rule("doubled_character", "叠字", _find)
