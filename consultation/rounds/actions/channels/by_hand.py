"""What people see to: printed letters, and the text with the link to copy."""

from __future__ import annotations

from consultation.enums import Channel
from consultation.rounds.actions.channels.base import Asked, Way


class Paper(Way):
    """纸质函, with the link as QR code; waits until the batch of letters is made."""

    kind = Channel.PAPER
    asked_for = True

    def address(self, asked: Asked) -> str | None:
        return "" if asked.invitation.unit is not None else None


class Copied(Way):
    """复制链接: text and link to hand on by WeChat or the like; waits until somebody has."""

    kind = Channel.COPY
    asked_for = True

    def address(self, asked: Asked) -> str | None:
        return "" if asked.invitation.unit is not None else None
