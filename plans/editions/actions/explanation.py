"""编制说明: written in the portal, every save a row of its own, kept with the 送审稿."""

from __future__ import annotations

import hashlib

from django.db import transaction

from plans.drafting.actions.revising import checked_text, lock_plan
from plans.enums import Act
from plans.errors import InvalidInput, NotAllowed, StaleVersion
from plans.models import Explanation, Plan, User
from plans.permissions import may_draft
from plans.system.audit import record


def standing_explanation(plan: Plan) -> Explanation | None:
    """The explanation as it stands, or None before the first save."""
    return plan.explanations.order_by("-number").first()


def save_explanation(plan_id: int, *, by: User, text: str, expected_number: int) -> Explanation:
    """Save the explanation; ``expected_number`` is the one that was opened, 0 for none.

    StaleVersion when somebody else has saved since; nothing is written when nothing changed.
    """
    text = checked_text(text).strip()
    if not text:
        raise InvalidInput("编制说明不能为空。")
    with transaction.atomic():
        plan = lock_plan(plan_id)
        if not may_draft(by, plan):
            raise NotAllowed("您没有修改编制说明的权限，或规划当前阶段不能修改。")
        standing = standing_explanation(plan)
        number = standing.number if standing else 0
        if number != expected_number:
            raise StaleVersion(
                "您打开后，编制说明已有人保存了新的修改，本次没有保存。请对照后再保存。",
                current_version=number,
            )
        if standing and standing.text == text:
            return standing
        saved = Explanation.objects.create(
            plan=plan,
            number=number + 1,
            text=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            written_by=by,
        )
        new = {"number": saved.number, "sha256": saved.sha256}
        record(Act.EXPLANATION_SAVE, saved, by=by, plan=plan, new=new)
    return saved
