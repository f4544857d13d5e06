"""报审材料 as documents: 编制说明, 意见采纳情况, 论证意见及采纳情况, 审核意见."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from consultation.enums import CARRIED_DISPOSITIONS, Audience, Verdict
from consultation.experts.seal import ExpertRoundStanding, expert_rounds_of
from consultation.models import Round
from consultation.rounds.figures import covering_figures, figure_list, outcome_words, round_words
from consultation.rounds.queries import rounds_of
from plans.documents.builders import prose
from plans.editions.papers import explanation_document
from plans.editions.queries import edition_tree
from plans.enums import ReviewKind
from plans.models import Edition, Plan, Review
from plans.rendering.blocks import Cell, Document, Part, Row, Table, text_runs
from plans.rendering.titles import title_of
from plans.system.chinese_dates import chinese_date
from plans.text.markup import escape
from plans.text.tree import walk
from taskforce.enums import BodyKind, StepState
from taskforce.models import Body, Step, Timeline

_REVIEWS = ("审核事项", "结论", "意见或理由", "审查人", "日期")


def explanation_of(edition: Edition, timeline: Timeline) -> Document:
    """编制说明: as frozen with the 稿, else as it stands, else written from what is known."""
    plan = edition.plan
    written = edition.explanation or plan.explanations.order_by("-number").first()
    text = written.text if written else "\n".join(_explained(edition, timeline))
    return explanation_document(edition.title, text)


def _explained(edition: Edition, timeline: Timeline) -> Iterator[str]:
    plan = edition.plan
    number = f"（{timeline.document_number}）" if timeline.document_number else ""
    group = Body.objects.filter(plan=plan, kind=BodyKind.LEADING_GROUP).first()
    yield "一、编制依据和组织"
    led = f"，由{group}牵头" if group else ""
    yield escape(f"《{edition.title}》（{edition.label}）根据{timeline.title}{number}编制{led}。")
    yield "二、编制过程"
    yield from map(escape, _steps_done(timeline))
    yield "三、主要内容"
    yield escape(_contents(edition))
    yield "四、征求意见和采纳情况"
    rounds = list(rounds_of(plan).order_by("id"))
    yield from (escape(round_words(one.name, covering_figures(one))) for one in rounds)
    if not rounds:
        yield "本稿尚未征求意见。"


def _steps_done(timeline: Timeline) -> Iterator[str]:
    done = Step.objects.filter(stage__timeline=timeline, state=StepState.DONE)
    for step in done.order_by("done_at"):
        if step.done_at:
            yield f"{chinese_date(step.done_at)}，完成“{step.title}”。"
    if not done:
        yield "编制工作正在进行。"


def _contents(edition: Edition) -> str:
    tree = edition_tree(edition)
    tasks = sum(node.kind == "task" for node, _ in walk(tree))
    titles = "、".join(f"“{node.title}”" for node in tree.nodes)
    counted = f"{len(tree.nodes)}章" + (f"、{tasks}项任务" if tasks else "")
    return f"规划共{counted}，各章为：{titles}。"


def asked_rounds(plan: Plan, *audiences: Audience) -> list[Round]:
    """The plan's rounds for these audiences, oldest first."""
    return list(rounds_of(plan).filter(audience__in=audiences).order_by("id"))


def adoption_document(plan: Plan, rounds: Sequence[Round], *, on: date) -> Document:
    """意见采纳情况: what was asked and answered, and how many opinions were adopted."""
    heading = title_of(f"《{plan.title}》征求意见采纳情况")
    figures = [(one, covering_figures(one)) for one in rounds]
    total = sum(found["comments"] for _, found in figures)
    taken = sum(found[carried] for _, found in figures for carried in CARRIED_DISPOSITIONS)
    carried_words = "或".join(one.label for one in CARRIED_DISPOSITIONS)
    lines = [
        f"截至{chinese_date(on)}，共组织征求意见{len(rounds)}次，收到意见{total}条，"
        f"其中{carried_words}{taken}条。具体情况如下。",
        *(round_words(one.name, found) for one, found in figures),
        "逐条处理情况见意见汇总处理表。",
    ]
    blocks = (heading, *prose("\n".join(map(escape, lines))), _figure_table(figures))
    return Document(
        title="".join(heading.lines),
        kind="意见采纳情况",
        issued_on=on.isoformat(),
        parts=(Part(blocks),),
    )


def _figure_table(figures: Sequence[tuple[Round, dict[str, int]]]) -> Table:
    lines = [(one.name, figure_list(found)) for one, found in figures]
    rows = [_row(name, *(str(each.count) for each in found)) for name, found in lines]
    names = [each.label for each in lines[0][1]] if lines else []
    widths = (3.2, *(1.3,) * len(names))
    return Table((_head(("征求意见", *names)), *rows), header_rows=1, widths=widths)


def argued_document(plan: Plan, rounds: Sequence[Round], *, on: date) -> Document:
    """论证意见及采纳情况: how the experts' opinions were dealt with, one round after the other."""
    heading = title_of(f"《{plan.title}》论证意见及采纳情况")
    standing = {one.round.pk: one for one in expert_rounds_of(plan)}
    lines = [_expert_round_words(one, standing.get(one.pk)) for one in rounds]
    lines.append("逐条处理情况见论证意见汇总处理表。")
    return Document(
        title="".join(heading.lines),
        kind="论证意见及采纳情况",
        issued_on=on.isoformat(),
        parts=(Part((heading, *prose("\n".join(map(escape, lines))))),),
    )


def _expert_round_words(round_: Round, standing: ExpertRoundStanding | None) -> str:
    """How many experts were asked, what they concluded, what became of their opinions."""
    if standing is None or standing.sealed:
        return f"“{round_.name}”：专家意见还没有启封。"
    verdicts = "、".join(
        f"{Verdict(key).label}{count}人" for key, count in standing.verdicts.items() if count
    )
    recused = f"，回避{standing.recused}人" if standing.recused else ""
    return (
        f"“{round_.name}”：邀请专家{standing.asked}人，提出意见{standing.released}人{recused}；"
        f"总体意见：{verdicts or '无'}；{outcome_words(covering_figures(round_))}"
    )


def reviews_document(plan: Plan, *, on: date) -> Document:
    """审核意见: the last 合法性审核, 公平竞争审查 … of the plan, one row each."""
    heading = title_of(f"《{plan.title}》审核意见汇总")
    rows = [
        _row(
            one.get_kind_display(),
            one.get_outcome_display(),
            one.opinion,
            one.reviewer,
            chinese_date(one.reviewed_on),
        )
        for one in last_reviews(plan)
    ]
    table = Table((_head(_REVIEWS), *rows), header_rows=1, widths=(3, 2.4, 6, 2.4, 2.8))
    return Document(
        title="".join(heading.lines),
        kind="审核意见",
        issued_on=on.isoformat(),
        parts=(Part((heading, table)),),
    )


def last_reviews(plan: Plan) -> list[Review]:
    """The newest review of each kind, in the order of the kinds."""
    newest: dict[str, Review] = {}
    for one in plan.reviews.select_related("file").order_by("id"):
        newest[one.kind] = one
    return [newest[kind] for kind in ReviewKind.values if kind in newest]


def _head(names: Sequence[str]) -> Row:
    return Row(tuple(Cell((text_runs(name),), header=True, align="center") for name in names))


def _row(*texts: str) -> Row:
    return Row(tuple(Cell(tuple(text_runs(line) for line in text.split("\n"))) for text in texts))
