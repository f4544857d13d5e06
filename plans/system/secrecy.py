"""The portal is non-secret 非涉密: text with a mark of secrecy is refused and not kept.

Three doors ask here: every form (``fields.Form``), every write while a request is answered
(``middleware.NonSecretMiddleware``), every entry of the log (``audit.record``). An action asks
itself where it keeps words that its entry does not tell.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote_plus

from plans.errors import InvalidInput

NOTICE = "本系统为非涉密系统，严禁处理、存储、传输国家秘密和工作秘密"
REFUSED = f"内容带有密级标志，未予保存。{NOTICE}。"
REDACTED = "（带有密级标志，内容不记入日志）"
log = logging.getLogger(__name__)
_STAR = re.compile("[★☆⭐⭑⭒⚝✩-✰]")
"""The star of a mark, and those that keyboards and fonts put in its place."""
_MARK = re.compile(f"(?:[绝絕]|[机機]|[秘祕])密{_STAR.pattern}")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
# Where they would read as a mark all the same: joiners, accents, blanks, and our own markup.
_UNSEEN = frozenset({"Cf", "Cc", "Mn", "Me", "Zs", "Zl", "Zp"})
_BLANK = frozenset("\u1160\u115f\u2800\ufffc")
"""Letters and signs by their category that nobody sees: fillers, the empty braille cell."""
_MARKUP = frozenset("*\\")


def bears_mark(text: str) -> bool:
    """Whether 秘密★, 机密★ or 绝密★ stands in it, whatever stands unseen between the characters.

    Compatibility characters count as what they look like; what an address (%E2) or JSON (\\u2605)
    wrote in its own way is read. The words alone are no mark: plans speak of 保守秘密.
    """
    if "%" in text:
        text = unquote_plus(text)
    if "\\u" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    if not _STAR.search(text):
        return False
    plain = unicodedata.normalize("NFKC", text)
    return bool(_MARK.search("".join(filter(_is_seen, plain))))


def _is_seen(character: str) -> bool:
    hidden = character in _MARKUP or character in _BLANK
    return not hidden and unicodedata.category(character) not in _UNSEEN


def refuse_secret(*texts: str) -> None:
    """Raise InvalidInput when a text bears 秘密★, 机密★ or 绝密★; the log holds no content."""
    if any(map(bears_mark, texts)):
        note_refusal()
        raise InvalidInput(REFUSED)


def note_refusal() -> None:
    """One line for who runs the portal; never what was written."""
    log.warning("input with a mark of secrecy was refused")


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a value as JSON knows it, the keys too, and in one that a database takes."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from (*texts_in(key), *texts_in(inner))
    elif isinstance(value, list | tuple | set):
        for inner in value:
            yield from texts_in(inner)
    elif hasattr(value, "adapted"):
        yield from texts_in(value.adapted)


def redacted(value: Any) -> Any:
    """The value as JSON knows it, with a sentence in place of every text that bears a mark."""
    if isinstance(value, str):
        return REDACTED if bears_mark(value) else value
    if isinstance(value, Mapping):
        return {key: redacted(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [redacted(inner) for inner in value]
    return value


def refuse_marked_write(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Mapping[str, Any]
) -> Any:
    """Wraps a connection's ``execute``: no row is written with a mark in one of its columns."""
    if sql.startswith(("INSERT", "UPDATE")):
        refuse_secret(*texts_in(params or ()))
    return execute(sql, params, many, context)
