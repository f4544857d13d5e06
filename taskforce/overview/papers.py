"""工作进展报告 for the Party group, from what the portal knows today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from consultation.rounds.figures import covering_figures, round_words
from consultation.rounds.queries import rounds_of
from plans.documents.builders import Attached, Paper, upward_document
from plans.enums import UpwardKind
from plans.models import Plan
from plans.rendering.blocks import Cell, Document, Row, Table, text_runs
from plans.system.chinese_dates import chinese_date
from plans.text.markup import escape
from taskforce.bodies.issuers import one_body, process_office
from taskforce.enums import BodyKind, GateState, StageState, StepState
from taskforce.models import Body, Decision, Gate, Stage, Step, Timeline
from taskforce.overview.state import chapters_by_state, open_comments, risks
from taskforce.process.queries import stage_in_hand

_HEAD = ("阶段", "步骤或审议环节", "时限", "责任单位", "完成情况", "依据")
_WIDTHS = (3.0, 6.0, 3.6, 4.2, 3.6, 5.0)


def progress_report(timeline: Timeline, *, signer: str, on: date) -> Document:
    """工作进展报告 (报告, 上行文): stages and steps, chapters, consultation, decisions, next work.

    Its 附件 lists every step and gate with its date and what shows that it is done.
    """
    plan = timeline.plan
    party = Body.objects.filter(plan=plan, kind=BodyKind.PARTY_GROUP).first()
    paper = Paper(
        office=process_office(plan),
        number="",
        on=on,
        title=f"关于《{plan.title}》编制工作进展情况的报告",
        addressees=one_body(party.name) if party else BodyKind.PARTY_GROUP.label,
        body="\n".join(_lines(timeline, on)),
        signers=(signer,),
        attached=(Attached("工作步骤完成情况表", (_table(timeline, on),), landscape=True),),
    )
    return upward_document(paper, kind=UpwardKind.REPORT)


def _lines(timeline: Timeline, on: date) -> Iterator[str]:
    plan = timeline.plan
    under = f"按照《{timeline.title.strip('《》')}》"
    if timeline.title.startswith("《") and "》" in timeline.title[:-1]:
        under = f"按照{timeline.title}"
    number = f"（{timeline.document_number}）" if timeline.document_number else ""
    yield escape(f"{under}{number}，现将《{plan.title}》编制工作进展情况报告如下。")
    yield "一、总体进度"
    yield from map(escape, _overall(timeline, on))
    yield "二、起草情况"
    yield escape(_drafting(plan))
    yield "三、征求意见情况"
    yield from map(escape, _consultation(plan))
    yield "四、审议情况"
    yield from map(escape, _decisions(timeline))
    yield "五、需要注意的问题"
    yield from map(escape, _problems(timeline, on))
    yield "六、下一步工作"
    yield from map(escape, _next(timeline))
    yield "特此报告。"


def _overall(timeline: Timeline, on: date) -> Iterator[str]:
    stages = list(timeline.stages.all())
    steps = list(Step.objects.filter(stage__timeline=timeline))
    done = [step for step in steps if step.state == StepState.DONE]
    late = [step for step in steps if step.state != StepState.DONE and _past(step.due_on, on)]
    ended = [stage for stage in stages if stage.state == StageState.ENDED]
    yield (
        f"编制工作共{len(stages)}个阶段、{len(steps)}个步骤。截至{chinese_date(on)}，"
        f"已完成{len(ended)}个阶段、{len(done)}个步骤，逾期未完成{len(late)}个步骤。"
    )
    current = stage_in_hand(timeline)
    if current is None:
        yield "各阶段工作已全部完成。"
    elif current.due_on is None:
        yield f"目前处于第{current.number}阶段（{current.title}），期限未定。"
    else:
        yield (
            f"目前处于第{current.number}阶段（{current.title}），应于"
            f"{chinese_date(current.due_on)}前完成，{_days(current.due_on, on)}。"
        )


def _days(day: date, on: date) -> str:
    left = (day - on).days
    return f"还有{left}天" if left >= 0 else f"已逾期{-left}天"


def _past(day: date | None, on: date) -> bool:
    return day is not None and day < on


def _drafting(plan: Plan) -> str:
    counted = [(word, count) for word, count in chapters_by_state(plan) if count]
    total = sum(count for _, count in counted)
    if not total:
        return "规划文本还没有章节。"
    states = "、".join(f"{word}{count}章" for word, count in counted)
    last = plan.editions.first()
    frozen = (
        f"最近一稿为“{last.label}”（{chinese_date(last.frozen_at)}定版）。"
        if last
        else "还没有定稿。"
    )
    return f"规划文本共{total}章，其中{states}。{frozen}"


def _consultation(plan: Plan) -> Iterator[str]:
    rounds = list(rounds_of(plan).order_by("id"))
    if not rounds:
        yield "还没有征求意见。"
        return
    for one in rounds:
        yield round_words(one.name, covering_figures(one))
    waiting, unproved = open_comments(plan)
    if waiting or unproved:
        yield f"目前还有{waiting}条意见没有处理，{unproved}条采纳的意见没有落实到修改。"


def _decisions(timeline: Timeline) -> Iterator[str]:
    found = (
        Decision.objects.in_force()
        .filter(package__gate__stage__timeline=timeline)
        .select_related("package__gate__body", "package__edition")
        .prefetch_related("items")
        .order_by("id")
    )
    if not found:
        yield "还没有提请审议并形成结果的事项。"
    for one in found:
        yield _decided(one)


def _decided(decision: Decision) -> str:
    package = decision.package
    draft = f"（{package.edition.label}）" if package.edition else ""
    items = list(decision.items.all())
    carried = sum(item.confirmed_at is not None for item in items)
    left = f"审议意见{len(items)}条，已落实{carried}条。" if items else ""
    day = chinese_date(decision.decided_at)
    said = f"{day}，{package.gate}{draft}：{decision.get_outcome_display()}。"
    return said + left


def _problems(timeline: Timeline, on: date) -> Iterator[str]:
    found = risks(timeline, on)
    if not found:
        yield "没有逾期的步骤，也不缺材料。"
    for number, risk in enumerate(found, start=1):
        yield f"{number}. {risk.kind}：{risk.text}。"


def _next(timeline: Timeline) -> Iterator[str]:
    stage = stage_in_hand(timeline)
    if stage is None:
        yield "做好规划印发、公开和实施的衔接工作。"
        return
    steps = [s for s in stage.steps.all() if s.state != StepState.DONE]
    gates = list(stage.gates.exclude(state=GateState.PASSED))
    work = [_todo(step.title, step.due_on, step.due_text) for step in steps]
    work += [_todo(f"提请审议：{gate}", gate.due_on, gate.due_text) for gate in gates]
    for number, words in enumerate(work, start=1):
        yield f"{number}. {words}。"
    if not work:
        yield "办理本阶段的收尾工作。"


def _todo(title: str, due_on: date | None, words: str) -> str:
    when = words or (f"{chinese_date(due_on)}前" if due_on else "期限未定")
    return f"{title}（{when}）"


def _table(timeline: Timeline, on: date) -> Table:
    rows: list[Row] = []
    for stage in timeline.stages.all():
        lines = [*_step_lines(stage, on), *_gate_lines(stage, on)]
        rows += _stage_rows(stage, lines)
    head = Row(tuple(Cell((text_runs(name),), header=True, align="center") for name in _HEAD))
    return Table((head, *rows), header_rows=1, widths=_WIDTHS)


def _stage_rows(stage: Stage, lines: list[tuple[str, ...]]) -> Iterable[Row]:
    for number, line in enumerate(lines):
        cells = tuple(Cell(tuple(text_runs(part) for part in text.split("\n"))) for text in line)
        name = f"第{stage.number}阶段 {stage.title}" if number == 0 else ""
        yield Row((Cell((text_runs(name),)), *cells))


def _step_lines(stage: Stage, on: date) -> Iterator[tuple[str, ...]]:
    for step in stage.steps.prefetch_related("evidence"):
        when = step.due_text or (chinese_date(step.due_on) if step.due_on else "未定")
        if step.state == StepState.DONE and step.done_at:
            state = f"{chinese_date(step.done_at)}完成"
        elif _past(step.due_on, on):
            state = "逾期未完成"
        else:
            state = step.get_state_display()
        evidence = "\n".join(piece.note for piece in step.evidence.all()) or "—"
        yield step.title, when, step.responsible_text or "—", state, evidence


def _gate_lines(stage: Stage, on: date) -> Iterator[tuple[str, ...]]:
    for gate in stage.gates.select_related("body"):
        when = gate.due_text or (chinese_date(gate.due_on) if gate.due_on else "未定")
        late = gate.state != GateState.PASSED and _past(gate.due_on, on)
        state = f"{gate.get_state_display()}{'（逾期）' if late else ''}"
        yield f"审议：{gate}", when, str(gate.body), state, _gate_ground(gate)


def _gate_ground(gate: Gate) -> str:
    decided = Decision.objects.in_force().filter(package__gate=gate).order_by("id")
    lines = [f"{chinese_date(one.decided_at)} {one.get_outcome_display()}" for one in decided]
    return "\n".join(lines) or "—"
