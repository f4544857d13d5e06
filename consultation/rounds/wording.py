"""What a mail or text says that asks or reminds: with ``{secret}`` where the link stands."""

from __future__ import annotations

from consultation.enums import Audience
from consultation.models import Invitation, Round
from consultation.permissions import closing_time
from plans.system.chinese_dates import chinese_hour

LINK = "{secret}"
"""Where ``plans.system.actions.outbox`` puts the link when the mail is sent."""


def asking(round_: Round, one: Invitation) -> tuple[str, str]:
    """Subject and text of the first letter."""
    return f"征求意见：{round_.name}", _body(round_, one, _asked(round_, one))


def reminding(round_: Round, one: Invitation) -> tuple[str, str]:
    """Subject and text of a reminder."""
    return f"请反馈意见：{round_.name}", _body(round_, one, _asked(round_, one))


def _asked(round_: Round, one: Invitation) -> str:
    closes = chinese_hour(closing_time(round_, one))
    if round_.audience == Audience.EXPERTS:
        return f"正在进行专家论证，请于{closes}前提交意见。需要回避的，请在页面上声明。"
    return f"正在征求意见，请于{closes}前反馈。没有意见的，也请反馈“无意见”。"


def _body(round_: Round, one: Invitation, asked: str) -> str:
    edition = round_.edition
    contact = f"联系人及电话：{round_.contact}\n" if round_.contact else ""
    return (
        f"{one}：\n\n《{edition.title}》（{edition.label}）{asked}\n\n"
        f"请打开专用链接阅看和反馈，不需要账号：\n{LINK}\n\n{contact}"
        "链接只供收到的单位（本人）使用，请不要转发到单位以外。\n"
    )
