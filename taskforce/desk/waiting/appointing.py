"""What waits in appointing: who is to act for a unit or to manage a plan, for one to confirm."""

from __future__ import annotations

from django.urls import reverse

from plans.models import User
from plans.people.queries import waiting_for
from plans.people.vouching import links_to_confirm, mails_to_confirm, of_factor, voices_to_give
from taskforce.desk.waiting.items import Item

FIRST = "首次开通"
"""In place of a reason, which a first link needs not have."""


def appointments(user: User) -> list[Item]:
    """Appointments that another named and this person may confirm."""
    return [
        Item(
            f"{row.user}{row.words()}",
            f"{row.scope}　{row.made_by}提名",
            None,
            reverse("appointments"),
            "确认",
        )
        for row in waiting_for(user)
    ]


def resets(user: User) -> list[Item]:
    """Accounts: a link or a mail address to confirm, a voice to give back after a reset."""
    here = reverse("vouching")
    links = [
        Item(
            f"{row.user}的{'两步验证' if of_factor(row) else '开通链接'}",
            f"{row.given_by}{'提出解除' if of_factor(row) else '给出'}：{row.reason or FIRST}",
            None,
            here,
            "确认",
        )
        for row in links_to_confirm(user)
    ]
    voices = [
        Item(f"{row.user}的账号", "重设后，权限暂停", None, here, "确认")
        for row in voices_to_give(user)
    ]
    mails = [
        Item(f"{row.user}的电子邮箱", f"{row.made_by}提出修改", None, here, "确认")
        for row in mails_to_confirm(user)
    ]
    return links + mails + voices
