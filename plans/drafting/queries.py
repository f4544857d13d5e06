"""Reading the plan as it stands: the tree as values, a chapter, the changes made to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol

from django.db.models import QuerySet

from plans.models import Autosave, Change, Plan, Provision, User
from plans.text.numbering import Formats, numbered
from plans.text.tree import Node, PlanTree


class Row(Protocol):
    """What a stored provision and a frozen one have in common."""

    pk: int
    parent_id: int | None
    kind: str
    title: str
    run_in: bool
    text: str


def formats_of(plan: Plan) -> Formats:
    """The plan's number formats as numbering wants them."""
    return Formats(
        plan.chapter_style, plan.section_style, plan.task_style, task_running=plan.task_running
    )


def plan_tree(plan: Plan) -> PlanTree:
    """The standing text of the plan with computed numbers; one query."""
    rows = list(plan.provisions.standing().order_by("rank"))
    return numbered(PlanTree(plan.title, plan.preamble, _nest(rows)), formats_of(plan))


def _nest(rows: Sequence[Provision]) -> tuple[Node, ...]:
    below: dict[int | None, list[Provision]] = defaultdict(list)
    for row in rows:
        below[row.parent_id].append(row)

    def build(parent: int | None) -> tuple[Node, ...]:
        return tuple(
            Node(row.pk, row.kind, row.title, row.run_in, row.text, build(row.pk))
            for row in below[parent]
        )

    return build(None)


def chapter_of(provision: Provision) -> Provision:
    """The chapter that a provision stands in (itself, for a chapter)."""
    while provision.parent is not None:
        provision = provision.parent
    return provision


def history(plan: Plan, provision_ids: Iterable[int] | None = None) -> QuerySet[Change]:
    """Changes of the plan, newest first, with author, time and reason joined in."""
    changes = Change.objects.filter(plan=plan).select_related(
        "version__revision__user", "provision"
    )
    if provision_ids is not None:
        changes = changes.filter(provision__in=list(provision_ids))
    return changes.order_by("-id")


def wording_of(row: Provision | Plan) -> tuple[str, str]:
    """Title and body as they are saved; of a plan its preamble."""
    return (row.title, row.preamble) if isinstance(row, Plan) else (row.title, row.text)


def owner_of(row: Provision | Plan) -> dict[str, Provision | Plan]:
    """The field of an unsaved copy that says whose text it is."""
    return {"plan": row} if isinstance(row, Plan) else {"provision": row}


def kept_copies(user: User, row: Provision | Plan) -> QuerySet[Autosave]:
    """The person's own unsaved copies of a text, newest first, settled ones too."""
    return Autosave.objects.filter(user=user, **owner_of(row))


def is_saved(copy: Autosave, row: Provision | Plan) -> bool:
    """Whether the copy says nothing that the saved text does not say."""
    same_set = isinstance(row, Plan) or copy.run_in in (None, row.run_in)
    said = copy.reason or copy.recorded_for
    return (copy.title, copy.text) == wording_of(row) and same_set and not said


def waiting_copies(copies: Iterable[Autosave], row: Provision | Plan) -> list[Autosave]:
    """Those that are neither saved nor refused and say something else than the saved text."""
    return [one for one in copies if one.settled_at is None and not is_saved(one, row)]
