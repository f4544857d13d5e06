"""The menu: URL names and predicates; a template context processor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from plans.models import Plan, User
from plans.permissions import (
    may_keep_mail,
    may_manage,
    may_manage_units,
    may_number,
    may_operate,
    may_read_audit,
    may_read_draft,
    may_see_accounts,
)
from plans.system.log_context import request_id
from taskforce.notices.queries import unread
from taskforce.permissions import may_see_dashboard, may_see_process

Visitor = User | AnonymousUser


def anyone(_user: Visitor) -> bool:
    """Public pages."""
    return True


def signed_in(user: Visitor) -> bool:
    """Staff pages that show each person their own."""
    return user.is_authenticated


@dataclass(frozen=True)
class Entry:
    """One line of the menu: its words, its page, and who sees it."""

    label: str
    url_name: str
    shown_to: Callable[[Visitor], bool]


ENTRIES: tuple[Entry, ...] = (
    Entry("我的工作台", "desk", signed_in),
    Entry("规划", "plans", signed_in),
    Entry("征求意见", "asked", signed_in),
    Entry("发文字号", "numbers", may_number),
    Entry("单位名录", "units", may_manage_units),
    Entry("人员", "accounts", may_see_accounts),
    Entry("邮件", "mail", may_keep_mail),
    Entry("运行", "operation", may_operate),
    Entry("日志", "audit_all", may_read_audit),
    Entry("已公开的规划", "home", anyone),
    Entry("公开征求意见", "public_list", anyone),
)


@dataclass(frozen=True)
class PlanEntry:
    """One tab of a plan: its words, its page (which takes the plan's slug), who sees it."""

    label: str
    url_name: str
    shown_to: Callable[[Visitor, Plan], bool]


PLAN_ENTRIES: tuple[PlanEntry, ...] = (
    PlanEntry("起草", "plan", may_read_draft),
    PlanEntry("总览", "dashboard", may_see_dashboard),
    PlanEntry("工作进度", "timeline", may_see_process),
    PlanEntry("校核", "checks", may_read_draft),
    PlanEntry("修改历史", "plan_history", may_read_draft),
    PlanEntry("各稿", "editions", may_read_draft),
    PlanEntry("征求意见", "rounds", may_read_draft),
    PlanEntry("审核与审查", "reviews", may_read_draft),
    PlanEntry("印发与公开", "issue", may_manage),
    PlanEntry("人员与权限", "people", may_manage),
    PlanEntry("操作日志", "audit", may_manage),
)

SOURCE_WORDS = {
    "import": "导入的文件",
    "check": "校核",
    "restore": "历史版本",
    "comment": "征求的意见",
    "review": "审议意见",
}
"""What a change of text may carry out, by the first word of its source."""


def menu(request: HttpRequest) -> dict[str, object]:
    """The menu's lines for this visitor, the present one marked, and the tabs that plans have."""
    user = getattr(request, "user", AnonymousUser())
    items = []
    for entry in ENTRIES:
        if entry.shown_to(user):
            url = reverse(entry.url_name)
            items.append({"label": entry.label, "url": url, "current": request.path == url})
    return {
        "menu": items,
        "request_id": request_id(request),
        "plan_entries": PLAN_ENTRIES,
        "source_words": SOURCE_WORDS,
        "unread_notices": unread(user) if isinstance(user, User) else 0,
    }
