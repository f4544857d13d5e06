"""A chapter brought back as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from plans.drafting.actions.ordering import free_rank, shorten
from plans.drafting.actions.revising import Origin, lock_plan, require_edit, revise
from plans.drafting.actions.tree import require_chapter_right
from plans.drafting.versions import Past, plan_at
from plans.enums import Act, ChangeKind, ProvisionKind
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Plan, Provision, User
from plans.permissions import may_edit
from plans.system import clock
from plans.system.audit import record
from plans.system.locking import locked


@dataclass(frozen=True)
class Restoration:
    """What brings a chapter back to a moment: provisions to write with their past, to delete."""

    written: tuple[tuple[Provision, Past], ...]
    deleted: tuple[Provision, ...]


def restoration_of(chapter: Provision, moment: datetime) -> Restoration:
    """The difference between the chapter at ``moment`` and now.

    What was moved into the chapter since then from another one stays. WrongState when the
    chapter did not stand then.
    """
    past = plan_at(chapter.plan, moment)
    if chapter.pk not in past or past[chapter.pk].deleted:
        raise WrongState("这一章当时还不存在，请选晚一些的时间。")
    rows = {row.pk: row for row in chapter.plan.provisions.order_by("rank")}
    parents = {pk: one.parent_id for pk, one in past.items()}
    then = {pk for pk in rows if _inside(pk, chapter.pk, parents) and not past[pk].deleted}
    written = [(rows[pk], past[pk]) for pk in then if _differs(rows[pk], past[pk])]
    return Restoration(tuple(_outer_first(written)), tuple(_added_since(chapter, rows, past, then)))


def _added_since(
    chapter: Provision, rows: dict[int, Provision], past: Mapping[int, Past], then: set[int]
) -> list[Provision]:
    """What stands in the chapter and did not stand anywhere then; not what holds what stays."""
    parents = {pk: row.parent_id for pk, row in rows.items()}
    now = [pk for pk, row in rows.items() if row.deleted_at is None]
    inside = [pk for pk in now if _inside(pk, chapter.pk, parents)]
    added = [pk for pk in inside if pk not in past or past[pk].deleted]
    holding = {parents[pk] for pk in inside if pk not in added and pk not in then}
    return [rows[pk] for pk in added if pk not in holding]


def _inside(pk: int, chapter: int, parents: Mapping[int, int | None]) -> bool:
    at: int | None = pk
    while at is not None and at != chapter:
        at = parents.get(at)
    return at == chapter and (pk == chapter or pk in parents)


def _differs(row: Provision, past: Past) -> bool:
    texts = (row.title, row.text, row.run_in) != (past.title, past.text, past.run_in)
    place = (row.parent_id, row.rank) != (past.parent_id, past.rank)
    return texts or row.deleted_at is not None or (place and row.parent_id is not None)


def _outer_first(written: list[tuple[Provision, Past]]) -> list[tuple[Provision, Past]]:
    depth = {"chapter": 0, "section": 1, "task": 2}
    return sorted(written, key=lambda pair: (depth[pair[0].kind], pair[1].rank))


def restore_chapter(chapter_id: int, *, by: User, moment: datetime, origin: Origin) -> Restoration:
    """Bring a chapter's titles, texts and order back as they stood at ``moment``.

    Written as new revisions; what was added since is deleted and can be brought back. The
    chapter's own place in the plan stays.
    """
    with transaction.atomic():
        plan = lock_plan(Provision.objects.get(pk=chapter_id).plan_id)
        chapter = locked(Provision.objects).get(pk=chapter_id)
        chapter.plan = plan
        if chapter.kind != ProvisionKind.CHAPTER:
            raise InvalidInput("只有整章可以恢复到以前的时间，请选择一章。")
        if not may_edit(by, chapter):
            raise NotAllowed("您没有修改这一章的权限，或规划当前阶段不能修改。")
        found = restoration_of(chapter, moment)
        if not found.written and not found.deleted:
            raise WrongState("这一章现在和当时完全相同，不需要恢复。")
        if chapter.deleted_at is not None:
            require_chapter_right(by, chapter)
        _delete(found, by, origin)
        _write_back(plan, found, by, origin)
        new = {
            "moment": moment.isoformat(),
            "written": [row.pk for row, _ in found.written],
            "deleted": [row.pk for row in found.deleted],
        }
        record(Act.CHAPTER_RESTORE, chapter, by=by, plan=plan, new=new)
    return found


def _delete(found: Restoration, by: User, origin: Origin) -> None:
    at = clock.now()
    for row in found.deleted:
        row.deleted_at = at
    if found.deleted:
        revise(found.deleted, ChangeKind.DELETE, by=by, origin=origin)


def _write_back(plan: Plan, found: Restoration, by: User, origin: Origin) -> None:
    for row, past in found.written:
        row.plan = plan
        require_edit(by, row)
        row.title, row.text, row.run_in = past.title, past.text, past.run_in
        row.deleted_at = None
        if row.parent_id is None:
            row.rank = free_rank(row.rank, _beside(row))
            continue
        row.parent_id = past.parent_id
        row.rank = _rank_near(row, past.rank, found)
    if found.written:
        rows = [row for row, _ in found.written]
        revise(rows, ChangeKind.RESTORE, by=by, origin=origin)
        shorten(rows, by=by)


def _beside(row: Provision) -> set[str]:
    """Keys of what stands beside the row, itself left out."""
    siblings = Provision.objects.standing().filter(plan=row.plan_id, parent=row.parent_id)
    return set(siblings.exclude(pk=row.pk).values_list("rank", flat=True))


def _rank_near(row: Provision, rank: str, found: Restoration) -> str:
    """The old rank, or a free one before the next where another provision stands there."""
    together = [(one, past) for one, past in found.written if past.parent_id == row.parent_id]
    taken = _beside(row) | {one.rank for one, _ in together if one is not row}
    if rank not in taken:
        return rank
    return free_rank(rank, taken | {past.rank for _, past in together})
