"""What an invited unit or person answers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from consultation.enums import ReplyOrigin
from consultation.models.invitation import Invitation
from plans.models import Attachment, Unit


class Reply(models.Model):
    """What an invited unit answers: its comments together, or 无意见; immutable once released.

    ``alone``: one person drafted and released; ``late`` replies are taken by staff with a reason.
    ``enclosed``: hashes of the files and names of the units spoken for, which ``sha256`` covers;
    kept by ``actions.replies.note_enclosed``.
    """

    invitation = models.OneToOneField(
        Invitation,
        models.PROTECT,
        related_name="reply",
        error_messages={"unique": "同事刚刚开始填写本单位的意见，请刷新页面后重试。"},
    )
    no_opinion = models.BooleanField("无意见", default=False)
    origin = models.CharField(
        max_length=10, choices=ReplyOrigin.choices, default=ReplyOrigin.ONLINE
    )
    speaks_for = models.ManyToManyField(Unit, related_name="+", blank=True)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    handed_in_at = models.DateTimeField(null=True, blank=True)
    sent_back_reason = models.CharField("退回理由", max_length=300, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    alone = models.BooleanField(default=False)
    late = models.BooleanField(default=False)
    late_reason = models.CharField(max_length=200, blank=True)
    receipt_number = models.CharField("回执编号", max_length=30, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    original = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sealed_scan = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    attachments = models.ManyToManyField(Attachment, related_name="+", blank=True)
    enclosed = models.JSONField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["receipt_number"],
                condition=~Q(receipt_number=""),
                name="receipt_number_once",
                violation_error_message="回执编号刚刚被同时提交的另一份反馈取用，请再提交一次。",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | ~Q(sha256=""),
                name="released_reply_is_hashed",
                violation_error_message="反馈没有完整保存，请再提交一次。",
            ),
            models.CheckConstraint(
                condition=Q(late=False) | ~Q(late_reason=""),
                name="late_reply_has_a_reason",
                violation_error_message="逾期接收须写明理由。",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt_number or f"{self.invitation_id}"
