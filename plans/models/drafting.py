"""The working side of drafting: assignment, unsaved text, presence, margin notes, waivers."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.enums import WritingState
from plans.models.plan import Plan, Provision
from plans.system import clock


class Assignment(models.Model):
    """Who writes a chapter, until when, and how far it is; writers' rights are guardian's."""

    chapter = models.OneToOneField(
        Provision,
        models.CASCADE,
        related_name="assignment",
        error_messages={"unique": "这一章刚刚已经安排分工，请刷新页面查看。"},
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="主笔",
    )
    due_on = models.DateField("截止日期", null=True, blank=True)
    state = models.CharField(
        "状态",
        max_length=10,
        choices=WritingState.choices,
        default=WritingState.WAITING,
        editable=False,
    )

    def __str__(self) -> str:
        return f"{self.chapter_id} {self.get_state_display()}"


class Autosave(models.Model):
    """What one open page of one person's editor holds beside the saved text; no revision.

    Of a provision, or of the title and preamble of a plan. ``run_in`` is None where it was not
    asked. It waits until it is settled: saved, refused, or gone on from in a later copy. Nothing
    else removes it. Settled copies stay for a while, so that one may be taken up again.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    provision = models.ForeignKey(
        Provision, models.CASCADE, null=True, blank=True, related_name="+"
    )
    plan = models.ForeignKey(Plan, models.CASCADE, null=True, blank=True, related_name="+")
    key = models.UUIDField(default=uuid4)
    base_version = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    run_in = models.BooleanField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    recorded_for = models.CharField(max_length=60, blank=True)
    begun_at = models.DateTimeField(default=clock.now, editable=False)
    saved_at = models.DateTimeField(default=clock.now, editable=False)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-saved_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "provision", "key"],
                name="autosave_once_per_page",
                violation_error_message="这一页的文字刚刚留存过，请稍后再试。",
            ),
            models.UniqueConstraint(
                fields=["user", "plan", "key"],
                name="autosave_once_per_plan_page",
                violation_error_message="这一页的文字刚刚留存过，请稍后再试。",
            ),
            models.CheckConstraint(
                condition=Q(provision__isnull=True, plan__isnull=False)
                | Q(provision__isnull=False, plan__isnull=True),
                name="autosave_of_one_text",
                violation_error_message="留存的文字没有对应的位置，请刷新页面后再试。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}@{self.provision_id or self.plan_id}"


class Presence(models.Model):
    """Who is in a provision's editor, and whether typing; stale after a few seconds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    provision = models.ForeignKey(Provision, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    typed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "provision"],
                name="presence_once_per_person",
                violation_error_message="您在另一个窗口中也打开了这一部分，请刷新页面。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}@{self.provision_id}"


class Note(models.Model):
    """A margin note 批注 among drafters, or a reply to one; resolved notes stay readable."""

    provision = models.ForeignKey(Provision, models.PROTECT, related_name="notes")
    reply_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replies"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    quote = models.CharField("引文", max_length=300, blank=True)
    body = models.TextField("批注")
    written_at = models.DateTimeField(default=clock.now, editable=False)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    mentioned = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(body=""),
                name="note_says_something",
                violation_error_message="请写批注的内容。",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="note_resolved_by_someone",
                violation_error_message="批注的状态刚刚有变化，请刷新页面后重试。",
            ),
        ]

    def __str__(self) -> str:
        return self.body[:30]


class CheckWaiver(models.Model):
    """A finding of 校核 that is left as it is, with the reason; sticks by fingerprint."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="waivers")
    fingerprint = models.CharField(max_length=64)
    rule = models.CharField(max_length=60)
    excerpt = models.CharField(max_length=200)
    reason = models.CharField("保留理由", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "fingerprint"],
                name="waiver_once",
                violation_error_message="这条校核提示已经有保留的理由，请刷新页面查看。",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="waiver_has_a_reason",
                violation_error_message="请写明保留的理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.excerpt}"
