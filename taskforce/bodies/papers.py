"""谁可以做什么 of a plan, printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from plans.documents.builders.tables import cell, landscape, table
from plans.models import Plan
from plans.rendering.blocks import Document, Row
from plans.system.chinese_dates import chinese_date
from taskforce.bodies.rights import Right

_RIGHTS = ("序号", "人员", "可以做什么", "依据")
_RIGHTS_WIDTHS = (1.2, 3.6, 9.6, 8.4)


def rights_table(plan: Plan, rights: Sequence[Right], *, on: date) -> Document:
    """谁可以做什么: each person, what they may do on the plan, and on what ground."""
    rows = [
        Row(tuple(map(cell, (str(number), one.who, one.what, one.why))))
        for number, one in enumerate(rights, start=1)
    ]
    title = f"《{plan.title}》编制工作权限表"
    count = f"共{len(rights)}项　截至{chinese_date(on)}"
    return landscape(title, "权限表", count, table(_RIGHTS, rows, _RIGHTS_WIDTHS), on)
