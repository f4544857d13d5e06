"""花脸稿 as DOCX: changes that Word shows as 修订 and accepts or rejects one by one."""

from __future__ import annotations

import datetime as dt

from plans.rendering.block_json import undirected_document
from plans.rendering.docx.inline import Marks
from plans.rendering.docx.render import write_docx
from plans.rendering.redline import redline_document
from plans.system.directions import undirected
from plans.text.tree import PlanTree


def render_tracked_docx(
    old: PlanTree, new: PlanTree, *, author: str, date: dt.datetime | dt.date
) -> bytes:
    """Two numbered plans as one file with tracked changes by ``author`` on ``date``.

    Accepting all of them leaves the new plan, rejecting all the old one; the same plans give
    the same bytes.
    """
    document = redline_document(old, new, author=author, issued_on=date.isoformat()[:10])
    marks = Marks(undirected(author), _stamp(date))
    return write_docx(undirected_document(document), marks=marks)


def _stamp(date: dt.datetime | dt.date) -> str:
    if not isinstance(date, dt.datetime):
        return f"{date.isoformat()}T00:00:00Z"
    moment = date.astimezone(dt.UTC) if date.tzinfo else date
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
