"""A plan as a whole: create, import, settings, rights, phase."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from plans.drafting.actions.revising import Origin, checked_text, checked_title, lock_plan, revise
from plans.enums import PHASE_TRANSITIONS, Act, ChangeKind, Phase
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Edition, Plan, Provision, Unit, User
from plans.people.actions.appointments import appoint_maker
from plans.permissions import (
    DRAFT_PLAN,
    READ_DRAFT,
    grant,
    may_create_plan,
    may_manage,
    revoke,
)
from plans.system.audit import record
from plans.text.numbering import Formats
from plans.text.ranks import spread
from plans.text.tree import Node, PlanTree

PLAN_RIGHTS = (DRAFT_PLAN, READ_DRAFT)
"""What a manager gives alone; managing itself is a duty to be confirmed."""


def create_plan(
    *,
    by: User,
    slug: str,
    kind: str,
    owner: Unit,
    title: str,
    period: tuple[int, int] | None = None,
    formats: Formats | None = None,
    tree: PlanTree | None = None,
    origin: Origin | None = None,
) -> Plan:
    """Start a plan, empty or with an imported text; its maker may manage it.

    The whole text becomes one revision with a Version per provision. InvalidInput when the
    slug is taken; nothing is kept then.
    """
    if not may_create_plan(by):
        raise NotAllowed("您没有新建规划的权限。")
    formats = formats or Formats()
    plan = Plan(
        slug=slug,
        kind=kind,
        owner=owner,
        created_by=by,
        title=_plan_title(title),
        preamble=checked_text(tree.preamble if tree else ""),
        period_start=period[0] if period else None,
        period_end=period[1] if period else None,
        chapter_style=formats.chapter,
        section_style=formats.section,
        task_style=formats.task,
        task_running=formats.task_running,
    )
    plan.clean_fields(exclude=["owner", "created_by"])
    origin = origin or Origin("新建规划")
    try:
        with transaction.atomic():
            rows: list[Provision | Plan] = [plan]
            _collect(plan, None, tree.nodes if tree else (), rows)
            revise(rows, ChangeKind.IMPORT, by=by, origin=origin)
            appoint_maker(plan, by=by)
            record(Act.PLAN_CREATE, plan, by=by, plan=plan, new={"title": plan.title, "slug": slug})
    except IntegrityError as error:
        if Plan.objects.filter(slug=slug).exists():
            raise InvalidInput(f"网址标识“{slug}”已被另一个规划使用，请换一个。") from error
        raise
    return plan


def _collect(
    plan: Plan, parent: Provision | None, nodes: tuple[Node, ...], rows: list[Provision | Plan]
) -> None:
    for node, rank in zip(nodes, spread(len(nodes)), strict=True):
        row = Provision(
            plan=plan,
            parent=parent,
            kind=node.kind,
            rank=rank,
            run_in=node.run_in,
            title=checked_title(node.title),
            text=checked_text(node.text),
        )
        rows.append(row)
        _collect(plan, row, node.children, rows)


def _plan_title(title: str) -> str:
    title = checked_title(title)
    if len(title) > 200:
        raise InvalidInput("规划名称不能超过200字。")
    return title


def change_settings(plan_id: int, *, by: User, values: dict[str, Any]) -> Plan:
    """Change kind, period and number formats; ``values`` comes from a validated form."""
    with transaction.atomic():
        plan = lock_plan(plan_id)
        if not may_manage(by, plan):
            raise NotAllowed("您没有主持这个规划的权限。")
        old = {name: getattr(plan, name) for name in values}
        for name, value in values.items():
            setattr(plan, name, value)
        plan.clean_fields(exclude=[one.name for one in plan._meta.fields if one.name not in values])
        plan.save(update_fields=list(values))
        record(Act.PLAN_CHANGE_SETTINGS, plan, by=by, plan=plan, old=old, new=values)
    return plan


def grant_right(plan: Plan, user: User, right: str, *, by: User) -> None:
    """Give a person a right on the text as a whole; a manager is named and confirmed instead."""
    _change_right(plan, user, right, by=by, given=True)


def revoke_right(plan: Plan, user: User, right: str, *, by: User) -> None:
    """Take a person's right on the text back."""
    _change_right(plan, user, right, by=by, given=False)


def _change_right(plan: Plan, user: User, right: str, *, by: User, given: bool) -> None:
    if right not in PLAN_RIGHTS:
        raise InvalidInput("没有这一项权限。")
    with transaction.atomic():
        if not may_manage(by, lock_plan(plan.pk)):
            raise NotAllowed("您没有主持这个规划的权限。")
        (grant if given else revoke)(right, user, plan)
        change = {"user": user.username, "right": right}
        record(Act.PLAN_GRANT if given else Act.PLAN_REVOKE, plan, by=by, plan=plan, new=change)


def change_phase(
    plan_id: int, phase: Phase, *, by: User, edition: Edition | None = None, reason: str = ""
) -> Plan:
    """The one writer of ``Plan.phase``; the callers judge whether it may happen now.

    APPROVED needs the decided edition. WrongState when PHASE_TRANSITIONS has no such step;
    nothing happens when the plan is in the phase already.
    """
    with transaction.atomic():
        plan = lock_plan(plan_id)
        old = Phase(plan.phase)
        if old == phase:
            return plan
        if phase not in PHASE_TRANSITIONS[old]:
            raise WrongState(f"规划处于“{old.label}”阶段，不能转入“{phase.label}”。")
        if phase == Phase.APPROVED:
            if edition is None or edition.plan_id != plan.pk:
                raise WrongState("批准规划须指明经审议的那一稿。")
            plan.approved_edition = edition
        plan.phase = phase
        plan.save(update_fields=["phase", "approved_edition"])
        record(
            Act.PLAN_CHANGE_PHASE,
            plan,
            by=by,
            plan=plan,
            old={"phase": old},
            new={"phase": phase, "edition": edition.pk if edition else None, "reason": reason},
        )
    return plan


def hold_issue(plan_id: int, reason: str, *, by: User) -> Plan:
    """Refuse the plan's issue with this sentence, or with an empty one let it go on.

    The caller has judged that it must be so; nothing happens when it is so already.
    """
    with transaction.atomic():
        plan = lock_plan(plan_id)
        old, new = plan.held_because, reason[:300]
        if old == new:
            return plan
        plan.held_because = new
        plan.save(update_fields=["held_because"])
        change = {"old": {"held": old}, "new": {"held": new}}
        record(Act.PLAN_HOLD, plan, by=by, plan=plan, **change)
    return plan
