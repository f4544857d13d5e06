"""Accounts, by the 系统管理员: changing, ending, reopening, and until when they are for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from plans.enums import OFFICES, Act, SignedOut, UserKind
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import ActivationLink, Appointment, Unit, User
from plans.people.actions.appointments import lock_offices
from plans.people.actions.mail import name_mail
from plans.people.rules import (
    lock_managed,
    manages_alone,
    require_another_holder,
    require_other_managers,
)
from plans.people.sessions import end_sessions
from plans.permissions import may_keep_accounts
from plans.system import clock
from plans.system.actions.outbox import post
from plans.system.audit import record
from plans.system.chinese_dates import chinese_date
from plans.system.locking import locked
from plans.system.secrecy import refuse_secret

ENDS_WITH_ACCOUNT: list[Callable[[User], None]] = []
"""What a higher app ends with an account: its secret addresses; put here when it is ready."""
REASON_MAX = 200


@dataclass(frozen=True)
class Facts:
    """What an account says of its person."""

    full_name: str
    position: str
    email: str
    unit: Unit | None


def change_account(user_id: int, facts: Facts, *, by: User) -> User:
    """Change name, position, mail and unit; the owner is told.

    Another mail of an account that its owner has opened only waits (``name_mail``): it would lead
    the mail of a forgotten password to whoever entered it.
    """
    refuse_secret(facts.full_name, facts.position, facts.email)
    with transaction.atomic():
        user = _lock(user_id, by)
        if facts.unit != user.unit:
            _refuse_with_duties(user)
        old = _said(user)
        waits = user.has_usable_password()
        if not waits:
            user.email = facts.email
        elif facts.email != user.email:
            name_mail(user, facts.email, by=by)
        user.full_name, user.position, user.unit = facts.full_name, facts.position, facts.unit
        user.full_clean(exclude=["password", "email"] if waits else ["password"])
        if _said(user) == old:
            return user
        user.save(update_fields=["full_name", "position", "email", "unit"])
        record(Act.USER_CHANGE, user, by=by, old=old, new=_said(user))
        for address in dict.fromkeys((old["email"], user.email)):
            post(address, "您的账号信息已修改", _changed(user, by), about=f"user:{user.pk}")
    return user


def _said(user: User) -> dict[str, str]:
    return {
        "full_name": user.full_name,
        "position": user.position,
        "email": user.email,
        "unit": str(user.unit or ""),
    }


def _changed(user: User, by: User) -> str:
    lines = [f"{by}修改了您的账号“{user.username}”的信息，现在是："]
    words = {"full_name": "姓名", "position": "职务", "email": "电子邮箱", "unit": "单位"}
    lines += [f"{words[name]}：{value or '（空）'}" for name, value in _said(user).items()]
    return "\n".join([*lines, "如果不是您要求的，请立即联系安全管理员。"])


def _refuse_with_duties(user: User) -> None:
    held = Appointment.objects.standing().filter(user=user, unit__isnull=False).first()
    if held is not None:
        raise WrongState(
            f"{user}是或者已被提名为{held.unit}的{held.get_permission_display()}，"
            "请先移交或终止这项任职，再修改单位。"
        )


def deactivate(user_id: int, reason: str, *, by: User) -> User:
    """停用: sign-ins and secret addresses end at once; what the person holds stays to be handed
    over. The last one in one of the three offices stays, and the only manager of a plan."""
    reason = _reason(reason)
    with transaction.atomic():
        lock_offices()
        user = _lock(user_id, by)
        if user.pk == by.pk:
            raise WrongState("不能停用自己的账号，请由另一位系统管理员办理。")
        require_other_managers(user)
        end_account(user, reason, by=by)
    return user


def deactivate_all(user_ids: Iterable[int], reason: str, *, by: User) -> list[User]:
    """停用 of all who are chosen, or of none; the sentence says who stands in the way."""
    chosen = sorted(set(user_ids))
    if not chosen:
        raise InvalidInput("请先选择要停用的账号。")
    with transaction.atomic():
        lock_offices()
        list(locked(User.objects.filter(pk__in=chosen)).order_by("pk"))
        lock_managed(chosen)
        return [deactivate(pk, reason, by=by) for pk in chosen]


def end_account(user: User, reason: str, *, by: User) -> None:
    """End a locked account; inside the caller's transaction, the offices locked."""
    if not user.is_active:
        raise WrongState(f"{user}的账号已经停用，请刷新页面查看。")
    for office in Appointment.objects.in_force().filter(user=user, permission__in=OFFICES):
        require_another_holder(user, office.permission)
    user.is_active = False
    user.save(update_fields=["is_active"])
    ActivationLink.objects.filter(user=user, used_at=None, ended_at=None).update(
        ended_at=clock.now()
    )
    end_sessions(user, SignedOut.ACCOUNT)
    for end in ENDS_WITH_ACCOUNT:
        end(user)
    record(Act.USER_END, user, by=by, new={"username": user.username, "reason": reason})
    post(user.email, "您的账号已停用", f"您的账号“{user.username}”已停用。原因：{reason}")


