"""Who is invited in a round, how they are reached and chased."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from consultation.enums import Channel, ContactKind, ReplyState
from consultation.models.round import Round
from plans.models import Unit
from plans.system import clock


class Invitation(models.Model):
    """征求意见对象: a unit or a named person asked in a round, and where their reply stands.

    ``channel`` is by what staff want the letter to go, empty: by whatever reaches them.
    ``closes_at`` is this one's own closing time where it was extended. ``state`` is written by
    ``actions.replies.set_reply_state`` alone.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="invitations")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(
        max_length=12, choices=ReplyState.choices, default=ReplyState.UNREAD, editable=False
    )
    closes_at = models.DateTimeField(null=True, blank=True)
    channel = models.CharField(
        "送达方式", max_length=10, choices=Channel.choices, blank=True, editable=False
    )
    invited_at = models.DateTimeField(default=clock.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    last_contact_at = models.DateTimeField(null=True, blank=True)
    no_reply_reason = models.CharField("未反馈说明", max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, person__isnull=True)
                | Q(unit__isnull=True, person__isnull=False),
                name="invitation_of_a_unit_or_a_person",
                violation_error_message="征求意见的对象须是一个单位或者一个人，请选择其中之一。",
            ),
            models.UniqueConstraint(
                fields=["round", "unit"],
                condition=Q(unit__isnull=False),
                name="unit_invited_once",
                violation_error_message="这个单位已在征求意见的对象中，不需要重复选择。",
            ),
            models.UniqueConstraint(
                fields=["round", "person"],
                condition=Q(person__isnull=False),
                name="person_invited_once",
                violation_error_message="这个人已在征求意见的对象中，不需要重复选择。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReplyState.values),
                name="invitation_state_is_known",
                violation_error_message="反馈没有这种状态，请刷新页面后重试。",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit or self.person)


class PersonalLink(models.Model):
    """专用链接: signs in password-less users of the unit; the token itself is not stored."""

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="links")
    users = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    nonce = models.CharField(
        max_length=40, unique=True, error_messages={"unique": "链接没有制作成功，请再试一次。"}
    )
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.invitation_id} → {self.expires_at:%Y-%m-%d}"


class Contact(models.Model):
    """One line of 催办台账: when and how an invited unit was reminded or phoned."""

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=10, choices=ContactKind.choices)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%m-%d}"
