"""How an appointment looks on a page, with what this visitor may press; loading an account."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from plans.enums import UserKind
from plans.models import Appointment, User
from plans.people.queries import waits_for
from plans.permissions import may_keep_accounts
from plans.seconds import may_confirm, may_keep
from plans.system.pages import Crumb, require

ACCOUNTS = "人员"


@dataclass(frozen=True)
class Shown:
    """An appointment as one visitor sees it."""

    row: Appointment
    state: str
    tone: str
    note: str
    may_confirm: bool
    decline: str
    may_end: bool


def shown(row: Appointment, user: User) -> Shown:
    """What stands behind an appointment, and the buttons that this visitor has."""
    confirms = may_confirm(user, row)
    keeps = may_keep(user, row)
    concerned = keeps or user.pk in (row.made_by_id, row.user_id)
    return Shown(
        row,
        "在任" if row.in_force else "待确认",
        "good" if row.in_force else "wait",
        _note(row),
        confirms,
        _decline(row, user) if row.waits and (confirms or concerned) else "",
        row.in_force and (user.pk != row.user_id if row.plan else concerned) and concerned,
    )


def _decline(row: Appointment, user: User) -> str:
    return "撤回" if row.made_by_id == user.pk else "不同意"


def _note(row: Appointment) -> str:
    """By whose word: who named, who confirmed, and who opened the account of whom it concerns."""
    if row.made_by is None:
        return ""
    if row.confirmed_by is not None:
        return f"{row.made_by}提名，{row.confirmed_by}确认"
    opener = row.user.opened_by
    opened = f"，账号由{opener}开设" if opener else ""
    return f"{row.made_by}提名{opened}；{waits_for(row)}"


def account_crumbs(user: User, *more: Crumb) -> list[Crumb]:
    """人员 › the person › …; the last one is the page itself."""
    here = reverse("account", args=[user.pk]) if more else None
    return [(ACCOUNTS, reverse("accounts")), (str(user), here), *more]


def load_account(request: HttpRequest, user_id: int) -> User:
    """A person's account, for who keeps accounts."""
    require(may_keep_accounts(request.user))
    return get_object_or_404(User.objects.select_related("unit"), pk=user_id, kind=UserKind.PERSON)
