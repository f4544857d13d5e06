"""Which document an edition or a publication becomes: models in, block trees out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.utils import timezone

from plans.comparing import NodeDiff, Op, RowDiff, RowOp, Segment, compare_trees
from plans.models import Edition, Publication
from plans.queries import edition_tree
from plans.rendering.blocks import Document, Part, Run, Runs
from plans.rendering.documents import (
    ComparisonRow,
    Draft,
    Office,
    Paper,
    chinese_date,
    comparison_table,
    draft_document,
    issued_plan,
    paper_document,
    preview_document,
    prose,
)
from plans.rendering.titles import title_of
from plans.tree import Node


@dataclass(frozen=True)
class Notice:
    """The parts of the issuing notice 印发通知 that are not the plan's own text.

    ``issuer`` and ``signature`` are the sponsor's 主办机关, whose number it bears; ``joint``
    holds the other bodies of a 联合发文 in their order, each as (full name, signature).
    ``printed_on`` is 印发日期 of 版记 (ISO; empty: 成文日期), ``note`` 附注 without brackets.
    """

    issuer: str
    title: str
    addressees: str
    body: str
    signature: str
    copies_to: str = ""
    printed_by: str = ""
    sealed: bool = True
    joint: tuple[tuple[str, str], ...] = ()
    note: str = ""
    printed_on: str = ""
    toc: bool = False

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Notice:
        """The notice as ``asdict`` kept it in JSON, by this or an earlier version."""
        known = {field.name: data[field.name] for field in fields(cls) if field.name in data}
        return cls(**known | {"joint": tuple((one[0], one[1]) for one in data.get("joint", ()))})

    @property
    def office(self) -> Office:
        """Who issues, the sponsor first."""
        bodies, signatures = zip((self.issuer, self.signature), *self.joint, strict=True)
        return Office(bodies, signatures, self.printed_by, self.copies_to)


def issuers(publication: Publication) -> str:
    """Who issued it, as a page names them: the sponsor first."""
    return "、".join(Notice.read(publication.notice).office.bodies)


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


def publication_document(publication: Publication) -> Document:
    """The issuing notice 印发通知 with the plan behind it, on pages of its own."""
    notice = Notice.read(publication.notice)
    paper = Paper(
        office=notice.office,
        number=publication.document_number,
        on=publication.issued_on,
        title=notice.title,
        addressees=notice.addressees,
        body=notice.body,
        sealed=notice.sealed,
        note=notice.note,
    )
    document = issued_plan(paper, edition_tree(publication.edition), toc=notice.toc)
    if document.colophon is None or not notice.printed_on:
        return document
    printed = chinese_date(date.fromisoformat(notice.printed_on))
    return replace(document, colophon=replace(document.colophon, date=printed))


def letterhead_sample(values: Mapping[str, str]) -> Document:
    """A paper of one page that shows a letterhead and its 版记; the rest is made up."""
    today = timezone.localdate()
    signature = values["signature"] or values["body_name"]
    office = Office(
        (values["body_name"] or "　",),
        (signature or "　",),
        values["printed_by"],
        values["copies_to"],
    )
    paper = Paper(
        office=office,
        number=f"{values['code']}〔{today.year}〕1号",
        on=today,
        title="关于做好有关工作的通知",
        addressees="各有关单位",
        body="这是样张，用来查看版头、发文字号、署名和版记的样式，不作为文件使用。",
    )
    return paper_document(paper, kind="样张")


def explanation_document(title: str, text: str) -> Document:
    """编制说明 of a plan by itself, to be looked at."""
    heading = title_of(f"《{title}》编制说明")
    part = Part((heading, *prose(text)))
    return Document(title="".join(heading.lines), kind="编制说明", parts=(part,))


def provision_document(node: Node) -> Document:
    """One chapter, section or task as it will be printed, with all below it."""
    return preview_document(node, f"{node.number}{node.title}")


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
