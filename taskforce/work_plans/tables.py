"""Schedules that stand in a table: columns by their headings, rows as steps of stages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from taskforce.work_plans.headings import Timing, take_apart, timing_in
from taskforce.work_plans.lines import Line
from taskforce.work_plans.schedule import Reckoning
from taskforce.work_plans.spans import Span
from taskforce.work_plans.units import responsible, split
from taskforce.work_plans.values import PlannedStage, PlannedStep

_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "unit",
        re.compile(r"(?:责任|牵头|负责|承办|主办|配合|参与|协办|实施)(?:单位|部门|人|处室|领导)?"),
    ),
    ("time", re.compile(r"时间|时限|期限|日期|完成于|节点(?!内容)|进度$")),
    ("stage", re.compile(r"阶段|步骤")),
    ("step", re.compile(r"内容|任务|事项|工作|项目|环节|措施|要求|安排|成果")),
)
_NOT_ONE_COLUMN = re.compile(r"[。；]")


@dataclass(frozen=True)
class _Row:
    """A table row by the meaning of its cells."""

    line: int
    stage: str
    step: str
    time: str
    units: tuple[str, ...]


def table_stages(lines: Iterable[Line], reckoning: Reckoning) -> tuple[PlannedStage, ...]:
    """The stages of the first table that reads as a schedule, () where there is none."""
    for table in _tables(lines):
        rows = _rows(table)
        if rows:
            return _stages(rows, reckoning)
    return ()


def _tables(lines: Iterable[Line]) -> list[list[Line]]:
    tables: list[list[Line]] = []
    open_table = False
    for line in lines:
        if line.cells and open_table:
            tables[-1].append(line)
        elif line.cells:
            tables.append([line])
        open_table = bool(line.cells)
    return tables


def _rows(table: list[Line]) -> list[_Row]:
    for at, line in enumerate(table[:3]):
        columns = _columns(line.cells)
        kinds = set(columns.values())
        if "time" in kinds and kinds & {"step", "stage"}:
            return _read(table[at + 1 :], columns)
    return []


def _columns(cells: tuple[str, ...]) -> dict[int, str]:
    columns: dict[int, str] = {}
    for at, cell in enumerate(cells):
        words = re.sub(r"\s", "", cell)
        kind = next((kind for kind, pattern in _COLUMNS if pattern.search(words)), None)
        taken = kind != "unit" and kind in columns.values()
        if kind and len(words) <= 12 and not _NOT_ONE_COLUMN.search(words) and not taken:
            columns[at] = kind
    return columns


def _read(lines: list[Line], columns: dict[int, str]) -> list[_Row]:
    rows: list[_Row] = []
    for line in lines:
        cells: dict[str, list[str]] = {}
        for at, kind in columns.items():
            text = line.cells[at] if at < len(line.cells) else ""
            cells.setdefault(kind, []).append(text)
        units = tuple(dict.fromkeys(u for cell in cells.get("unit", ()) for u in split(cell)))
        stage, step, time = ("".join(cells.get(kind, ())) for kind in ("stage", "step", "time"))
        if stage or step:
            rows.append(_filled(_Row(line.number, stage, step, time, units), rows))
    return rows


def _filled(row: _Row, above: list[_Row]) -> _Row:
    """Cells merged downwards are empty from the second row on."""
    if not above:
        return row
    stage = row.stage or above[-1].stage
    same = stage == above[-1].stage
    return _Row(row.line, stage, row.step, row.time or (above[-1].time if same else ""), row.units)


def _stages(rows: list[_Row], reckoning: Reckoning) -> tuple[PlannedStage, ...]:
    groups: list[list[_Row]] = []
    for row in rows:
        if groups and groups[-1][0].stage == row.stage:
            groups[-1].append(row)
        else:
            groups.append([row])
    return tuple(_stage(group, at, reckoning) for at, group in enumerate(groups, start=1))


def _stage(rows: list[_Row], number: int, reckoning: Reckoning) -> PlannedStage:
    heading = take_apart(rows[0].stage) if rows[0].stage else None
    timing = (heading and heading.timing) or _one_timing(rows)
    steps, spans = [], []
    own = reckoning.span(timing)
    for row in rows:
        span = reckoning.span(_timing(row))
        spans.append(span)
        if row.step:
            steps.append(_step(row, span))
        reckoning.seen(span)
    whole = own if own != Span() else _hull(spans)
    title = heading.title if heading else "工作进度"
    words = timing.text if timing else ""
    line = rows[0].line
    return PlannedStage(number, title, "", whole.start, whole.end, words, tuple(steps), line)


def _step(row: _Row, span: Span) -> PlannedStep:
    heading = take_apart(row.step)
    timing = _timing(row)
    units = row.units or responsible(row.step)
    words = timing.text if timing else row.time
    return PlannedStep(heading.title, heading.rest, span.end, words, units, row.line)


def _timing(row: _Row) -> Timing | None:
    return timing_in(row.time) or take_apart(row.step).timing


def _one_timing(rows: list[_Row]) -> Timing | None:
    """The stage's own time where one cell stands for all its rows."""
    times = {row.time for row in rows}
    return timing_in(times.pop()) if len(times) == 1 else None


def _hull(spans: list[Span]) -> Span:
    ends = [span.end for span in spans if span.end]
    return Span(spans[0].start if spans else None, max(ends, default=None))
