"""What issuing a draft will do: whom it reaches by what, and what is odd about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from consultation.enums import Audience, Channel
from consultation.models import Invitation, Round
from consultation.rounds.actions.delivering import Told, foretell
from plans.models import Edition
from plans.system.chinese_dates import chinese_hour, local_day


@dataclass(frozen=True)
class Forecast:
    """What issuing a draft will do, in figures, and what is odd about it."""

    edition: Edition
    closes: str
    days: int
    asked: int
    told: Told
    asks_units: bool
    hints: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """By channel: its name, and what it will do for how many."""
        counted = self.told.by_channel
        return [
            (Channel(key).label, words.format(counted[key]))
            for key, words in _WHAT.items()
            if counted.get(key)
        ]


_WHAT = {
    Channel.ACCOUNT: "{}个对象在工作台收到",
    Channel.MAIL: "{}个对象各收到自己的链接",
    Channel.SMS: "{}个对象各收到自己的链接",
    Channel.PAPER: "{}个对象，函件打包下载",
    Channel.COPY: "{}个对象，由您转发文字和链接",
}
FEW_DAYS = 5


def chosen_of(round_: Round) -> list[Invitation]:
    """The invitations that issuing would make; none of them is kept."""
    rows = round_.addressees.select_related("unit", "person").order_by("id")
    return [
        Invitation(pk=row.pk, round=round_, unit=row.unit, person=row.person, channel=row.channel)
        for row in rows
    ]


def forecast(round_: Round) -> Forecast:
    """The same reckoning for the panel beside the list and for the page that asks to issue."""
    chosen = chosen_of(round_)
    days = (local_day(round_.closes_at) - local_day(round_.opens_at)).days
    return Forecast(
        round_.edition,
        chinese_hour(round_.closes_at),
        days,
        len(chosen),
        foretell(chosen),
        round_.audience == Audience.UNITS,
        list(_hints(round_, len(chosen), days)),
    )


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
