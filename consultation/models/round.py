"""Rounds of consultation, who is invited, how they are reached and chased."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from consultation.enums import Audience, ContactKind, Disposition, ReplyOrigin, ReplyState
from plans.models import Attachment, Edition, Plan, Unit
from plans.system import clock


class Round(models.Model):
    """征求意见轮次 on one edition. Whether it is open is computed from its times, never stored.

    ``complete`` (completed_at) is staff's word that collation is done; ``figures`` then holds the
    frozen covering figures. ``comment_count`` and the DispositionCount rows are kept in the
    transaction that changes what they count.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="+", verbose_name="征求意见的稿"
    )
    audience = models.CharField("征求意见对象", max_length=10, choices=Audience.choices)
    name = models.CharField("名称", max_length=120)
    opens_at = models.DateTimeField("开始时间")
    closes_at = models.DateTimeField("截止时间")
    short_reason = models.CharField("期限少于30日的理由", max_length=300, blank=True)
    needs_seal = models.BooleanField("要求加盖公章", default=False)
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="later", verbose_name="上一轮"
    )
    contact = models.CharField("联系人及电话", max_length=120, blank=True)
    letter_text = models.TextField("函件正文", blank=True)
    comment_count = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    answers_released_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    figures = models.JSONField(default=dict, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="round_closes_after_it_opens",
                violation_error_message="截止时间应晚于开始时间。",
            ),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values),
                name="round_audience_is_known",
                violation_error_message="请选择向谁征求意见：单位、公众或者专家。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DispositionCount(models.Model):
    """How many opinions of a round have this disposition; no row where none ever had it."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="disposition_counts")
    disposition = models.CharField(max_length=12, choices=Disposition.choices)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "disposition"],
                name="disposition_counted_once",
                violation_error_message="这一轮的统计刚刚已经记录，请刷新页面查看。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_disposition_display()} {self.count}"


class WindowChange(models.Model):
    """Closing early or extending, for all (invitation null) or for one unit: by whom and why."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="window_changes")
    invitation = models.ForeignKey(
        "Invitation", models.PROTECT, null=True, blank=True, related_name="window_changes"
    )
    old = models.DateTimeField()
    new = models.DateTimeField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="window_change_has_a_reason",
                violation_error_message="请写明调整截止时间的理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.new:%Y-%m-%d %H:%M}"


class Invitation(models.Model):
    """征求意见对象: a unit or a named person asked in a round, and where their reply stands.

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
