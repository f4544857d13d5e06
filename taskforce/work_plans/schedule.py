"""The part of a work plan that holds its stages and steps, wherever and however it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from taskforce.work_plans.headings import (
    Heading,
    Timing,
    ends_with_time,
    labelled_timing,
    take_apart,
)
from taskforce.work_plans.marks import STAGE
from taskforce.work_plans.outline import Part
from taskforce.work_plans.spans import Span, Surroundings, resolve
from taskforce.work_plans.times import Time, find_times
from taskforce.work_plans.units import responsible
from taskforce.work_plans.values import PlannedStage, PlannedStep

SCHEDULE_WORDS = re.compile(
    r"时间安排|时间进度|时间步骤|工作进度|进度安排|进度计划|实施步骤|工作步骤|方法步骤|编制步骤|步骤安排|"
    r"^(?:主要)?工作阶段|阶段(?:和|及|与|、|安排|划分|步骤|任务)|分阶段|日程|时间表|时间节点|工作安排|"
    r"工作计划|编制进度|编制程序|工作流程|推进计划|步骤|进度"
)
_NOT_A_STAGE = re.compile(r"新阶段|发展阶段|阶段性")
_SLACK = timedelta(days=60)


@dataclass
class Reckoning:
    """The days seen so far, from which the years that the text leaves open are told."""

    present: date | None
    last: date | None = None
    unresolved: list[str] = field(default_factory=list)

    def span(
        self, timing: Timing | None, low: date | None = None, high: date | None = None
    ) -> Span:
        """The days of a timing; between ``low`` and ``high`` where they are known."""
        if timing is None or not timing.times:
            return Span()
        spans = [self._resolve(time, low, high) for time in timing.times]
        ends = [span.end for span in spans if span.end]
        start, end = spans[0].start, max(ends, default=None)
        if start is None and end is None:
            self.unresolved.append(timing.text)
        if start and end and end < start:
            start = None
        return Span(start, end)

    def seen(self, span: Span) -> None:
        """Go on from here."""
        self.last = span.end or span.start or self.last

    def _resolve(self, time: Time, low: date | None, high: date | None) -> Span:
        if low is None and self.last is not None:
            low = self.last - _SLACK
        return resolve(time, Surroundings(low, high, self.present))


def find_schedule(root: Part) -> Part | None:
    """The part whose children are the stages; None where no part reads as a schedule."""
    found = list(_outermost(root))
    return max(found, key=_score) if found else None


def stages_of(schedule: Part, reckoning: Reckoning) -> tuple[PlannedStage, ...]:
    """The stages below the schedule's heading, with their steps."""
    parts = _stage_parts(schedule)
    if _are_steps(parts):
        whole = Part(schedule.line, schedule.style, schedule.shown, schedule.text, below=parts)
        return (_stage(whole, 1, reckoning),)
    return tuple(_stage(part, number, reckoning) for number, part in enumerate(parts, start=1))


def _outermost(part: Part) -> Iterator[Part]:
    """Parts that read as schedules, those inside another left out."""
    if _score(part) > 0:
        yield part
    else:
        for below in part.below:
            yield from _outermost(below)


def _score(part: Part) -> int:
    """How much a part reads as a schedule; 0: not at all."""
    if not part.style and part.below == []:
        return 0
    stages = _stage_parts(part)
    if not stages:
        return 0
    titled = _is_schedule_title(part)
    named = sum(1 for stage in stages if _is_stage_title(stage))
    dated = sum(1 for stage in stages if _own_timing(stage) is not None)
    steps = sum(1 for stage in stages for step in stage.below if _ends_dated(step))
    if dated + steps == 0 or (not titled and named < 2):
        return 0
    return 4 * titled + 3 * named + 2 * dated + min(steps, 6)


def _stage_parts(part: Part) -> list[Part]:
    if part.marked:
        return part.marked
    if not _is_schedule_title(part):
        return []
    return [below for below in part.below if not below.cells and _leads_with_time(below.text)]


def _are_steps(parts: list[Part]) -> bool:
    """A flat list of tasks, each with its own deadline and unit: steps of one stage."""
    if any(_is_stage_title(part) or part.below for part in parts):
        return False
    timings = [_own_timing(part) for part in parts]
    if any(time.until for timing in timings if timing for time in timing.times):
        return False
    return 2 * sum(1 for part in parts if responsible(part.text)) > len(parts)


def _is_schedule_title(part: Part) -> bool:
    return bool(part.style) and _is_title_of_schedule(take_apart(part.text).title)


def _is_title_of_schedule(title: str) -> bool:
    if len(title) > 40 or _NOT_A_STAGE.search(title):
        return False
    return bool(SCHEDULE_WORDS.search(title))


