"""移交: what a leaver holds goes to one successor, or to one for each kind, in one step."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from plans.enums import Act
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.leaving.registry import KINDS
from plans.models import User
from plans.people.actions.sessions import end_for_role
from plans.people.rules import require_active_person
from plans.permissions import may_keep_accounts
from plans.system.actions.outbox import post
from plans.system.audit import record
from plans.system.locking import locked


def hand_over(user_id: int, successors: dict[str, User], *, by: User) -> dict[str, int]:
    """Hand over by kind, all in one transaction; gives how many things of each kind went.

    Each thing leaves its own row in the log; leaver and successors are told.
    """
    with transaction.atomic():
        if not may_keep_accounts(User.objects.get(pk=by.pk)):
            raise NotAllowed("您没有管理账号的权限，请联系系统管理员。")
        leaver = locked(User.objects).get(pk=user_id)
        for successor in successors.values():
            _require_fit(successor, leaver, by)
        moved = {
            key: _hand_over(key, leaver, successors[key], by)
            for key in sorted(successors, key=_turn)
        }
        gone = {key: moved[key] for key in successors}
        if not any(gone.values()):
            raise WrongState(
                "没有可以移交给所选人员的事项。接手人须参与有关规划或属于有关单位，请换一位，"
                "或者由规划主持人、维护单位名录的人员另行安排。"
            )
        end_for_role(leaver, by=by)
        _tell(leaver, successors, gone, by)
    return gone


def _require_fit(successor: User, leaver: User, by: User) -> None:
    require_active_person(User.objects.get(pk=successor.pk))
    if successor.pk == leaver.pk:
        raise InvalidInput("接手人就是离任的本人，请选择另一位。")
    if successor.pk == by.pk:
        raise NotAllowed("不能把事项移交给自己，请由另一位系统管理员办理。")


def _turn(key: str) -> int:
    return KINDS[key].turn if key in KINDS else 0


def _hand_over(key: str, leaver: User, successor: User, by: User) -> int:
    kind = KINDS.get(key)
    if kind is None or kind.hand_over is None:
        raise InvalidInput("这一类事项不能直接移交，须另行安排。")
    return kind.hand_over(leaver, successor, by)


def _tell(leaver: User, successors: Mapping[str, User], gone: Mapping[str, int], by: User) -> None:
    said = [
        f"{KINDS[key].label}{count}项（{successors[key].full_name}）"
        for key, count in gone.items()
        if count
    ]
    people = sorted({successors[key].pk for key, count in gone.items() if count})
    new = {"note": "、".join(said), "people": people}
    record(Act.USER_HAND_OVER, leaver, by=by, new=new)
    if not leaver.is_active:
        post(leaver.email, "您的事项已移交", f"您承担的事项已移交：{new['note']}。")
