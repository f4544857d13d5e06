"""What was sent to one who is asked: by which channel, to where, with which link, and what came
of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from consultation.enums import Channel, DeliveryState, Purpose
from consultation.models.invitation import Invitation, PersonalLink
from plans.models import OutgoingMail
from plans.system import clock


class Delivery(models.Model):
    """送达: one letter by one channel. Of a mail the outbox knows how far it is (``mail``); of a
    channel that people see to, whoever saw to it presses."""

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    to = models.CharField("送达地址", max_length=254, blank=True)
    link = models.ForeignKey(
        PersonalLink, models.PROTECT, null=True, blank=True, related_name="deliveries"
    )
    mail = models.ForeignKey(OutgoingMail, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING, editable=False
    )
    reason = models.CharField(max_length=300, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values)
                & Q(purpose__in=Purpose.values)
                & Q(state__in=DeliveryState.values),
                name="delivery_is_of_a_known_kind",
                violation_error_message="没有这种送达方式，请刷新页面后重试。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.to}".strip()

    @property
    def standing(self) -> DeliveryState:
        """How far it is; of a mail as the outbox has it."""
        if self.opened_at is not None:
            return DeliveryState.OPENED
        if self.mail is not None:
            return DeliveryState(self.mail.state)
        return DeliveryState(self.state)

    @property
    def why(self) -> str:
        """Why it did not arrive, or is being tried again."""
        return self.mail.error if self.mail is not None else self.reason

    @property
    def when(self):  # type: ignore[no-untyped-def]
        return self.opened_at or (self.mail.sent_at if self.mail else self.sent_at)
