"""Freezing 定版: the standing text becomes an immutable, hashed edition."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import transaction

from plans.drafting.actions.revising import lock_plan
from plans.drafting.queries import plan_tree
from plans.editions.actions.explanation import standing_explanation
from plans.editions.rules import USUAL_EDITION_KINDS
from plans.enums import Act, EditionKind, Phase
from plans.errors import InvalidInput, NotAllowed
from plans.models import Edition, EditionProvision, Explanation, Plan, User
from plans.permissions import may_manage
from plans.system import clock
from plans.system.audit import record
from plans.system.following import EDITION, follow
from plans.system.secrecy import refuse_secret
from plans.text.tree import Node, PlanTree, walk

SCHEMA = 1


def freeze_edition(
    plan_id: int,
    *,
    by: User,
    label: str,
    kind: EditionKind | None = None,
    note: str = "",
    explained: bool = False,
) -> Edition:
    """Freeze the standing text under a label that the plan has not used yet.

    ``kind`` is the usual one of the plan's phase where it is not said.
    ``explained`` keeps the standing 编制说明 with it; InvalidInput where there is none.
    """
    label = label.strip()
    refuse_secret(label, note)
    if not label or len(label) > 40:
        raise InvalidInput("请给这一稿起一个名称（不超过40字），例如：征求意见稿。")
    with transaction.atomic():
        plan = lock_plan(plan_id)
        if not may_manage(by, plan):
            raise NotAllowed("您没有为这个规划定版的权限。")
        if plan.editions.filter(label=label).exists():
            raise InvalidInput(f"“{label}”这个稿名已经用过，请换一个，例如：{label}（二稿）。")
        tree = plan_tree(plan)
        if not tree.nodes:
            raise InvalidInput("规划还没有任何章，不能定版。")
        explanation = standing_explanation(plan) if explained else None
        if explained and explanation is None:
            raise InvalidInput("还没有编制说明，请先编写，或不附编制说明定版。")
        named = {"kind": kind or USUAL_EDITION_KINDS[Phase(plan.phase)], "label": label}
        edition = _write(plan, tree, explanation, by=by, note=note.strip(), **named)
        new = named | {"sha256": edition.sha256}
        if explanation:
            new["explanation"] = explanation.sha256
        record(Act.EDITION_FREEZE, edition, by=by, plan=plan, new=new)
        follow(EDITION, edition=edition)
    return edition


def content_sha256(tree: PlanTree) -> str:
    """SHA-256 of the canonical content: sorted keys, no spaces, UTF-8, ids included."""
    content = {
        "schema": SCHEMA,
        "title": tree.title,
        "preamble": tree.preamble,
        "provisions": [_canonical(node, above) for node, above in walk(tree)],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(node: Node, above: tuple[Node, ...]) -> dict[str, Any]:
    return {
        "id": node.id,
        "parent": above[-1].id if above else None,
        "kind": str(node.kind),
        "number": node.number,
        "title": node.title,
        "run_in": node.run_in,
        "text": node.text,
    }


def _write(
    plan: Plan,
    tree: PlanTree,
    explanation: Explanation | None,
    *,
    by: User,
    kind: str,
    label: str,
    note: str,
) -> Edition:
    edition = Edition.objects.create(
        plan=plan,
        kind=kind,
        label=label,
        note=note,
        title=tree.title,
        preamble=tree.preamble,
        sha256=content_sha256(tree),
        explanation=explanation,
        frozen_by=by,
        frozen_at=clock.now(),
    )
    nodes = list(walk(tree))
    order = {node.id: at for at, (node, _) in enumerate(nodes)}
    rows: dict[Any, EditionProvision] = {}
    for depth in range(3):
        level = [
            _row(edition, node, above, order, rows) for node, above in nodes if len(above) == depth
        ]
        for row in EditionProvision.objects.bulk_create(level):
            rows[row.provision_id] = row
    return edition


def _row(
    edition: Edition,
    node: Node,
    above: tuple[Node, ...],
    order: dict[Any, int],
    rows: dict[Any, EditionProvision],
) -> EditionProvision:
    return EditionProvision(
        edition=edition,
        provision_id=int(node.id or 0),
        order=order[node.id],
        kind=node.kind,
        parent=rows[above[-1].id] if above else None,
        number=node.number,
        title=node.title,
        run_in=node.run_in,
        text=node.text,
    )


def edition_is_intact(edition: Edition, tree: PlanTree) -> bool:
    """Whether the frozen rows still have the edition's hash."""
    return content_sha256(tree) == edition.sha256
