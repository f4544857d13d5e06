"""修改落实表 of a decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from plans.documents.builders.tables import cell, landscape, table
from plans.drafting.queries import plan_tree
from plans.drafting.versions import version_of
from plans.models import Change, Plan
from plans.rendering.blocks import Cell, Document, Row, Run, Runs, text_runs
from plans.system.chinese_dates import chinese_date
from plans.text.comparing import Op, RowOp, Segment, compare_texts
from plans.text.tree import find_node, numbers
from taskforce.models import Decision, ReviewItem

_CARRYING = ("序号", "审议意见", "修改之处", "原文", "修改后", "落实情况", "确认")
_CARRYING_WIDTHS = (1.2, 4.2, 3.0, 4.8, 4.8, 3.6, 3.0)


@dataclass(frozen=True)
class Carried:
    """One place in the text where an opinion was carried."""

    place: str
    old: Runs
    new: Runs


def carrying_table(decision: Decision, *, on: date) -> Document:
    """修改落实表: each opinion, where the text was changed for it, old and new, who confirmed."""
    plan = decision.package.gate.stage.timeline.plan
    items = list(decision.items.select_related("confirmed_by"))
    rows = [row for item in items for row in _item_rows(item, plan)]
    title = f"《{plan.title}》修改落实表"
    done = sum(item.confirmed_at is not None for item in items)
    count = (
        f"{decision.package.gate}　审议意见{len(items)}条，已落实{done}条　截至{chinese_date(on)}"
    )
    return landscape(title, "修改落实表", count, table(_CARRYING, rows, _CARRYING_WIDTHS), on)


def _item_rows(item: ReviewItem, plan: Plan) -> Iterator[Row]:
    found = list(carried_by(item, plan)) or [Carried("—", (), ())]
    confirmed = "待确认"
    if item.confirmed_at is not None:
        confirmed = f"{item.confirmed_by}\n{chinese_date(item.confirmed_at)}"
    for number, one in enumerate(found):
        head = (str(item.number), item.text) if number == 0 else ("", "")
        tail = (item.answer or "—", confirmed) if number == 0 else ("", "")
        runs = (one.old or text_runs("—"), one.new or text_runs("—"))
        yield Row((*map(cell, (*head, one.place)), *(Cell((r,)) for r in runs), *map(cell, tail)))


def carried_by(item: ReviewItem, plan: Plan) -> Iterator[Carried]:
    """The edits of the text that were made for this opinion, line by line, oldest first."""
    changes = Change.objects.filter(plan=plan, source=f"review:{item.pk}").select_related("version")
    tree = plan_tree(plan)
    printed = numbers(tree)
    for change in changes.order_by("pk"):
        if change.provision_id is None:
            yield Carried("规划名称或引言", (), text_runs(str(change.version.field_dict["title"])))
            continue
        found = find_node(tree, change.provision_id)
        title = found[0].title if found else str(change.version.field_dict["title"])
        yield from _lines(change, f"{printed.get(change.provision_id, '')}{title}")


def _lines(change: Change, place: str) -> Iterator[Carried]:
    assert change.provision_id is not None
    before = version_of(change.provision_id, change.number - 1)
    now = change.version.field_dict
    old, new = (
        f"{before.title}\n{before.text}" if before else "",
        f"{now['title']}\n{now['text']}",
    )
    for row in compare_texts(old, new):
        if row.op is not RowOp.EQUAL:
            yield Carried(place, *_sides(row.segments))


def _sides(segments: Sequence[Segment]) -> tuple[Runs, Runs]:
    """Old and new side, what differs in bold: a table for signing holds no tracked changes."""
    old = tuple(Run(s.text, bold=s.op is Op.DELETE) for s in segments if s.op is not Op.INSERT)
    new = tuple(Run(s.text, bold=s.op is Op.INSERT) for s in segments if s.op is not Op.DELETE)
    return old, new