def _is_stage_title(part: Part) -> bool:
    if part.style == STAGE:
        return True
    title = take_apart(part.text).title
    if "阶段" not in title or len(title) > 40 or _NOT_A_STAGE.search(title):
        return False
    return not _is_title_of_schedule(title)


def _leads_with_time(text: str) -> bool:
    times = find_times(text)
    return bool(times) and times[0].start <= 2


def _ends_dated(part: Part) -> bool:
    return bool(part.text) and (ends_with_time(part.text) or _leads_with_time(part.text))


def _own_timing(part: Part) -> Timing | None:
    heading = take_apart(part.text)
    return heading.timing or _timing_below_heading(part, heading)


def _timing_below_heading(part: Part, heading: Heading) -> Timing | None:
    bodies = [heading.rest, *(below.text for below in part.below[:2] if not below.style)]
    for body in bodies:
        timing = labelled_timing(body)
        if timing is not None:
            return timing
        if _leads_with_time(body):
            time = find_times(body)[0]
            if body[time.end : time.end + 1] in ("", *"。；，、：,;"):
                return Timing(time.text, (time,))
    return None


def _stage(part: Part, number: int, reckoning: Reckoning) -> PlannedStage:
    heading = take_apart(part.text)
    timing = _own_timing(part) or (None if part.below else prose_timing(heading.rest))
    span = reckoning.span(timing)
    low = (span.start or (reckoning.last - _SLACK if reckoning.last else None)) if timing else None
    reckoning.seen(span)
    steps = _steps(part, reckoning, low, span.end)
    title, text = _title(part, heading)
    return PlannedStage(
        number, title, text, span.start, span.end, timing.text if timing else "", steps, part.line
    )


def _title(part: Part, heading: Heading) -> tuple[str, str]:
    """A heading of nothing but a time takes its title from the text: 2020年3月：前期研究。…"""
    if part.style == STAGE and not heading.title:
        after = take_apart(heading.rest)
        if after.title and len(after.title) <= 20 and after.rest:
            return after.title, after.rest
        return part.shown, heading.rest
    if not heading.title or find_times(heading.title):
        after = take_apart(heading.rest)
        return (after.title or heading.title or part.shown), after.rest
    return heading.title, heading.rest


def _steps(
    stage: Part, reckoning: Reckoning, low: date | None, high: date | None
) -> tuple[PlannedStep, ...]:
    drafts: list[_Draft] = []
    for below in stage.below:
        if below.cells:
            continue
        if below.style:
            drafts.append(_Draft(below.line, [below.text]))
            _gather(below, drafts)
        elif ends_with_time(below.text) and labelled_timing(below.text) is None:
            drafts.append(_Draft(below.line, [below.text]))
        elif drafts:
            drafts[-1].texts.append(below.text)
    return tuple(draft.step(reckoning, low, high) for draft in drafts)


def _gather(step: Part, drafts: list[_Draft]) -> None:
    """Text below a step is its own, except what closes with a time of its own."""
    for below in step.below:
        if not below.style and ends_with_time(below.text) and drafts[-1].is_timed():
            drafts.append(_Draft(below.line, [below.text]))
        elif not below.cells:
            drafts[-1].texts += [part.text for part in below.walk() if part.text]


@dataclass
class _Draft:
    """A step being gathered: its heading's paragraph and the paragraphs below."""

    line: int
    texts: list[str]

    def is_timed(self) -> bool:
        return self._timing() is not None

    def step(self, reckoning: Reckoning, low: date | None, high: date | None) -> PlannedStep:
        timing = self._timing()
        limit = high + timedelta(days=31) if high else None
        span = reckoning.span(timing, low, limit)
        heading = take_apart(self.texts[0])
        body = "\n".join(filter(None, [heading.rest, *self.texts[1:]]))
        return PlannedStep(
            title=heading.title,
            text=body,
            deadline=span.end,
            deadline_text=timing.text if timing else "",
            responsible=responsible("\n".join(self.texts).replace("\n", "。")),
            line=self.line,
        )

    def _timing(self) -> Timing | None:
        for text in self.texts:
            timing = take_apart(text).timing or labelled_timing(text)
            if timing is not None:
                return timing
        for text in self.texts:
            timing = prose_timing(text)
            if timing is not None:
                return timing
        return None


def prose_timing(text: str) -> Timing | None:
    """The last time in running text that is a deadline (…前、…底、…完成) or opens a clause."""
    times = [time for time in find_times(text) if _is_deadline(text, time)]
    return Timing(times[-1].text, (times[-1],)) if times else None


def _is_deadline(text: str, time: Time) -> bool:
    before = text[: time.start].rstrip()
    opens = not before or before[-1] in "。；，、：;,:于在到至"
    dated_act = text[time.end :].lstrip().startswith(("印发", "出台", "召开的", "发布的"))
    return not dated_act and (time.bound == "by" or opens)
