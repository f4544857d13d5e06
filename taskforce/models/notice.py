"""站内通知: notices of what happened, which audit entries were told of, how mail is wanted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models import AuditEntry
from plans.system import clock
from taskforce.enums import MailMode


class Notice(models.Model):
    """One line for one person: what happened and the page where to act.

    ``entry``: the audit entry that caused it; one notice per person and entry.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entry = models.ForeignKey(AuditEntry, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField("通知", max_length=300)
    url = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "entry"],
                name="one_notice_per_entry",
                violation_error_message="这条通知已经发出，不需要重复发送。",
            ),
        ]
        indexes = [
            models.Index(fields=["user"], name="notice_unread", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.text


class LogReading(models.Model):
    """An audit entry whose notices have been written."""

    entry = models.OneToOneField(
        AuditEntry,
        models.PROTECT,
        related_name="+",
        error_messages={"unique": "这条操作记录刚刚已经处理，请刷新页面查看。"},
    )

    def __str__(self) -> str:
        return str(self.entry_id)


class MailPreference(models.Model):
    """Whether a person's notices are mailed at once, once a day, or not at all."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="+",
        error_messages={"unique": "邮件提醒的方式刚刚已经保存，请刷新页面查看。"},
    )
    mode = models.CharField("邮件通知", max_length=10, choices=MailMode.choices)
    digest_on = models.DateField(null=True, blank=True, help_text="day of the last digest")

    def __str__(self) -> str:
        return self.get_mode_display()


class CalendarLink(models.Model):
    """Which of a person's secret calendar addresses is in force: the one with this number."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="+",
        error_messages={"unique": "日历订阅地址刚刚已经更换，请刷新页面查看。"},
    )
    number = models.PositiveIntegerField(default=1)
    renewed_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="calendar_link_from_one",
                violation_error_message="日历订阅地址没有更换成功，请再试一次。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.number}"


class Reminder(models.Model):
    """Something due that people were reminded of; ``key`` names it with its date, so that a
    changed date is reminded of again."""

    key = models.CharField(
        max_length=120, unique=True, error_messages={"unique": "这项提醒已经发出，不需要重复发送。"}
    )
    reminded_at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        return self.key
