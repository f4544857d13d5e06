"""Leaving a finding of 校核 with a reason, and taking that back."""

from __future__ import annotations

from django.db import transaction

from plans.drafting.actions.revising import lock_plan
from plans.enums import Act
from plans.errors import InvalidInput, NotAllowed
from plans.models import CheckWaiver, Plan, User
from plans.permissions import may_draft, may_manage
from plans.system.audit import record


def waive_finding(
    plan: Plan, *, by: User, fingerprint: str, rule: str, excerpt: str, reason: str
) -> CheckWaiver:
    """Leave a finding of 校核 as it is, with a reason that sticks."""
    reason = reason.strip()
    if not reason or len(reason) > 200:
        raise InvalidInput("请写明保留原文的理由（不超过200字）。")
    with transaction.atomic():
        if not may_draft(by, lock_plan(plan.pk)):
            raise NotAllowed("您没有处理校核结果的权限。")
        waiver, _ = CheckWaiver.objects.update_or_create(
            plan=plan,
            fingerprint=fingerprint,
            defaults={"rule": rule, "excerpt": excerpt[:200], "reason": reason, "by": by},
        )
        record(Act.CHECK_WAIVE, waiver, by=by, plan=plan, new={"rule": rule, "reason": reason})
    return waiver


def withdraw_waiver(waiver: CheckWaiver, *, by: User) -> None:
    """Let a finding be shown again."""
    with transaction.atomic():
        if not may_manage(by, lock_plan(waiver.plan_id)):
            raise NotAllowed("您没有处理校核结果的权限。")
        record(
            Act.CHECK_WITHDRAW_WAIVER,
            waiver,
            by=by,
            plan=waiver.plan,
            old={"rule": waiver.rule, "reason": waiver.reason},
        )
        waiver.delete()
