"""Applying a safe fix of 校核 as a revision."""

from __future__ import annotations

from reversion.models import Version

from plans.actions.revising import Origin
from plans.actions.writing import save_provision
from plans.checks import Finding
from plans.errors import InvalidInput
from plans.models import Plan, Provision, User


def apply_fix(plan: Plan, finding: Finding, *, by: User) -> Version:
    """Put the finding's replacement into the stored text it was found in."""
    if finding.fix is None or finding.node_id is None:
        raise InvalidInput("这一处不能自动改正，请到正文中修改。")
    row = Provision.objects.get(pk=finding.node_id, plan=plan)
    fix = finding.fix
    text = row.text[: fix.start] + fix.replacement + row.text[fix.end :]
    return save_provision(
        row.pk, by=by, expected_version=row.version, title=row.title, text=text,
        origin=Origin(f"校核改正：{finding.message}"[:200], source=f"check:{finding.rule}"),
    )  # fmt: skip
