"""Terms of the search index: pairs of neighbouring Chinese characters, and Latin words."""

from __future__ import annotations

import re
import unicodedata

_HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_RUN = re.compile(f"[{_HAN}]+|[^\\W_{_HAN}]+")
_IS_HAN = re.compile(f"[{_HAN}]")


def bigrams(text: str) -> list[str]:
    """The terms that a text is found by, each once, in reading order.

    Half and full width, upper and lower case are one; punctuation and white space part terms.
    A Chinese character that stands alone is a term of its own.
    """
    return list(dict.fromkeys(term for run in _runs(text) for term in _terms(run)))


def query_terms(query: str) -> list[str]:
    """The terms that a text must all have to match; empty when nothing can be looked up.

    A lone Chinese character beside other terms is dropped: in the text it may stand inside a
    longer run, where only its pairs are terms.
    """
    runs = _runs(query)
    return bigrams(" ".join(run for run in runs if len(run) > 1 or not _IS_HAN.match(run)))


def _runs(text: str) -> list[str]:
    return _RUN.findall(unicodedata.normalize("NFKC", text).casefold())


def _terms(run: str) -> list[str]:
    if len(run) == 1 or not _IS_HAN.match(run):
        return [run]
    return [run[at : at + 2] for at in range(len(run) - 1)]
