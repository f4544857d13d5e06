"""What follows a mark: a heading alone, a heading that runs into its paragraph, or a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plans.importing.lines import Line, behind, has_markup, split_at
from plans.importing.marks import Mark

BARE, RUN_IN, SENTENCE, LABEL, LIST = "bare", "run_in", "sentence", "label", "list"
HEADED = (BARE, RUN_IN, SENTENCE)
# The longest headings of the real papers, both Chongqing's: 38 characters alone on the line, 44
# before a paragraph that runs in.
TITLE_MAX = 60
_RUN_IN_MAX = 50
# Behind a longer stretch the colon introduces an enumeration in a sentence.
_LABEL_MAX = 20
_OPEN, _CLOSE = "（(《〈“‘【[「『", "）)》〉”’】]」』"
_STOPS = "。！!？?；;"
_STOP = re.compile(f"[{_STOPS}]")
_WIDE_GAP = re.compile(r"\u3000+|\s{2,}")


@dataclass(frozen=True)
class Head:
    """A heading taken apart: ``rest`` is the markup after it on the same line. ``stopped``: a
    full stop closes the title; no other closing mark is taken off it."""

    title: str
    rest: str
    shape: str
    stopped: bool


def stop_of(text: str, limit: int = 10**9) -> int | None:
    """Where the first sentence ends (its 。！？；), brackets and quotes not looked into unless
    they are unpaired."""
    text = text[:limit]
    depth = 0
    for at, char in enumerate(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and char in _STOPS:
            return at
    # A bracket that never closes would hide every full stop behind it.
    match = _STOP.search(text) if depth else None
    return match.start() if match else None


def shape_of(text: str) -> str:
    """Which of the five shapes the text after a mark has."""
    stop = stop_of(text, TITLE_MAX + 2)
    label = _label_end(text, stop)
    # A colon is asked first: 总体目标：… has a full stop too, further on.
    if label is not None:
        return LABEL
    if stop is None:
        return _shape_without_stop(text)
    # ；is how a list goes on, and ？ closes the questions that Chengdu's work plan asks.
    if text[stop] in "；;？?！!":
        return LIST
    if stop == len(text) - 1:
        return SENTENCE if stop <= TITLE_MAX else LIST
    return RUN_IN if stop <= _RUN_IN_MAX else LIST


def _shape_without_stop(text: str) -> str:
    gap = _WIDE_GAP.search(text, 0, _RUN_IN_MAX)
    # A wide gap parts a heading from its paragraph where the full stop was left out.
    if gap and "。" in text[gap.end() :]:
        return RUN_IN
    if len(text) > TITLE_MAX or text.endswith(("，", ",")):
        return LIST
    return BARE


def _label_end(text: str, stop: int | None) -> int | None:
    """Where 总体目标：… has its colon, if it begins so."""
    match = re.search("[：:]", text[: _LABEL_MAX + 1])
    if not match or (stop is not None and stop < match.start()):
        return None
    after = text[match.end() :]
    # A short phrase behind the colon is the heading's other half; a label has a sentence there.
    if after and len(after) <= 30 and not _STOP.search(after):
        return None
    inside = stop_of(text[: match.start()] + "。") != match.start()
    return None if inside else match.start()


def shape_in(line: Line, mark: Mark) -> str:
    """The shape of a marked line; a title in bold type ends where the bold does."""
    if _bold_title_end(line, mark) is not None:
        return RUN_IN
    return shape_of(line.plain[mark.end :])


def _bold_title_end(line: Line, mark: Mark) -> int | None:
    """Where the bold title of **1.强化引领** 全面深入… ends, if no full stop ends it."""
    if "**" not in line.text:
        return None
    at = 0
    for run in line.runs:
        at += len(run.text)
        # The number is often bold when the title is not.
        if at <= mark.end:
            continue
        title = line.plain[mark.end : at]
        plain_end = not run.bold or at >= len(line.plain) or line.plain[at] in "。：:，、"
        return None if plain_end or re.search("[。；：:]", title) else at
    return None


def take_apart(line: Line, mark: Mark) -> Head:
    """The heading of a marked line."""
    start, bold_end = mark.end, _bold_title_end(line, mark)
    text = line.plain[start:]
    shape = shape_in(line, mark)
    end = _title_end(text, shape) if bold_end is None else bold_end - start
    stopped = text[end : end + 1] == "。"
    at = start + end + stopped
    rest = behind(line.runs, at) if has_markup(line.text) else split_at(line.text, at)
    return Head(text[:end].strip(), rest.strip(), shape, stopped)


def _title_end(text: str, shape: str) -> int:
    """Length of the title; marks other than a full stop belong to it."""
    stop = stop_of(text)
    if shape == LABEL:
        return (_label_end(text, stop_of(text, TITLE_MAX + 2)) or 0) + 1
    if shape == BARE or stop is None:
        gap = _WIDE_GAP.search(text, 0, _RUN_IN_MAX) if shape == RUN_IN else None
        return gap.start() if gap else len(text)
    return stop if text[stop] == "。" else stop + 1
