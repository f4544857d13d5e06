"""Notice to those with an account; the audit row of what was done tells them."""

from __future__ import annotations

from consultation.enums import Channel, DeliveryState
from consultation.rounds.actions.channels.base import Asked, Way


class Account(Way):
    """通知 on the desk, and a mail without any secret to whoever has mail switched on."""

    kind = Channel.ACCOUNT
    needs_link = False
    first_state = DeliveryState.SENT

    def address(self, asked: Asked) -> str | None:
        return "" if asked.account else None
