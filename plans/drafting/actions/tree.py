"""Changing the tree: add, move, delete and bring back provisions."""

from __future__ import annotations

from django.db import transaction

from plans.drafting.actions.ordering import free_rank, rank_behind, shorten
from plans.drafting.actions.revising import (
    Origin,
    checked_text,
    checked_title,
    lock_plan,
    lock_provision,
    require_edit,
    revise,
)
from plans.enums import Act, ChangeKind, ProvisionKind
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Plan, Provision, User
from plans.permissions import may_draft
from plans.system import clock
from plans.system.audit import record
from plans.system.locking import locked

ALLOWED_PARENTS: dict[str, tuple[str | None, ...]] = {
    ProvisionKind.CHAPTER: (None,),
    ProvisionKind.SECTION: (ProvisionKind.CHAPTER,),
    ProvisionKind.TASK: (ProvisionKind.CHAPTER, ProvisionKind.SECTION),
}


def add_provision(
    plan_id: int,
    *,
    by: User,
    kind: str,
    parent_id: int | None,
    after_id: int | None,
    title: str,
    text: str = "",
    run_in: bool = False,
    origin: Origin,
) -> Provision:
    """Add a provision under ``parent_id``, behind its sibling ``after_id`` (None: in front)."""
    title, text = checked_title(title), checked_text(text)
    with transaction.atomic():
        plan = lock_plan(plan_id)
        parent = _parent(plan, parent_id)
        _require_place(plan, kind, parent, by)
        rank = rank_behind(plan, parent, after_id, by=by)
        provision = Provision(
            plan=plan, parent=parent, kind=kind, rank=rank, title=title, text=text, run_in=run_in
        )
        revise([provision], ChangeKind.ADD, by=by, origin=origin)
        record(Act.PROVISION_ADD, provision, by=by, plan=plan, new={"title": title, "kind": kind})
    return provision


def move_provision(
    provision_id: int, *, by: User, parent_id: int | None, after_id: int | None, origin: Origin
) -> Provision:
    """Move a provision with all below it; one row is written, numbers follow by themselves."""
    with transaction.atomic():
        plan, provision = lock_provision(provision_id)
        require_edit(by, provision)
        parent = _parent(plan, parent_id)
        _require_place(plan, provision.kind, parent, by)
        old = {"parent": provision.parent_id, "rank": provision.rank}
        rank = rank_behind(plan, parent, after_id, by=by, moving=provision.pk)
        provision.parent, provision.rank = parent, rank
        revise([provision], ChangeKind.MOVE, by=by, origin=origin)
        record(
            Act.PROVISION_MOVE,
            provision,
            by=by,
            plan=plan,
            old=old,
            new={"parent": parent_id, "rank": rank},
        )
    return provision


def delete_provision(provision_id: int, *, by: User, origin: Origin) -> list[Provision]:
    """Put a provision and all below it out of the text; the rows stay as tombstones."""
    with transaction.atomic():
        plan, provision = lock_provision(provision_id)
        require_edit(by, provision)
        require_chapter_right(by, provision)
        rows = _standing_below(provision)
        moment = clock.now()
        for row in rows:
            row.deleted_at = moment
        revise(rows, ChangeKind.DELETE, by=by, origin=origin)
        record(
            Act.PROVISION_DELETE,
            provision,
            by=by,
            plan=plan,
            old={"title": provision.title, "provisions": [row.pk for row in rows]},
        )
    return rows


def undelete_provision(provision_id: int, *, by: User, origin: Origin) -> list[Provision]:
    """Undo a deletion: the provision and what went with it stand again at their place."""
    with transaction.atomic():
        tombstone = Provision.objects.get(pk=provision_id)
        plan = lock_plan(tombstone.plan_id)
        tombstone = locked(Provision.objects).get(pk=provision_id)
        tombstone.plan = plan
        rows = _deleted_together(tombstone)
        require_edit(by, tombstone)
        require_chapter_right(by, tombstone)
        tombstone.rank = _free_rank(plan, tombstone)
        for row in rows:
            row.deleted_at = None
        revise(rows, ChangeKind.RESTORE, by=by, origin=origin)
        shorten([tombstone], by=by)
        record(
            Act.PROVISION_UNDELETE,
            tombstone,
            by=by,
            plan=plan,
            new={"title": tombstone.title, "provisions": [row.pk for row in rows]},
        )
    return rows


def require_chapter_right(by: User, provision: Provision) -> None:
    """Whole chapters come and go by who drafts all of them: a chapter's writer moves none."""
    if provision.parent_id is None and not may_draft(by, provision.plan):
        raise NotAllowed("删除或恢复整章需要有起草全部章节的权限。")


def _parent(plan: Plan, parent_id: int | None) -> Provision | None:
    if parent_id is None:
        return None
    parent = Provision.objects.standing().filter(plan=plan, pk=parent_id).first()
    if parent is None:
        raise InvalidInput("要放入的上级部分不存在或已被删除。")
    parent.plan = plan
    return parent


def _require_place(plan: Plan, kind: str, parent: Provision | None, by: User) -> None:
    if (
        kind not in ALLOWED_PARENTS
        or (parent.kind if parent else None) not in ALLOWED_PARENTS[kind]
    ):
        raise InvalidInput("这里不能放这一级：章在最上层，节在章下，任务在章或节下。")
    if parent is not None:
        require_edit(by, parent)
    elif not may_draft(by, plan):
        raise NotAllowed("增加或调整章需要有起草全部章节的权限。")


def _standing_below(provision: Provision) -> list[Provision]:
    rows = [provision]
    for row in rows:
        children = Provision.objects.standing().filter(parent=row).order_by("rank")
        for child in locked(children):
            child.plan = provision.plan
            rows.append(child)
    return rows


def _deleted_together(tombstone: Provision) -> list[Provision]:
    if tombstone.deleted_at is None:
        raise WrongState("这一部分没有被删除，不需要恢复。")
    if tombstone.parent is not None and tombstone.parent.deleted_at is not None:
        raise WrongState("它的上级部分也已被删除，请先恢复上级部分。")
    rows = [tombstone]
    for row in rows:
        for child in Provision.objects.filter(parent=row, deleted_at=tombstone.deleted_at):
            child.plan = tombstone.plan
            rows.append(child)
    return rows


def _free_rank(plan: Plan, tombstone: Provision) -> str:
    siblings = Provision.objects.standing().filter(plan=plan, parent=tombstone.parent)
    return free_rank(tombstone.rank, set(siblings.values_list("rank", flat=True)))
