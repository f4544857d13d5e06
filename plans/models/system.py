"""What every app needs: jobs, outgoing mail, the audit log."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.enums import JobState, MailState
from plans.models.plan import Plan
from plans.system import clock


class Job(models.Model):
    """Background work: a row first, a message second.

    A worker holds it while ``attempt`` is its own and ``lease_until`` lies ahead; ``task`` is
    the name under which Celery knows the work, ``args`` what it takes, ``result`` what it left.
    ``queued_at``: since when it waits, ``sent_at``: when its message last went out.
    """

    task = models.CharField(max_length=80)
    args = models.JSONField(default=dict)
    label = models.CharField("事项", max_length=200)
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(
        max_length=10, choices=JobState.choices, default=JobState.QUEUED, editable=False
    )
    attempt = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    result = models.JSONField(default=dict)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    queued_at = models.DateTimeField(default=clock.now, editable=False)
    sent_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["lease_until"],
                name="job_open",
                condition=Q(state__in=[JobState.QUEUED, JobState.RUNNING]),
            ),
            models.Index(fields=["id"], name="job_failed", condition=Q(state=JobState.FAILED)),
        ]

    def __str__(self) -> str:
        return self.label


class OutgoingMail(models.Model):
    """Outbox 发件箱: written with the change that causes the mail, sent by a worker later.

    ``hides_address``: the address is a stranger's, shown to nobody and kept no longer than needed.
    """

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    secret = models.TextField(blank=True, default="", editable=False)
    hides_address = models.BooleanField(default=False, editable=False)
    about = models.CharField(max_length=80, blank=True)
    state = models.CharField(
        max_length=10, choices=MailState.choices, default=MailState.WAITING, editable=False
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["not_before"], name="mail_waiting", condition=Q(state=MailState.WAITING)
            ),
            models.Index(fields=["id"], name="mail_failed", condition=Q(state=MailState.FAILED)),
            models.Index(fields=["-sent_at"], name="mail_sent", condition=Q(state=MailState.SENT)),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"


class AuditEntry(models.Model):
    """Who did what, when, from where; ``old`` and ``new`` hold just what changed."""

    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="+")
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["plan", "-id"], name="audit_of_plan"),
            models.Index(fields=["object_type", "object_id"], name="audit_of_object"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type}:{self.object_id}"


class AuditSeal(models.Model):
    """Link ``number`` (from 1) of the hash chain over committed audit entries."""

    number = models.PositiveBigIntegerField(
        unique=True, error_messages={"unique": "操作日志正在封存，请稍后再试。"}
    )
    entry = models.OneToOneField(
        AuditEntry,
        models.PROTECT,
        related_name="seal",
        error_messages={"unique": "操作日志正在封存，请稍后再试。"},
    )
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.sha256[:12]}"