def reactivate(user_id: int, reason: str, *, by: User) -> User:
    """恢复: the person signs in again; the rights that nobody took meanwhile hold again."""
    reason = _reason(reason)
    with transaction.atomic():
        user = _lock(user_id, by)
        if user.is_active:
            raise WrongState(f"{user}的账号在用，不需要恢复。")
        if user.ends_on is not None and user.ends_on < clock.today():
            raise WrongState(f"{user}的账号已经到期，请先延长到期日，再恢复。")
        user.is_active = True
        user.save(update_fields=["is_active"])
        record(Act.USER_REOPEN, user, by=by, new={"username": user.username, "reason": reason})
        post(user.email, "您的账号已恢复", f"您的账号“{user.username}”已恢复使用。原因：{reason}")
    return user


def set_end(user_id: int, ends_on: date | None, reason: str, *, by: User) -> User:
    """Until when an account is for, the day included; None: without an end. Who is or may become
    one of the three administrators has none, and a plan has a manager for longer."""
    reason = _reason(reason)
    with transaction.atomic():
        lock_offices()
        user = _lock(user_id, by)
        if ends_on is not None and ends_on < clock.today():
            raise InvalidInput("到期日不能早于今天；现在就要停用的，请直接停用。")
        held = Appointment.objects.standing().filter(user=user, permission__in=OFFICES)
        if ends_on is not None and held.exists():
            raise WrongState(f"{user}是或者已被提名为管理员，账号不设到期日，请先终止这项任职。")
        if ends_on is not None and manages_alone(user, until=ends_on):
            raise WrongState(
                f"{chinese_date(ends_on)}以后，{user}主持的某个规划就没有账号在用的主持人了，"
                "不能设这个到期日。请先在“承担的事项”中移交主持职责，待接任的人确认后再设。"
            )
        old = {"ends_on": str(user.ends_on or "")}
        user.ends_on, user.end_reminded = ends_on, None
        user.save(update_fields=["ends_on", "end_reminded"])
        new = {"ends_on": str(ends_on or ""), "reason": reason}
        record(Act.USER_TERM, user, by=by, old=old, new=new)
        until = f"使用到{chinese_date(ends_on)}" if ends_on else "不再有到期日"
        post(user.email, "您的账号的到期日", f"您的账号“{user.username}”{until}。原因：{reason}")
    return user


def _lock(user_id: int, by: User) -> User:
    """The account, locked; NotAllowed for anybody who does not keep accounts now."""
    if not may_keep_accounts(User.objects.get(pk=by.pk)):
        raise NotAllowed("您没有管理账号的权限，请联系系统管理员。")
    user = locked(User.objects).select_related("unit").get(pk=user_id)
    if user.kind != UserKind.PERSON:
        raise WrongState("这不是人员的账号，不在这里管理。")
    return user


def _reason(reason: str) -> str:
    reason = reason.strip()
    refuse_secret(reason)
    if not reason or len(reason) > REASON_MAX:
        raise InvalidInput(f"请填写原因，不超过{REASON_MAX}字。")
    return reason
