"""Chinese words: a dictionary segmenter, loaded once (about a second) on first use."""

from __future__ import annotations

import logging
from functools import lru_cache

import jieba
from jieba import posseg

from plans.checks.lexicon import words

jieba.setLogLevel(logging.WARNING)


@lru_cache(maxsize=1)
def _tokenizer() -> jieba.Tokenizer:
    tokenizer = jieba.Tokenizer()
    for word in words("own_words"):
        # As frequent as an ordinary word of the dictionary: enough to win over two shorter ones.
        tokenizer.add_word(word, 100)
    return tokenizer


def segment(text: str) -> tuple[str, ...]:
    """The most probable words of a text, dictionary words and single characters only."""
    return tuple(_tokenizer().cut(text, HMM=False))


cut = lru_cache(maxsize=4096)(segment)
"""``segment`` for short texts that come again."""


def is_word(text: str) -> bool:
    """Whether the dictionary has it as a word."""
    return bool(_tokenizer().FREQ.get(text))


@lru_cache(maxsize=4096)
def likelihood(text: str) -> float:
    """Logarithm of the probability of the most probable words of a text (below zero)."""
    tokenizer = _tokenizer()
    route: dict[int, tuple[float, int]] = {}
    tokenizer.calc(text, tokenizer.get_DAG(text), route)
    return float(route[0][0])


@lru_cache(maxsize=1)
def _tagger() -> posseg.POSTokenizer:
    return posseg.POSTokenizer(_tokenizer())


@lru_cache(maxsize=4096)
def first_tag(text: str) -> str:
    """Part of speech of the first word (v, n, d, p, …); loads another table on first use."""
    return str(next(iter(_tagger().cut(text, HMM=False))).flag)


def word_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each word of a text."""
    spans, at = [], 0
    for word in cut(text):
        spans.append((at, at + len(word)))
        at += len(word)
    return spans
