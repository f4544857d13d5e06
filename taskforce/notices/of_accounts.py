"""Who is told of accounts that end, are handed over, will end, or whose password is given anew."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q
from django.urls import reverse

from plans.enums import Act, AuditAction, Duty
from plans.models import Appointment, AuditEntry, Plan, User
from plans.permissions import holders, readable_plans
from plans.system import clock
from plans.system.chinese_dates import chinese_date
from taskforce.models import Body, Seat
from taskforce.notices.values import Telling


def _handed_over(entry: AuditEntry) -> Telling:
    """The successors, and who leaves."""
    leaver = User.objects.get(pk=entry.object_id)
    people = User.objects.filter(Q(pk__in=entry.new["people"]) | Q(pk=leaver.pk)).order_by("pk")
    text = f"{leaver}承担的事项已移交：{entry.new['note']}。"
    return Telling(tuple(people), text, reverse("desk"))


def _ended(entry: AuditEntry) -> Telling:
    """Who manages a plan on which the person worked, and the 系统管理员."""
    user = User.objects.get(pk=entry.object_id)
    seats = Body.objects.filter(pk__in=Seat.objects.in_force().filter(user=user).values("body"))
    plans = Plan.objects.filter(
        Q(pk__in=readable_plans(user).values("pk")) | Q(pk__in=seats.values("plan"))
    )
    managers = Appointment.objects.in_force().filter(plan__in=plans, permission=Duty.MANAGER)
    people = User.objects.filter(pk__in=managers.values("user")).order_by("pk")
    text = f"{user}的账号已停用（{entry.new['reason']}），请安排其承担的工作。"
    return Telling((*people, *holders(Duty.SYSTEM)), text, reverse("desk"))


def _ends_soon(entry: AuditEntry) -> Telling | None:
    """The person, and who opened the account."""
    user = User.objects.select_related("opened_by").get(pk=entry.object_id)
    if user.ends_on is None:
        return None
    left = (user.ends_on - clock.today()).days
    text = (
        f"{user}的账号使用到{chinese_date(user.ends_on)}（还有{left}天），到期自动停用。"
        "需要继续使用的，请联系系统管理员延长；承担的事项请先移交。"
    )
    people = (user, user.opened_by) if user.opened_by else (user,)
    return Telling(people, text, reverse("desk"))


def _kept(entry: AuditEntry) -> Telling | None:
    """The person, and the 系统管理员, who hand over or extend."""
    user = User.objects.get(pk=entry.object_id)
    if user.ends_on is None:
        return None
    text = (
        f"{user}的账号已于{chinese_date(user.ends_on)}到期，因其是规划唯一的主持人，暂不停用。"
        "请移交主持职责，接任的人确认后自动停用；需要继续使用的，请延长到期日。"
    )
    return Telling((user, *holders(Duty.SYSTEM)), text, reverse("desk"))


def _given_a_link(entry: AuditEntry) -> Telling:
    """The owner, so that nobody takes an account over behind its back."""
    text = f"{entry.actor}为您的账号给出了新的开通链接，理由：{entry.new.get('reason', '')}。"
    text += "如果不是您本人提出的，请立即联系平台管理员。"
    owner = User.objects.get(pk=entry.object_id)
    return Telling((owner,), text, reverse("password"))


def _factor_lost(entry: AuditEntry) -> Telling:
    """The owner, before a second person confirms it."""
    text = f"{entry.actor}提出解除您账号的两步验证，理由：{entry.new['reason']}。"
    text += "经另一位管理员确认后解除。如果不是您本人提出的，请立即联系平台管理员。"
    return Telling((User.objects.get(pk=entry.object_id),), text, reverse("mfa_index"))


def _factor_taken(entry: AuditEntry) -> Telling:
    text = f"经{entry.actor}确认，您账号的两步验证已解除，请重新设置。"
    text += "如果不是您本人提出的，请立即联系平台管理员。"
    return Telling((User.objects.get(pk=entry.object_id),), text, reverse("mfa_index"))


def _mail_named(entry: AuditEntry) -> Telling:
    """The owner, who may confirm it."""
    text = f"{entry.actor}提出把您账号的电子邮箱改为{entry.new['email'] or '（空）'}，"
    text += "请确认或者不同意。"
    return Telling((User.objects.get(pk=entry.object_id),), text, reverse("vouching"))


def _speaks_again(entry: AuditEntry) -> Telling:
    text = f"{entry.actor}已确认您的账号由您本人使用，表态和办理的权限已恢复。"
    if left := entry.new.get("left"):
        text = f"{entry.actor}已确认您的账号由您本人使用。权限恢复前，还须有人就以下职务确认："
        text += f"{'、'.join(left)}。"
    return Telling((User.objects.get(pk=entry.object_id),), text, reverse("desk"))


ACCOUNT_RULES: dict[AuditAction, Callable[[AuditEntry], Telling | None]] = {
    Act.USER_HAND_OVER: _handed_over,
    Act.USER_END: _ended,
    Act.USER_REMIND: _ends_soon,
    Act.USER_KEEP: _kept,
    Act.USER_LINK_RESET: _given_a_link,
    Act.USER_FACTOR_LOST: _factor_lost,
    Act.USER_FACTOR_TAKEN: _factor_taken,
    Act.USER_VOICE: _speaks_again,
    Act.USER_MAIL: _mail_named,
}
