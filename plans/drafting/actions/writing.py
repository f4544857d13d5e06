"""Saving text: the provision's title and body, the plan's title and preamble."""

from __future__ import annotations

from django.db import transaction
from reversion.models import Version

from plans.drafting.actions.revising import (
    Origin,
    checked_text,
    checked_title,
    lock_plan,
    lock_provision,
    require_edit,
    revise,
)
from plans.drafting.queries import kept_copies
from plans.enums import Act, ChangeKind
from plans.errors import InvalidInput, NotAllowed, StaleVersion, WrongState
from plans.models import Change, Plan, Provision, User
from plans.permissions import may_draft
from plans.system import clock
from plans.system.audit import record


def save_provision(
    provision_id: int,
    *,
    by: User,
    expected_version: int,
    title: str,
    text: str,
    run_in: bool | None = None,
    origin: Origin,
) -> Version:
    """Save title and body as a new revision; the latest one when this text stands already.

    StaleVersion when somebody saved since ``expected_version``; NotAllowed, WrongState,
    InvalidInput as their sentences say; then nothing is written.
    """
    title, text = checked_title(title), checked_text(text)
    with transaction.atomic():
        plan, provision = lock_provision(provision_id)
        require_edit(by, provision)
        run_in = provision.run_in if run_in is None else run_in
        if (provision.title, provision.text, provision.run_in) == (title, text, run_in):
            _settle_same(provision, by)
            return _latest(provision)
        _require_version(provision, expected_version)
        old = {"title": provision.title, "version": provision.version}
        provision.title, provision.text, provision.run_in = title, text, run_in
        (version,) = revise([provision], ChangeKind.EDIT, by=by, origin=origin)
        new = {"title": title, "version": provision.version, "revision": version.revision_id}
        record(Act.PROVISION_SAVE, provision, by=by, plan=plan, old=old, new=new)
        _settle_same(provision, by)
    return version


def save_plan_text(
    plan_id: int, *, by: User, expected_version: int, title: str, preamble: str, origin: Origin
) -> Version:
    """Save the plan's title and preamble as a new revision, as ``save_provision`` does."""
    title, preamble = checked_title(title), checked_text(preamble)
    if len(title) > 200:
        raise InvalidInput("规划名称不能超过200字。")
    with transaction.atomic():
        plan = lock_plan(plan_id)
        if not may_draft(by, plan):
            raise NotAllowed("您没有修改规划名称和引言的权限，或当前阶段不能修改。")
        if (plan.title, plan.preamble) == (title, preamble):
            return _latest(plan)
        _require_version(plan, expected_version)
        old = {"title": plan.title, "version": plan.version}
        plan.title, plan.preamble = title, preamble
        (version,) = revise([plan], ChangeKind.EDIT, by=by, origin=origin)
        record(Act.PLAN_SAVE_TEXT, plan, by=by, plan=plan, old=old, new={"title": title})
    return version


def restore_provision_text(change: Change, *, by: User, expected_version: int) -> Version:
    """Bring an earlier title and body back as a new revision; history stays as it is."""
    if change.provision_id is None:
        raise WrongState("规划名称和引言请在“规划信息”中修改。")
    fields = change.version.field_dict
    reason = f"恢复到第{change.number}版"
    return save_provision(
        change.provision_id,
        by=by,
        expected_version=expected_version,
        title=fields["title"],
        text=fields["text"],
        run_in=fields["run_in"],
        origin=Origin(reason, source=f"restore:{change.pk}"),
    )


def _require_version(row: Provision | Plan, expected: int) -> None:
    if row.version != expected:
        raise StaleVersion(
            "您打开后，这一部分已有人保存了新的修改，本次没有保存。请对照合并后再保存。",
            current_version=row.version,
        )


def _settle_same(provision: Provision, by: User) -> None:
    """Unsaved copies that say what is saved now are in the history; others go on waiting."""
    same = kept_copies(by, provision).filter(
        title=provision.title, text=provision.text, settled_at=None
    )
    same.update(settled_at=clock.now())


def _latest(row: Provision | Plan) -> Version:
    return Version.objects.get_for_object(row).order_by("-pk")[0]
