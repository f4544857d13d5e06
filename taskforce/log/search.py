"""Searching the audit log 操作日志: by who, what, when, and words of what changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from plans.models import AuditEntry, Plan
from plans.system.directions import undirected

PAGE = 50
HEAD = (
    *("编号", "时间", "操作人", "账号", "事项", "事项代码", "对象", "对象编号", "规划"),
    *("原值", "新值", "来自", "封存序号", "封存校验值"),
)


@dataclass(frozen=True)
class Criteria:
    """What the list is narrowed to; empty fields do not narrow. ``action`` is a noun's prefix."""

    who: str = ""
    action: str = ""
    words: str = ""
    since: date | None = None
    until: date | None = None


def entries(criteria: Criteria, plan: Plan | None = None) -> QuerySet[AuditEntry]:
    """The entries that fit, newest first; of all plans and of none where no plan is given."""
    found = AuditEntry.objects.select_related("actor", "seal", "plan").order_by("-id")
    if plan is not None:
        found = found.filter(plan=plan)
    if criteria.who:
        named = Q(actor__full_name__icontains=criteria.who)
        found = found.filter(named | Q(actor__username__icontains=criteria.who))
    if criteria.action:
        found = found.filter(action__startswith=f"{criteria.action}.")
    if criteria.since:
        found = found.filter(at__gte=_midnight(criteria.since))
    if criteria.until:
        found = found.filter(at__date__lte=criteria.until)
    return _having(found, criteria.words) if criteria.words else found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _having(found: QuerySet[AuditEntry], words: str) -> QuerySet[AuditEntry]:
    """Every word stands in old or new value; SQLite keeps JSON with \\u for what is not ASCII."""
    found = found.annotate(old_text=Cast("old", TextField()), new_text=Cast("new", TextField()))
    for word in words.split():
        escaped = json.dumps(word)[1:-1]
        hit = Q(old_text__icontains=word) | Q(new_text__icontains=word)
        hit |= Q(old_text__icontains=escaped) | Q(new_text__icontains=escaped)
        found = found.filter(hit | Q(object_id=word))
    return found


def page_after(found: QuerySet[AuditEntry], before: int | None) -> tuple[list[AuditEntry], int]:
    """A page of entries below an id, and the id to go on from (0: it is the last page)."""
    rows = list((found.filter(pk__lt=before) if before else found)[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else 0


def csv_rows(found: QuerySet[AuditEntry], word: dict[str, str]) -> Iterator[list[str]]:
    """Head and entries as a spreadsheet shows them, oldest first; ``word`` names the actions."""
    yield list(HEAD)
    for entry in found.order_by("id").iterator(chunk_size=500):
        seal = getattr(entry, "seal", None)
        row = (
            *(entry.pk, timezone.localtime(entry.at).isoformat(sep=" ", timespec="seconds")),
            *(entry.actor, entry.actor.username, word.get(entry.action, entry.action)),
            *(entry.action, entry.object_type, entry.object_id, entry.plan or ""),
            *(_json(entry.old), _json(entry.new), entry.address or ""),
            *((seal.number, seal.sha256) if seal else ("", "")),
        )
        yield [_harmless(str(value)) for value in row]


def actions_of(found: QuerySet[AuditEntry]) -> list[str]:
    """The actions that occur among these entries."""
    return list(found.order_by().values_list("action", flat=True).distinct())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""


def _harmless(text: str) -> str:
    """A cell that a spreadsheet does not take for a formula, and that turns nothing around."""
    text = undirected(text)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
