"""What staff enter in a unit's name 代录: a reply that came on paper, or its stamped scan."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from consultation.enums import EntryKind, ReplyOrigin, ReplyState
from consultation.models.reply import Reply
from plans.models import Attachment, FourEyes
from plans.models.four_eyes import WAITING
from plans.system import clock

NOT_SET_ASIDE = Q(set_aside_at__isnull=True)


class ReplyEntryQuerySet(models.QuerySet["ReplyEntry"]):
    def waiting(self) -> ReplyEntryQuerySet:
        """待复核: entered, neither confirmed nor set aside."""
        return self.filter(WAITING, NOT_SET_ASIDE)

    def in_force(self) -> ReplyEntryQuerySet:
        """Confirmed by a second person, and so the unit's."""
        return self.filter(confirmed_at__isnull=False)


class ReplyEntry(FourEyes):
    """One thing entered for a unit or a person, with the original it was read from.

    It holds what the reply will say until it is confirmed; only then does ``Reply`` get it and
    the opinions their numbers. ``entered_at`` is what the window is asked for, ``before`` the
    state of the reply that comes back when the entry is set aside (refused or withdrawn).
    """

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    origin = models.CharField(
        "来源", max_length=10, choices=ReplyOrigin.choices, default=ReplyOrigin.LETTER
    )
    no_opinion = models.BooleanField("无意见", default=False)
    original = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="原件"
    )
    account = models.CharField("口头情况", max_length=300, blank=True)
    sealed = models.BooleanField("原件已盖章", default=False)
    late = models.BooleanField(default=False)
    late_reason = models.CharField(max_length=200, blank=True)
    before = models.CharField(max_length=12, choices=ReplyState.choices, editable=False)
    entered_at = models.DateTimeField(default=clock.now, editable=False)
    set_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_reason = models.CharField(max_length=300, blank=True)

    objects = ReplyEntryQuerySet.as_manager()

    class Meta(FourEyes.Meta):
        ordering = ["id"]
        constraints = [
            *FourEyes.Meta.constraints,
            models.UniqueConstraint(
                fields=["reply"],
                condition=WAITING & NOT_SET_ASIDE,
                name="one_entry_waits",
                violation_error_message="同事刚刚已经录入，正在等待复核，请刷新页面查看。",
            ),
            models.CheckConstraint(
                condition=Q(original__isnull=False) | ~Q(account=""),
                name="entry_shows_its_source",
                violation_error_message="请上传原件；口头反馈的，请写明是谁、何时、怎样反馈的。",
            ),
            models.CheckConstraint(
                condition=Q(late=False) | ~Q(late_reason=""),
                name="late_entry_has_a_reason",
                violation_error_message="逾期接收须写明理由。",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | NOT_SET_ASIDE,
                name="confirmed_entry_stands",
                violation_error_message="已经复核的录入不能再退回，请刷新页面查看。",
            ),
            models.CheckConstraint(
                condition=NOT_SET_ASIDE | ~Q(set_aside_reason=""),
                name="entry_set_aside_with_a_reason",
                violation_error_message="请写明退回的理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reply_id}"

    @property
    def waits(self) -> bool:
        """待复核."""
        return not self.in_force and self.set_aside_at is None
