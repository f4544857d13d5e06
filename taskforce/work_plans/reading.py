"""From the file of a work plan to its proposed timeline and bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from plans.errors import InvalidInput
from plans.importing.source import read_source
from taskforce.enums import BodyKind
from taskforce.work_plans.lines import Line, clean_lines, paragraphs
from taskforce.work_plans.outline import outline
from taskforce.work_plans.schedule import Reckoning, find_schedule, stages_of
from taskforce.work_plans.seats import read_seats
from taskforce.work_plans.tables import table_stages
from taskforce.work_plans.titles import document_number_of, issued_on, title_of
from taskforce.work_plans.values import PlannedStage, WorkPlan

_DRAWS_UP = re.compile(r"编制|编撰|编写|制定|制订|起草|谋划")
_A_PLAN = re.compile(r"规划|计划|纲要")


class NotAWorkPlan(InvalidInput):
    """The text is no work plan: it has no stages with times."""


def read_work_plan(content: bytes, filename: str) -> WorkPlan:
    """Read a TXT or DOCX; pure, nothing is kept.

    NotAWorkPlan when it has no schedule; InvalidInput for whatever plans' importing refuses:
    empty, too big, another kind of file, hostile, marked as secret.
    """
    lines = clean_lines(read_source(content, filename).lines)
    text = "\n".join(line.text for line in lines)
    if not (_DRAWS_UP.search(text) and _A_PLAN.search(text)):
        raise NotAWorkPlan("这不像规划编制工作方案：文中没有提到编制规划。")
    whole = paragraphs(lines)
    reckoning = Reckoning(present=issued_on(lines))
    stages = _stages(whole, reckoning)
    if not stages:
        raise NotAWorkPlan(
            "没有读出工作阶段和时间，这不像规划编制工作方案。请检查是否有写明时间的阶段。"
        )
    leading, office = read_seats(whole)
    plan = WorkPlan(
        title_of(lines), document_number_of(lines), stages, leading, office, reckoning.present
    )
    return replace(plan, doubts=(*_doubts(plan), *map(_yearless, reckoning.unresolved)))


def _stages(whole: list[Line], reckoning: Reckoning) -> tuple[PlannedStage, ...]:
    schedule = find_schedule(outline(whole))
    if schedule is not None:
        return stages_of(schedule, reckoning)
    return table_stages(whole, reckoning)


def _doubts(plan: WorkPlan) -> Iterator[str]:
    if not plan.title:
        yield "没有读出工作方案的标题。"
    for stage in plan.stages:
        if stage.deadline is None and all(step.deadline is None for step in stage.steps):
            yield f"阶段“{stage.title}”（第{stage.line}行）没有读出时间。"
        for step in stage.steps:
            if step.deadline is None:
                yield f"步骤“{step.title}”（第{step.line}行）没有读出时限。"
            elif stage.deadline is not None and step.deadline > stage.deadline:
                yield f"步骤“{step.title}”（第{step.line}行）的时限晚于所在阶段。"
    if not plan.leading_group:
        yield f"没有读出{BodyKind.LEADING_GROUP.label}名单。"


def _yearless(words: str) -> str:
    return f"“{words}”没有写明年份，无法算出日期。"
