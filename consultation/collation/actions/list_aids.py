"""Saved views of the list (one's own) and canned reasons (the plan's)."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from consultation.collation.canned_reasons import DEFAULT_REASONS
from consultation.enums import Act
from consultation.models import CannedReason, Round, SavedView
from consultation.permissions import may_see_collation
from plans.errors import InvalidInput, NotAllowed
from plans.models import Plan, User
from plans.permissions import may_manage
from plans.system.audit import record

VIEWS_MAX = 20


def save_view(round_: Round, *, by: User, name: str, query: str) -> SavedView:
    """保存视图: keep the filters of the URL under a name; the same name is written over."""
    name = name.strip()[:30]
    if not may_see_collation(by, round_):
        raise NotAllowed("您没有查看意见汇总的权限。")
    if not name or not query or len(query) > 1000:
        raise InvalidInput("请先选好筛选条件，再给视图起个名称。")
    with transaction.atomic():
        own = SavedView.objects.filter(round=round_, owner=by)
        if own.exclude(name=name).count() >= VIEWS_MAX:
            raise InvalidInput(f"最多保存{VIEWS_MAX}个视图，请先删除不用的。")
        made, _ = SavedView.objects.update_or_create(
            round=round_, owner=by, name=name, defaults={"query": query}
        )
        record(Act.VIEW_SAVE, made, by=by, plan=round_.plan, new={"name": name, "query": query})
    return made


def delete_view(view: SavedView, *, by: User) -> None:
    """Throw one's own view away."""
    if view.owner_id != by.pk:
        raise NotAllowed("这不是您保存的视图。")
    with transaction.atomic():
        old = {"name": view.name, "query": view.query}
        record(Act.VIEW_DELETE, view, by=by, plan=view.round.plan, old=old)
        view.delete()


def add_reason(plan: Plan, *, by: User, text: str) -> CannedReason:
    """Add a reason to those at hand; the first one brings the usual ones in beside it."""
    text = _checked(plan, by, text)
    with transaction.atomic():
        _keep_defaults(plan)
        made, _ = CannedReason.objects.get_or_create(plan=plan, text=text)
        record(Act.REASON_ADD, made, by=by, plan=plan, new={"text": text})
    return made


def change_reason(reason: CannedReason, *, by: User, text: str) -> CannedReason:
    """Put a reason into other words; answers given with it stay."""
    text = _checked(reason.plan, by, text)
    old = {"text": reason.text}
    try:
        with transaction.atomic():
            reason.text = text
            reason.save(update_fields=["text"])
            record(Act.REASON_CHANGE, reason, by=by, plan=reason.plan, old=old, new={"text": text})
    except IntegrityError:
        raise InvalidInput("已有同样的常用理由。") from None
    return reason


def delete_reason(plan: Plan, text: str, *, by: User) -> None:
    """Take a reason from those at hand; when the last has gone, the usual ones are back."""
    _checked(plan, by, text)
    with transaction.atomic():
        _keep_defaults(plan)
        for reason in CannedReason.objects.filter(plan=plan, text=text):
            record(Act.REASON_DELETE, reason, by=by, plan=plan, old={"text": text})
            reason.delete()


def _checked(plan: Plan, by: User, text: str) -> str:
    text = text.strip()
    if not may_manage(by, plan):
        raise NotAllowed("您没有管理常用理由的权限。")
    if not text or len(text) > 300:
        raise InvalidInput("常用理由应为1至300字。")
    return text


def _keep_defaults(plan: Plan) -> None:
    own = CannedReason.objects.filter(plan=plan)
    if not own.exists():
        CannedReason.objects.bulk_create(
            CannedReason(plan=plan, text=text) for text in DEFAULT_REASONS
        )
