"""The one door to reversion: how a change of text becomes a Version and a Change row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import reversion
from reversion.models import Version

from plans.drafting.queries import chapter_of
from plans.enums import ChangeKind
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Attachment, Change, Plan, Provision, User
from plans.permissions import may_edit
from plans.system import clock
from plans.system.following import TEXT, follow
from plans.system.locking import locked
from plans.system.secrecy import refuse_secret

TITLE_MAX = 300
TEXT_MAX = 200_000


@dataclass(frozen=True)
class Origin:
    """Where a change comes from: the reason given, an opaque source, and 代录 details."""

    reason: str = ""
    source: str = ""
    recorded_for: str = ""
    scan: Attachment | None = None


def lock_plan(plan_id: int) -> Plan:
    """The plan's row, locked: every action on text or tree holds it first."""
    return locked(Plan.objects).get(pk=plan_id)


def lock_provision(provision_id: int) -> tuple[Plan, Provision]:
    """The plan's row, then the provision's, both locked; the provision must still stand."""
    plan = locked(Plan.objects).get(provisions=provision_id)
    provision = locked(Provision.objects).get(pk=provision_id)
    provision.plan = plan
    if provision.deleted_at is not None:
        raise WrongState("这一部分已被删除，可在“修改历史”中恢复后再修改。")
    return plan, provision


def require_edit(user: User, provision: Provision) -> None:
    """Raise NotAllowed unless the user may change this provision now."""
    chapter = chapter_of(provision)
    chapter.plan = provision.plan
    if not may_edit(user, chapter):
        raise NotAllowed("您没有修改这一部分的权限，或规划当前阶段不能修改。")


def checked_title(title: str) -> str:
    """The title as stored: one line, no closing 。; InvalidInput when it cannot be one."""
    title = title.strip().removesuffix("。")
    refuse_secret(title)
    if not title:
        raise InvalidInput("标题不能为空。")
    if "\n" in title or len(title) > TITLE_MAX:
        raise InvalidInput(f"标题应为一行，且不超过{TITLE_MAX}字。")
    return title


def checked_text(text: str) -> str:
    """The body as stored, line ends as LF; InvalidInput when it cannot be kept."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    refuse_secret(text)
    if "\x00" in text:
        raise InvalidInput("正文含有无法保存的控制字符，请删除后再保存。")
    if len(text) > TEXT_MAX:
        raise InvalidInput(f"正文超过{TEXT_MAX}字，请分成几个部分。")
    return text


def revise(
    rows: Sequence[Provision | Plan], kind: ChangeKind, *, by: User, origin: Origin
) -> list[Version]:
    """Save the rows (already changed in memory) as one reversion revision.

    Returns the Versions in the order of ``rows``; the caller holds the transaction. Refuses to
    run inside an open revision block: nested blocks merge, and two saves would become one.
    What other apps have to do with the text follows at once.
    """
    if reversion.is_active():
        raise RuntimeError("a revision is already open: saves must not merge into one")
    refuse_secret(origin.reason, origin.recorded_for)
    with reversion.create_revision(atomic=False):
        reversion.set_user(by)
        reversion.set_comment(origin.reason)
        reversion.set_date_created(clock.now())
        for row in rows:
            row.version += 0 if row._state.adding else 1
            row.save()
    versions = [_change(row, kind, origin) for row in rows]
    follow(TEXT, rows=rows, by=by)
    return versions


def _change(row: Provision | Plan, kind: ChangeKind, origin: Origin) -> Version:
    version = Version.objects.get_for_object(row).select_related("revision").order_by("-pk")[0]
    Change.objects.create(
        plan=row.plan if isinstance(row, Provision) else row,
        provision=row if isinstance(row, Provision) else None,
        version=version,
        kind=kind,
        number=row.version,
        source=origin.source,
        recorded_for=origin.recorded_for,
        scan=origin.scan,
    )
    return version
