"""Break a title into lines: words kept whole, lines in 梯形 or 菱形 (7.3.1).

Words come from jieba, whose dictionary is loaded at the first title (about a second), and
from a few rules of our own: names of associations, plan periods, 书名号 and brackets, no
line that begins with 的 or ends with 关于.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from logging import CRITICAL
from pathlib import Path

import jieba

from plans.rendering import layout
from plans.rendering.blocks import Title
from plans.rendering.measure import cells

WIDTH = layout.mm_to_pt(layout.PORTRAIT.text_width) / layout.TITLE_PT
"""Characters of a title in a line of the portrait page: 20.1."""
WIDE_MARGIN_WIDTH = layout.mm_to_pt(layout.WIDE_MARGIN.text_width) / layout.TITLE_PT
LANDSCAPE_WIDTH = layout.mm_to_pt(layout.LANDSCAPE.text_width) / layout.TITLE_PT

_CACHE_DIR = Path(__file__).resolve().parents[2] / "var"
"""jieba keeps its prepared dictionary there: its default is a file that anybody may write."""
_OPENING = "《〈（“‘【〔("
_CLOSING = "》〉）”’】〕)、，。：；！？"
_WORDS = ("科协", "市科协", "科学技术协会", "科技工作者", "事业发展", "远景目标", "编制工作")
_PIECES = re.compile(
    r"第[一二三四五六七八九十]+个五年(?:规划|计划)|[一二〇三四五六七八九十]{4}年"
    r"|\d+(?:[-—－~]+\d+)?(?:年|月|日|号|%)?|“[^“”]{1,6}”(?:规划)?|[A-Za-z]+"
)
_PLACE = re.compile(r"(?:中国|.*[省市区县])$")
_FORWARD = ("关于", "对", "为", "和", "与", "及", "暨", "印发", "在")
_BACKWARD = re.compile(
    r"的(?:通知|函|复函|请示|报告|批复|意见|决定|公告|通告|通报|公示)?$|(?:等|了|表|稿)$"
)
_ISSUER = re.compile(r"^[^《（]{4,20}?(?=关于)")

_LINE_COST = 6.0
_SHAPE_COST = 60.0
_QUOTED_COST = 3.0
_BRACKET_COST = 30.0
_ISSUER_GAIN = 9.0


@dataclass(frozen=True)
class _Word:
    """A stretch that stays on one line; ``cost`` is that of a line end behind it."""

    text: str
    cost: float


def title_of(text: str, *, width: float = WIDTH, anchor: str = "") -> Title:
    """A Title block of a text, broken into lines."""
    return Title(break_title(text, width), anchor=anchor)


@lru_cache(maxsize=256)
def break_title(text: str, width: float = WIDTH) -> tuple[str, ...]:
    """Lines of at most ``width`` characters; joined they are the text again."""
    if cells(text) <= width:
        return (text,) if text else ()
    words = list(_short_enough(_with_costs(_words(text)), width))
    return _Breaker(tuple(words), width).lines()


class _Breaker:
    """Finds the cheapest line ends; a shape that narrows and widens again costs most."""

    def __init__(self, words: tuple[_Word, ...], width: float) -> None:
        self.words = words
        self.width = width
        self._known: dict[tuple[int, float, bool], tuple[float, tuple[str, ...]]] = {}

    def lines(self) -> tuple[str, ...]:
        return self._best(0, 0.0, False)[1]

    def _best(self, start: int, above: float, falling: bool) -> tuple[float, tuple[str, ...]]:
        key = (start, above, falling)
        if key not in self._known:
            self._known[key] = min(self._choices(start, above, falling))
        return self._known[key]

    def _choices(
        self, start: int, above: float, falling: bool
    ) -> Iterator[tuple[float, tuple[str, ...]]]:
        line = ""
        for end in range(start, len(self.words)):
            line += self.words[end].text
            length = cells(line.strip())
            if length > self.width and end > start:
                return
            cost = self._line_cost(length, above, falling)
            if end == len(self.words) - 1:
                yield cost + max(0.0, 5 - length) * 3, (line,)
                return
            below = self._best(end + 1, length, falling or length < above)
            yield cost + self.words[end].cost + below[0], (line, *below[1])

    def _line_cost(self, length: float, above: float, falling: bool) -> float:
        cost = _LINE_COST + (self.width - length) ** 2 * 0.015
        if falling and length > above:
            cost += _SHAPE_COST
        if above and length == above:
            cost += 1.0
        return cost


def _words(text: str) -> list[str]:
    issuer = _ISSUER.match(text)
    if issuer and cells(issuer[0]) <= WIDTH:
        return [issuer[0], *_words(text[issuer.end() :])]
    words: list[str] = []
    at = 0
    for piece in _PIECES.finditer(text):
        words += _cut(text[at : piece.start()])
        words.append(piece[0])
        at = piece.end()
    words += _cut(text[at:])
    return _joined(_with_places(words))


def _cut(text: str) -> list[str]:
    return [word for word in _tokenizer().lcut(text) if word] if text else []


@lru_cache(maxsize=1)
def _tokenizer() -> jieba.Tokenizer:
    jieba.setLogLevel(CRITICAL)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(_CACHE_DIR)
    for word in _WORDS:
        tokenizer.add_word(word)
    return tokenizer


def _with_places(words: list[str]) -> list[str]:
    joined: list[str] = []
    for word in words:
        if word == "科学技术协会" and joined and _PLACE.match(joined[-1]):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _joined(words: list[str]) -> list[str]:
    """Glue marks to what they belong to, and small words to the word they need."""
    joined: list[str] = []
    glue = False
    for word in words:
        if joined and (glue or _leans_back(word, joined[-1])):
            joined[-1] += word
        else:
            joined.append(word)
        glue = word in _FORWARD or joined[-1][-1] in _OPENING
    return joined


def _leans_back(word: str, before: str) -> bool:
    if word[0] in _CLOSING or word.isspace() or _BACKWARD.fullmatch(word):
        return True
    return before.endswith("的") and _BACKWARD.fullmatch("的" + word) is not None


def _with_costs(words: list[str]) -> Iterator[_Word]:
    quoted = bracketed = 0
    for number, word in enumerate(words):
        quoted += word.count("《") - word.count("》")
        bracketed += word.count("（") - word.count("）")
        cost = _QUOTED_COST * bool(quoted) + _BRACKET_COST * bool(bracketed)
        follower = words[number + 1] if number + 1 < len(words) else ""
        if follower.startswith("关于"):
            cost -= _ISSUER_GAIN
        elif word[-1] in "》、，：" or word[-1].isspace():
            cost -= 2.0
        yield _Word(word, cost)


def _short_enough(words: Iterator[_Word], width: float) -> Iterator[_Word]:
    """Words as they are, but one longer than a line cut where the line ends."""
    size = max(1, int(width))
    for word in words:
        text = word.text
        while cells(text) > width:
            yield _Word(text[:size], 20.0)
            text = text[size:]
        yield _Word(text, word.cost)
