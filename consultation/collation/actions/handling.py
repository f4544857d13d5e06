"""Beside the answer: who handles an opinion until when, its tags, the argumentation list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from consultation.collation.actions.locking import lock_as_manager
from consultation.enums import Act
from consultation.models import Assessment, Tag
from plans.errors import InvalidInput
from plans.models import User
from plans.permissions import may_read_draft
from plans.system.audit import record

TAG_MAX = 30


def assign(
    assessment_ids: Sequence[int], *, by: User, handler: User | None, due_on: date | None
) -> list[Assessment]:
    """Give comments to a handler 经办人 with a due date: all or none."""
    with transaction.atomic():
        rows = lock_as_manager(assessment_ids, by)
        if handler is not None and not all(may_read_draft(handler, r.round.plan) for r in rows):
            raise InvalidInput(f"{handler}不参与这个规划，不能作为经办人。")
        for row in rows:
            old = {"handler": row.handler_id, "due_on": str(row.due_on or "")}
            row.handler, row.due_on = handler, due_on
            row.save(update_fields=["handler", "due_on"])
            new = {"handler": handler.pk if handler else None, "due_on": str(due_on or "")}
            record(Act.ASSESSMENT_ASSIGN, row, by=by, plan=row.round.plan, old=old, new=new)
    return rows


def tag(assessment_ids: Sequence[int], name: str, *, by: User, on: bool = True) -> list[Assessment]:
    """Put a tag 标签 on comments, or take it off: all or none."""
    name = name.strip()
    if not name or len(name) > TAG_MAX:
        raise InvalidInput(f"标签应为1至{TAG_MAX}字。")
    with transaction.atomic():
        rows = lock_as_manager(assessment_ids, by)
        label, _ = Tag.objects.get_or_create(round=rows[0].round, name=name)
        for row in rows:
            (row.tags.add if on else row.tags.remove)(label)
            action = Act.ASSESSMENT_TAG if on else Act.ASSESSMENT_UNTAG
            record(action, row, by=by, plan=row.round.plan, new={"tag": name})
        if not on and not Assessment.objects.filter(tags=label).exists():
            label.delete()
    return rows


def argue(assessment_ids: Sequence[int], *, by: User, on: bool = True) -> list[Assessment]:
    """Put comments on the argumentation list 论证清单, or take them off: all or none."""
    with transaction.atomic():
        rows = lock_as_manager(assessment_ids, by)
        for row in rows:
            old = {"to_argumentation": row.to_argumentation}
            row.to_argumentation = on
            row.save(update_fields=["to_argumentation"])
            new = {"to_argumentation": on}
            record(Act.ASSESSMENT_ARGUE, row, by=by, plan=row.round.plan, old=old, new=new)
    return rows
