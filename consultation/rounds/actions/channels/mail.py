"""Mail to the address of a unit, or of an expert without account, with the link of its own."""

from __future__ import annotations

from collections.abc import Sequence

from consultation.enums import Channel
from consultation.models import Delivery
from consultation.rounds.actions.channels.base import Asked, Parcel, Way
from plans.system.actions.outbox import Letter, post_many


class Mail(Way):
    kind = Channel.MAIL

    def address(self, asked: Asked) -> str | None:
        who = asked.invitation.unit or asked.invitation.person
        return (who.email if who is not None else "") or None

    def send(self, parcels: Sequence[Parcel]) -> None:
        """Through the outbox, which keeps the link sealed until it is sent."""
        mails = post_many(
            Letter(
                one.delivery.to,
                one.subject,
                one.body,
                about=f"invitation:{one.delivery.invitation_id}",
                secret=one.url,
            )
            for one in parcels
        )
        for one, mail in zip(parcels, mails, strict=True):
            one.delivery.mail = mail
        Delivery.objects.bulk_update([one.delivery for one in parcels], ["mail"], batch_size=500)
