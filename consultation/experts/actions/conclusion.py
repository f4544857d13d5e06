"""综合论证意见: the chair writes it, the group signs it, the scan fixes it."""

from __future__ import annotations

from django.db import transaction

from consultation.enums import Act
from consultation.experts.actions.unsealing import lock_panel, require_chair
from consultation.experts.seal import is_chair
from consultation.models import ExpertPanel
from plans.errors import InvalidInput, NotAllowed, StaleVersion, WrongState
from plans.models import Attachment, User
from plans.system import clock
from plans.system.audit import record

LONGEST = 20_000


def write_conclusion(round_id: int, text: str, *, by: User, expected_version: int) -> ExpertPanel:
    """The group's opinion in the chair's words; open until the signed copy is in."""
    if not text.strip() or len(text) > LONGEST:
        raise InvalidInput(f"综合论证意见应为1至{LONGEST}字。")
    with transaction.atomic():
        panel = lock_panel(round_id)
        require_chair(panel, by)
        if panel.opened_at is None:
            raise WrongState("专家意见还没有启封，启封后才能撰写综合论证意见。")
        if panel.signed_scan_id is not None:
            raise WrongState("已上传专家签名的论证意见，综合论证意见不再改动。")
        if panel.version != expected_version:
            raise StaleVersion(
                "综合论证意见刚刚在别处改过，本次没有保存。请查看后再改。",
                current_version=panel.version,
            )
        old = {"conclusion": panel.conclusion}
        panel.conclusion, panel.version = text.strip(), panel.version + 1
        panel.concluded_by, panel.concluded_at = by, clock.now()
        panel.save()
        new = {"conclusion": panel.conclusion}
        record(Act.EXPERTS_CONCLUDE, panel, by=by, plan=panel.round.plan, old=old, new=new)
    return panel


def keep_signed(round_id: int, scan: Attachment, *, by: User) -> ExpertPanel:
    """The signed copy, by the chair alone; the conclusion stands from then on.

    Staff would say alone that the group has signed, and the chair always has an account.
    """
    with transaction.atomic():
        panel = lock_panel(round_id)
        if not is_chair(by, panel):
            raise NotAllowed("专家组签名的论证意见由组长上传。")
        if not panel.conclusion:
            raise WrongState("组长还没有撰写综合论证意见。")
        if panel.signed_scan_id is not None:
            raise WrongState("签名的论证意见已经上传。")
        panel.signed_scan = scan
        panel.save(update_fields=["signed_scan"])
        new = {"scan": scan.sha256}
        record(Act.EXPERTS_SIGN, panel, by=by, plan=panel.round.plan, new=new)
    return panel
