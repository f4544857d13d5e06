"""What a channel is: whom it reaches, and how it takes what is to be sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from consultation.enums import Channel, DeliveryState
from consultation.models import Delivery, Invitation


@dataclass(frozen=True)
class Asked:
    """One who is asked, and whether they have an account to answer by."""

    invitation: Invitation
    account: bool


@dataclass(frozen=True)
class Parcel:
    """One letter to be sent: the row that stands for it, the link that opens, what is said.

    ``body`` has ``{secret}`` where the link stands.
    """

    delivery: Delivery
    url: str
    subject: str
    body: str


class Way:
    """A channel. ``asked_for``: it is taken only where staff chose it, since it needs a hand."""

    kind: ClassVar[Channel]
    needs_link: ClassVar[bool] = True
    asked_for: ClassVar[bool] = False
    first_state: ClassVar[DeliveryState] = DeliveryState.WAITING

    def address(self, asked: Asked) -> str | None:
        """Where it would go; None where this channel does not reach the one asked."""
        raise NotImplementedError

    def send(self, parcels: Sequence[Parcel]) -> None:  # noqa: ARG002 - nothing is done here
        """Take what is to be sent, inside the transaction that made the rows; what waits for a
        hand only waits."""
        return
