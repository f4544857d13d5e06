"""How those whom a round asks are reached: by an account, or with a letter and a link."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from consultation.enums import Audience
from consultation.models import Round
from plans.enums import UserKind
from plans.models import Edition, UnitUserObjectPermission
from plans.permissions import DRAFT_REPLY, RELEASE_REPLY
from plans.system.chinese_dates import chinese_hour, local_day


def units_with_account(unit_ids: Iterable[int]) -> set[int]:
    """Of these units those for which somebody with an account drafts or releases."""
    rows = UnitUserObjectPermission.objects.filter(
        content_object__in=list(unit_ids),
        permission__codename__in=(DRAFT_REPLY, RELEASE_REPLY),
        user__is_active=True,
        user__kind=UserKind.PERSON,
    )
    return set(rows.values_list("content_object", flat=True))


@dataclass(frozen=True)
class Forecast:
    """What issuing a draft will do, in figures, and what is odd about it."""

    edition: Edition
    closes: str
    days: int
    by_account: int
    by_letter: int
    asks_units: bool
    hints: list[str] = field(default_factory=list)

    @property
    def asked(self) -> int:
        return self.by_account + self.by_letter


def forecast(round_: Round) -> Forecast:
    """The same reckoning for the panel beside the list and for the page that asks to issue."""
    chosen = list(round_.addressees.values_list("unit", "person"))
    units = {unit for unit, _ in chosen if unit is not None}
    account = len(units_with_account(units)) + sum(unit is None for unit, _ in chosen)
    days = (local_day(round_.closes_at) - local_day(round_.opens_at)).days
    return Forecast(
        round_.edition,
        chinese_hour(round_.closes_at),
        days,
        account,
        len(chosen) - account,
        round_.audience == Audience.UNITS,
        list(_hints(round_, len(chosen), days)),
    )


FEW_DAYS = 5


def _hints(round_: Round, asked: int, days: int) -> Iterable[str]:
    """What may be meant so, and should be looked at once more."""
    newest = round_.plan.editions.first()
    if newest is not None and newest.pk != round_.edition_id:
        yield f"征求意见的不是最近一稿：最近定版的是“{newest.label}”。"
    if round_.audience == Audience.UNITS and not asked:
        yield "还没有选择征求意见的对象，发出后没有人收到。"
    if days < FEW_DAYS:
        yield f"从开始到截止只有{days}天。"
    if round_.audience == Audience.PUBLIC and round_.short_reason:
        yield f"公开征求意见不足30日，理由会印在公告中：{round_.short_reason}"
    if not round_.contact:
        yield "没有填写联系人及电话。"
