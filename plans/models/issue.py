"""Issue and publication: reviews, letterheads, document numbers, publications."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from plans.enums import Disclosure, NumberState, ReviewKind, ReviewOutcome
from plans.models.edition import Edition
from plans.models.files import Attachment
from plans.models.people import Unit
from plans.models.plan import Plan
from plans.system import clock


class Review(models.Model):
    """合法性审核, 公平竞争审查, 社会稳定风险评估 or 保密审查 of an edition, as recorded."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reviews")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="reviews")
    kind = models.CharField("审查事项", max_length=20, choices=ReviewKind.choices)
    outcome = models.CharField("结论", max_length=15, choices=ReviewOutcome.choices)
    opinion = models.TextField("意见或理由")
    reviewer = models.CharField("审查人", max_length=60)
    reviewed_on = models.DateField("审查日期")
    file = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(opinion=""),
                name="review_has_an_opinion",
                violation_error_message="请填写审查意见。",
            ),
            models.CheckConstraint(
                condition=~Q(reviewer=""),
                name="review_has_a_reviewer",
                violation_error_message="请填写审查人。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.get_outcome_display()}"


class Letterhead(models.Model):
    """发文版头 of an organisation: issuing body, 代字 and the defaults of 版记."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="letterheads")
    body_name = models.CharField("发文机关全称", max_length=120)
    code = models.CharField(
        "发文机关代字",
        max_length=20,
        unique=True,
        error_messages={"unique": "这个机关代字已有版头，请核对后改用别的代字。"},
    )
    signature = models.CharField("署名", max_length=120)
    copies_to = models.CharField("抄送", max_length=400, blank=True)
    printed_by = models.CharField("印发机关", max_length=120)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.body_name}（{self.code}）"


class DocumentNumber(models.Model):
    """发文字号, e.g. 渝科协发〔2021〕60号: taken in order, never twice, released with a reason."""

    letterhead = models.ForeignKey(Letterhead, models.PROTECT, related_name="numbers")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    state = models.CharField(
        max_length=10, choices=NumberState.choices, default=NumberState.RESERVED, editable=False
    )
    purpose = models.CharField("用途", max_length=200)
    reason = models.CharField("释放理由", max_length=200, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-year", "-serial"]
        constraints = [
            models.UniqueConstraint(
                fields=["letterhead", "year", "serial"],
                name="document_number_once",
                violation_error_message="这个发文字号已被使用，请取下一个号。",
            ),
            models.CheckConstraint(
                condition=Q(serial__gte=1),
                name="document_number_from_one",
                violation_error_message="发文字号的序号从1开始，请改正。",
            ),
            models.CheckConstraint(
                condition=~Q(state=NumberState.RELEASED) | ~Q(reason=""),
                name="document_number_released_with_reason",
                violation_error_message="退回发文字号，请写明理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letterhead.code}〔{self.year}〕{self.serial}号"


class Publication(models.Model):
    """印发/公开 of a decided edition; at most one stands per plan."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="publications")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="publications")
    document_number = models.CharField("发文字号", max_length=60)
    issued_on = models.DateField("印发日期")
    disclosure = models.CharField("公开属性", max_length=12, choices=Disclosure.choices)
    review = models.ForeignKey(Review, models.PROTECT, related_name="+", verbose_name="保密审查")
    notice = models.JSONField(default=dict, help_text="the parts of the issuing notice 印发通知")
    keys = models.JSONField(default=dict, help_text="rendition key by file format")
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(withdrawn_at__isnull=True),
                name="publication_one_standing",
                violation_error_message="这个规划已经公开，须先撤回，才能再次公开。",
            ),
            models.UniqueConstraint(
                fields=["document_number"],
                condition=Q(withdrawn_at__isnull=True),
                name="publication_number_once",
                violation_error_message="这个发文字号已用于另一份公开的规划，请核对后改用别的字号。",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("published_at")),
                name="publication_withdrawn_later",
                violation_error_message="撤回的时间不能早于公开的时间，请核对后重试。",
            ),
        ]

    def __str__(self) -> str:
        return self.document_number
