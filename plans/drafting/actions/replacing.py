"""Replacing words throughout a plan."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from reversion.models import Version

from plans.drafting.actions.revising import Origin, lock_plan
from plans.drafting.actions.writing import save_plan_text, save_provision
from plans.drafting.replacing import replaced
from plans.errors import InvalidInput
from plans.models import Plan, Provision, User


def replace_in_plan(
    plan: Plan, *, by: User, find: str, put: str, versions: Mapping[int, int], origin: Origin
) -> list[Version]:
    """Put ``put`` for every ``find`` in these provisions, a revision each; all or nothing.

    ``versions`` names the version of each provision that was previewed, that of the plan's own
    title and preamble under 0: StaleVersion when one has been saved since.
    """
    if not find or len(find) > 100 or len(put) > 100 or "\n" in find + put:
        raise InvalidInput("请填写要查找的文字（不超过100字，不含换行）。")
    if not versions:
        raise InvalidInput("请至少选择一处要替换的内容。")
    with transaction.atomic():
        lock_plan(plan.pk)
        rows = Provision.objects.filter(plan=plan, pk__in=versions)
        if rows.count() != len(versions.keys() - {0}):
            raise InvalidInput("要替换的内容不在这个规划中，请重新查找。")
        front = [_replace_front(plan, by, find, put, versions[0], origin)] if 0 in versions else []
        return front + [_replace(row, by, find, put, versions[row.pk], origin) for row in rows]


def _replace_front(
    plan: Plan, by: User, find: str, put: str, version: int, origin: Origin
) -> Version:
    title, preamble = replaced(plan.title, plan.preamble, find, put)
    return save_plan_text(
        plan.pk, by=by, expected_version=version, title=title, preamble=preamble, origin=origin
    )


def _replace(
    row: Provision, by: User, find: str, put: str, version: int, origin: Origin
) -> Version:
    title, text = replaced(row.title, row.text, find, put)
    return save_provision(
        row.pk, by=by, expected_version=version, title=title, text=text, origin=origin
    )
