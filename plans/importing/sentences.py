"""Whether a text ends where a sentence does, and how two pieces of one become one."""

from __future__ import annotations

from plans.importing.lines import Line

_END = "。！？；：…!?;:"
_CLOSERS = "”’\"')）》〉」』】］]*"
_OPENERS = {"）": "（", ")": "(", "》": "《", "”": "“"}


def is_finished(plain: str) -> bool:
    """Whether a text ends as a sentence, a list's lead-in or a closed remark （…） does."""
    text = plain.rstrip()
    while text and text[-1] in _CLOSERS:
        # （此件公开发布） is whole without a full stop.
        if text[-1] in _OPENERS and _stands_alone(text):
            return True
        text = text[:-1].rstrip()
    return (
        not text
        or text[-1] in _END
        # A dot closes a sentence after a Latin word; after a digit it is a number's.
        or (text[-1] == "." and text[-2:-1].isascii() and text[-2:-1].isalpha())
    )


def _stands_alone(text: str) -> bool:
    """A closing bracket whose opening one follows on the end of a sentence, or opens the line."""
    opening = text.rfind(_OPENERS[text[-1]])
    if opening < 0 or text[-1] == "”":
        return False
    before = text[:opening].rstrip()
    return text[-1] in "）)" and (not before or before[-1] in _END + "”")


def is_open(plain: str) -> bool:
    """A bracket or title mark is still open at the end."""
    return any(
        plain.count(opening) > plain.count(closing)
        for closing, opening in (("）", "（"), ("》", "《"), ("”", "“"))
    )


def glue(lines: list[Line]) -> str:
    """Pieces of one paragraph as one: no space, except one that Latin letters or digits need."""
    pieces: list[str] = []
    spaced = False
    for line in lines:
        text = line.text
        if pieces and _bold_goes_on(pieces[-1], text):
            pieces[-1], text = pieces[-1][:-2], text[2:]
        elif pieces and _needs_space(pieces[-1][-1:], text[:1], spaced or line.lead == " "):
            pieces.append(" ")
        pieces.append(text)
        spaced = line.spaced
    return "".join(pieces)


def _bold_goes_on(head: str, tail: str) -> bool:
    return head.endswith("**") and tail.startswith("**") and min(len(head), len(tail)) > 2


def _needs_space(before: str, after: str, spaced: bool) -> bool:
    if spaced and (before.isascii() or after.isascii()):
        return before.isalnum() and after.isalnum()
    return all(char.isascii() and char.isalpha() for char in (before, after))
