"""Citizens' suggestions 建言 that wait until staff have looked at them, proofs that were used, and
which rounds have published what became of theirs.

Nothing that waits is a comment: no list, figure, export, search, gate or public page has anything
to show of it. ``rounds.quarantine`` is the one place that reads what waits.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from consultation.enums import CommentKind, Speaker
from consultation.models.round import Round
from plans.models import Attachment, EditionProvision
from plans.system import clock


class HeldSuggestion(models.Model):
    """待审的建言, with why it waits (``doubts``). Let in it becomes a comment and this row goes.

    Thrown away it keeps its text and the reason, which the citizen reads under the query code;
    name and phone are then no longer kept. Nothing of the network address is.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    key = models.UUIDField(
        unique=True, error_messages={"unique": "这条建议已经收到，不需要重复提交。"}
    )
    query_code = models.CharField(
        max_length=20, unique=True, error_messages={"unique": "查询码没有生成成功，请再提交一次。"}
    )
    author_name = models.CharField("提出人", max_length=120)
    name = models.CharField("姓名或称呼", max_length=120, blank=True)
    phone = models.CharField("联系方式", max_length=300, blank=True)
    speaker = models.CharField("身份", max_length=10, choices=Speaker.choices, blank=True)
    may_publish = models.BooleanField(default=False)
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="附件"
    )
    place = models.ForeignKey(
        EditionProvision, models.PROTECT, null=True, blank=True, related_name="+"
    )
    quote = models.TextField("原文", blank=True)
    prefix = models.CharField(max_length=32, blank=True)
    suffix = models.CharField(max_length=32, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    kind = models.CharField("类型", max_length=10, choices=CommentKind.choices)
    proposal = models.TextField("建议修改为", blank=True)
    reason = models.TextField("理由", blank=True)
    doubts = models.JSONField(default=list, editable=False)
    sent_at = models.DateTimeField(default=clock.now, editable=False)
    refusal = models.CharField("不受理的理由", max_length=300, blank=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    refused_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["round"], condition=Q(refused_at__isnull=True), name="held_waiting"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(refused_at__isnull=True, refused_by__isnull=True, refusal="")
                | (Q(refused_at__isnull=False, refused_by__isnull=False) & ~Q(refusal="")),
                name="held_refused_with_a_reason",
                violation_error_message="不受理建言须写明理由。",
            ),
            models.CheckConstraint(
                condition=Q(refused_at__isnull=True) | Q(phone="", name=""),
                name="held_refused_keeps_no_contact",
                violation_error_message="不受理的建言不再保存联系方式，请刷新页面后重试。",
            ),
        ]

    def __str__(self) -> str:
        return self.query_code


class PublishedResults(models.Model):
    """意见办理情况 of a public round, published by staff: since when and by whom."""

    round = models.OneToOneField(
        Round,
        models.PROTECT,
        primary_key=True,
        related_name="+",
        error_messages={"unique": "这一轮的办理情况刚刚已经公开，请刷新页面查看。"},
    )
    at = models.DateTimeField(default=clock.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.round_id} {self.at:%Y-%m-%d}"


class SpentProof(models.Model):
    """A proof of work that was used: its challenge's hash, kept until the challenge has expired."""

    digest = models.CharField(
        max_length=64,
        unique=True,
        error_messages={"unique": "本页的验证已经用过，请刷新页面后重试。"},
    )
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.digest
