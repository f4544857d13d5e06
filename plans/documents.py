"""Which document an edition or a publication becomes: models in, block trees out."""

from __future__ import annotations

from datetime import date

from plans.comparing import NodeDiff, Op, RowDiff, RowOp, Segment, compare_trees
from plans.models import Edition, Publication
from plans.queries import edition_tree
from plans.rendering.blocks import (
    Addressee,
    Colophon,
    Document,
    Label,
    Letterhead,
    Part,
    Run,
    Runs,
    Signature,
    Title,
    Toc,
)
from plans.rendering.documents import ComparisonRow, comparison_table
from plans.rendering.from_tree import body_blocks, text_blocks
from plans.rendering.titles import break_title


def edition_document(edition: Edition, *, toc: bool = True) -> Document:
    """An edition by itself: title, label in brackets, contents, text."""
    tree = edition_tree(edition)
    head = (Title(break_title(tree.title), anchor="title"), Label(f"（{edition.label}）"))
    contents = (Toc(),) if toc else ()
    part = Part((*head, *contents, *body_blocks(tree)))
    return Document(
        title=tree.title,
        parts=(part,),
        kind="edition",
        author=edition.plan.owner.name,
        subject=edition.label,
        issued_on=edition.frozen_at.date().isoformat(),
    )


def publication_document(publication: Publication) -> Document:
    """The issuing notice 印发通知 with the plan behind it, on pages of its own."""
    notice, tree = publication.notice, edition_tree(publication.edition)
    day = printed_date(publication.issued_on)
    first = Part(
        (
            Title(break_title(notice["title"])),
            Addressee(notice["addressees"].rstrip("：:")),
            *text_blocks(notice["body"]),
            Signature((notice["signature"],), day, seal=notice["sealed"]),
        )
    )
    second = Part((Title(break_title(tree.title), anchor="title"), *body_blocks(tree)))
    return Document(
        title=tree.title,
        parts=(first, second),
        kind="notice",
        author=notice["issuer"],
        subject=notice["title"],
        issued_on=publication.issued_on.isoformat(),
        letterhead=Letterhead((notice["issuer"],), number=publication.document_number),
        colophon=Colophon(notice["printed_by"], day, notice["copies_to"]),
    )


def printed_date(day: date) -> str:
    """成文日期 as printed: 2021年9月14日."""
    return f"{day.year}年{day.month}月{day.day}日"


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
