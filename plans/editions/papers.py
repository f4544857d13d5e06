"""Which document an edition becomes: models in, block trees out."""

from __future__ import annotations

from dataclasses import replace

from plans.documents.builders import ComparisonRow, Draft, comparison_table, draft_document, prose
from plans.editions.queries import edition_tree
from plans.models import Edition
from plans.rendering.blocks import Document, Part, Run, Runs
from plans.rendering.titles import title_of
from plans.text.comparing import NodeDiff, Op, RowDiff, RowOp, Segment, compare_trees


def edition_document(
    edition: Edition,
    *,
    toc: bool = True,
    wide_margin: bool = False,
    line_numbers: bool = False,
    explained: bool = False,
) -> Document:
    """An edition by itself: title, label in brackets, contents, text.

    ``explained`` puts its 编制说明 behind it, where it has one.
    """
    explanation = edition.explanation.text if explained and edition.explanation else ""
    draft = Draft(
        edition_tree(edition),
        label=edition.label,
        author=edition.plan.owner.name,
        toc=toc,
        wide_margin=wide_margin,
        line_numbers=line_numbers,
        explanation=explanation,
    )
    document = draft_document(draft)
    return replace(document, subject=edition.label, issued_on=edition.frozen_at.date().isoformat())


def explanation_document(title: str, text: str) -> Document:
    """编制说明 of a plan by itself, to be looked at."""
    heading = title_of(f"《{title}》编制说明")
    part = Part((heading, *prose(text)))
    return Document(title="".join(heading.lines), kind="编制说明", parts=(part,))


def comparison_document(old: Edition, new: Edition) -> Document:
    """修改对照表 of two editions: what changed, line by line, old and new side by side."""
    diff = compare_trees(edition_tree(old), edition_tree(new))
    rows = [*_changed("规划名称", diff.title, "改名"), *_changed_lines("引言", diff.preamble)]
    for node in diff.changes:
        rows += _node_rows(node)
    subject = f"{new.title}（{old.label}至{new.label}）"
    return comparison_table(subject, tuple(rows), on=new.frozen_at.date())


def _node_rows(diff: NodeDiff) -> list[ComparisonRow]:
    place = f"{diff.node.number}{diff.node.title}"
    reason = _words(diff)
    heading = _changed(place, diff.title, reason) if diff.added or diff.deleted else []
    if diff.renamed:
        heading = _changed(place, diff.title, "标题修改")
    if diff.moved and diff.old and diff.new:
        was, now = (f"{n.number}{n.title}" for n in (diff.old, diff.new))
        heading.append(ComparisonRow(place, (Run(was),), (Run(now),), "移动位置"))
    return heading + _changed_lines(place, diff.rows, reason)


def _words(diff: NodeDiff) -> str:
    if diff.added:
        return "新增"
    return "删除" if diff.deleted else "修改"


def _changed(place: str, segments: tuple[Segment, ...], reason: str) -> list[ComparisonRow]:
    if all(segment.op is Op.EQUAL for segment in segments):
        return []
    return [ComparisonRow(place, *_sides(segments), reason)]


def _changed_lines(
    place: str, rows: tuple[RowDiff, ...], reason: str = "修改"
) -> list[ComparisonRow]:
    words = {RowOp.INSERT: "新增", RowOp.DELETE: "删除"}
    moved = {RowOp.MOVED_AWAY: "移到别处", RowOp.MOVED_HERE: "从别处移来"}
    return [
        ComparisonRow(place, *_sides(row.segments), (words | moved).get(row.op, reason))
        for row in rows
        if row.op is not RowOp.EQUAL
    ]


def _sides(segments: tuple[Segment, ...]) -> tuple[Runs, Runs]:
    old = tuple(
        Run(s.text, s.was_bold, "deleted" if s.op is Op.DELETE else "")
        for s in segments
        if s.op is not Op.INSERT
    )
    new = tuple(
        Run(s.text, s.bold, "inserted" if s.op is Op.INSERT else "")
        for s in segments
        if s.op is not Op.DELETE
    )
    return old, new
