"""Editions 稿: the text as it stood at one moment, immutable and hashed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.enums import EditionKind
from plans.models.plan import Plan, Provision
from plans.system import clock


class Explanation(models.Model):
    """编制说明 of a plan. Every save is a row that never changes; the highest number stands."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="explanations")
    number = models.PositiveIntegerField()
    text = models.TextField("编制说明")
    sha256 = models.CharField(max_length=64)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="explanation_number_once",
                violation_error_message="同事刚刚保存了编制说明，本次没有保存。请刷新页面，对照后再保存。",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="explanation_from_one",
                violation_error_message="编制说明的版次从1开始，请刷新页面后重试。",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="explanation_has_a_text",
                violation_error_message="请填写编制说明。",
            ),
        ]

    def __str__(self) -> str:
        return f"编制说明（第{self.number}版）"


class Edition(models.Model):
    """A frozen 稿. ``sha256`` covers schema number, title, preamble and the rows (contracts).

    ``kind`` is what it is for, and what rules ask; ``label`` is a name and decides nothing.

    ``explanation``: the 编制说明 that goes with a 送审稿, as it stood when the 稿 was frozen.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="editions")
    kind = models.CharField("类型", max_length=12, choices=EditionKind.choices)
    label = models.CharField("稿名", max_length=40)
    note = models.CharField("说明", max_length=300, blank=True)
    title = models.CharField(max_length=200)
    preamble = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    explanation = models.ForeignKey(
        Explanation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="编制说明",
    )
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "label"],
                name="edition_label_once",
                violation_error_message="这个规划已有同名的稿，请换一个名称。",
            ),
            models.CheckConstraint(
                condition=~Q(label=""),
                name="edition_has_a_label",
                violation_error_message="请填写稿的名称。",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class EditionProvision(models.Model):
    """One provision as printed in an edition; ``order`` is the reading order from 0."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="provisions")
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="+")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    number = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    run_in = models.BooleanField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "provision"],
                name="frozen_once",
                violation_error_message="这一稿已经定版，请刷新页面查看。",
            ),
            models.UniqueConstraint(
                fields=["edition", "order"],
                name="frozen_in_one_order",
                violation_error_message="这一稿已经定版，请刷新页面查看。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}{self.title}"
