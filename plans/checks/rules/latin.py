"""外文残留: Latin words, codes of a page and garbled characters left in Chinese text.

Acronyms (AI, 5G, WTO, "1+N"), units after a number, well-known names, addresses, and foreign
terms given in brackets or quotes are meant to be there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plans.checks.characters import (
    holder,
    is_han,
    is_mostly_chinese,
    neighbours,
    past_blanks,
    without_addresses,
)
from plans.checks.draft import Draft, Passage
from plans.checks.lexicon import word_set
from plans.checks.rule import Finding, Rule

_FUNCTION_WORDS = word_set("english_function_words")
_CHINESE_FOR = {"and": "和", "or": "或", "with": "与", "of": "的"}
_KNOWN = word_set("known_latin_words")
_UNITS = word_set("units")
_PHRASE = re.compile(
    r"[A-Za-z][A-Za-z'’]*(?:-[A-Za-z]+)*(?:[ ,&/]+[A-Za-z][A-Za-z'’]*(?:-[A-Za-z]+)*)*"
)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_CODE = re.compile(
    r"&(?:[a-z]+|#\d+);|</?[a-zA-Z][^<>]{0,80}>|\[(?:image|图片)[^\]]*\]?|\{\{.{0,200}?\}\}|\\[nrt](?![a-z])"
)
_GARBLED = re.compile(
    r"[\ufffd\ue000-\uf8ff]+|锟斤拷|烫烫烫|[\u0400-\u04ff\u3041-\u30fa\uac00-\ud7af]+"
)
_GLOSSED = re.compile(r"（[^（）]*）|\([^()]*\)|《[^《》]*》|“[^“”]*”|‘[^‘’]*’|\"[^\"]*\"")


def _find(draft: Draft) -> Iterator[Finding]:
    for passage in draft.passages:
        yield from _codes(passage)
        if not passage.text.isascii() and is_mostly_chinese(passage.text):
            yield from _words(passage)


def _codes(passage: Passage) -> Iterator[Finding]:
    for pattern, what in ((_CODE, "网页或排版代码"), (_GARBLED, "乱码或其他外文字符")):
        for match in pattern.finditer(passage.text):
            message = f"“{match[0]}”是{what}残留，请删去或改为应有的文字。"
            yield passage.finding("latin", match.start(), match.end(), message, severity="error")


def _words(passage: Passage) -> Iterator[Finding]:
    text = _CODE.sub(lambda m: "0" * len(m[0]), without_addresses(passage.text))
    foreign = [m.span() for m in _GLOSSED.finditer(text) if not _has_han(m[0])]
    for match in _PHRASE.finditer(text):
        gloss = holder(foreign, match.start())
        inside = gloss is not None and gloss[0] < match.start() and match.end() < gloss[1]
        if not _belongs(match[0], text, match.start(), match.end(), inside):
            yield _finding(passage, match.start(), match.end())


def _has_han(text: str) -> bool:
    return any(map(is_han, text))


def _belongs(phrase: str, text: str, start: int, end: int, inside: bool) -> bool:
    words = _WORD.findall(phrase)
    telling = [word for word in words if word.lower() not in _FUNCTION_WORDS or _is_acronym(word)]
    if not telling:
        return len(words) == 1 and _is_letter(phrase, text, start, end)
    # Three capitalised words are a name (Science Education Centre); two may be left-overs.
    if inside or (len(words) > 2 and all(word[0].isupper() for word in telling)):
        return True
    # and, of and the like between other words: an English phrase.
    if len(telling) < len(words):
        return False
    return all(_is_known(word, text, start, end) for word in words)


def _is_acronym(word: str) -> bool:
    return word.isupper() and word not in ("AND", "OR", "THE", "OF", "WITH", "FOR")


def _is_known(word: str, text: str, start: int, end: int) -> bool:
    if len(word) == 1:
        return _is_letter(word, text, start, end)
    # A capital inside marks an acronym or a brand: WiFi, eVTOL.
    if any(char.isupper() for char in word[1:]) or word.lower() in _KNOWN:
        return True
    before, _ = neighbours(text, start, end)
    return word.lower() in _UNITS and (before.isdigit() or before in "/每（(·")


def _is_letter(letter: str, text: str, start: int, end: int) -> bool:
    if len(letter) > 1:
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    return (
        letter.isupper()
        or (bool(before) and (before.isdigit() or before in "+-*/×=<>≤≥（(—"))
        or (bool(after) and (after.isdigit() or after in "+-*/×=<>≤≥.)）、:：—"))
        or (letter in "eix" and is_han(after))
    )


def _finding(passage: Passage, start: int, end: int) -> Finding:
    text = passage.text
    word = text[start:end]
    left, right = past_blanks(text, start, end)
    chinese = _CHINESE_FOR.get(word.lower())
    between = is_han(text[left - 1 : left]) and is_han(text[right : right + 1])
    replacement = chinese if between else None
    advice = f"如“{chinese}”" if chinese else "或删去"
    message = f"中文里夹有外文“{word}”，请改为相应的中文，{advice}；确需保留的请说明理由。"
    return passage.finding(
        "latin", left, right, message, severity="error" if chinese else "warning",
        replacement=replacement,
    )  # fmt: skip


RULE = Rule("latin", "外文残留", _find)
