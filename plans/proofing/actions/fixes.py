"""Applying a safe fix of 校核 as a revision."""

from __future__ import annotations

from reversion.models import Version

from plans.checks import Finding
from plans.drafting.actions.revising import Origin
from plans.drafting.actions.writing import save_plan_text, save_provision
from plans.drafting.queries import plan_tree
from plans.errors import InvalidInput, WrongState
from plans.models import Plan, Provision, User
from plans.proofing.actions.checking import request_check
from plans.proofing.findings import is_long


def apply_fix(plan: Plan, finding: Finding, *, by: User) -> Version:
    """Put the finding's replacement into the stored string it was found in.

    A long text is checked anew: what was found before belongs to the text of before.
    """
    version = _apply(plan, finding, by)
    if is_long(plan_tree(plan)):
        request_check(plan, by=by)
    return version


def _apply(plan: Plan, finding: Finding, by: User) -> Version:
    if finding.fix is None or finding.field == "number":
        raise InvalidInput("这一处不能自动改正，请到正文中修改。")
    origin = Origin(f"校核改正：{finding.message}"[:200], source=f"check:{finding.rule}")
    if finding.node_id is None:
        return _fix_plan(plan, finding, by, origin)
    row = Provision.objects.standing().filter(pk=finding.node_id, plan=plan).first()
    if row is None or finding.field not in ("title", "text"):
        raise WrongState("这一处已被删除或改动，请重新校核。")
    fixed = {finding.field: finding.fix.apply(getattr(row, finding.field))}
    return save_provision(
        row.pk,
        by=by,
        expected_version=row.version,
        origin=origin,
        title=fixed.get("title", row.title),
        text=fixed.get("text", row.text),
    )


def _fix_plan(plan: Plan, finding: Finding, by: User, origin: Origin) -> Version:
    assert finding.fix is not None
    title, preamble = plan.title, plan.preamble
    if finding.field == "plan_title":
        title = finding.fix.apply(title)
    else:
        preamble = finding.fix.apply(preamble)
    return save_plan_text(
        plan.pk,
        by=by,
        expected_version=plan.version,
        title=title,
        preamble=preamble,
        origin=origin,
    )
