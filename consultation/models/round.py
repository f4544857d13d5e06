"""Rounds of consultation: whom a draft is to ask, their windows and their counts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from consultation.enums import Audience, Channel, Disposition
from plans.models import Edition, Plan, Unit
from plans.system import clock


class RoundQuerySet(models.QuerySet["Round"]):
    """The one door to whether a round counts: a draft and a void one do not."""

    def issued(self) -> RoundQuerySet:
        """What was sent out, void or not: no draft."""
        return self.filter(issued_at__isnull=False)

    def in_force(self) -> RoundQuerySet:
        """What was sent out and not made void."""
        return self.issued().filter(voided_at__isnull=True)


class Round(models.Model):
    """征求意见轮次 on one edition. Whether it is open is computed from its times, never stored.

    A draft 草稿 until ``issued_at``: nobody but who manages the plan knows of it, and whom it is to
    ask stands in ``Addressee``. ``voided_at`` 作废: kept and shown as such, and nothing counts it.
    ``form_key`` is that of the form it came from, which makes one round however often it is sent.

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
    form_key = models.UUIDField(
        null=True,
        unique=True,
        editable=False,
        error_messages={"unique": "这一轮征求意见已经建立，请刷新页面查看。"},
    )
    issued_at = models.DateTimeField(null=True, blank=True, editable=False)
    answers_released_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True, editable=False)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    void_reason = models.CharField("作废理由", max_length=200, blank=True, editable=False)
    figures = models.JSONField(default=dict, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True)
                | Q(issued_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason=""),
                name="void_round_was_issued_and_has_a_reason",
                violation_error_message="已经发出的才能作废，并须写明理由。",
            ),
            models.CheckConstraint(
                condition=Q(issued_at__isnull=False) | Q(completed_at__isnull=True),
                name="completed_round_was_issued",
                violation_error_message="这一轮还是草稿，没有发出，不能办结。",
            ),
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

    @property
    def in_force(self) -> bool:
        """As the query set of this name has it."""
        return self.issued_at is not None and self.voided_at is None


class Addressee(models.Model):
    """拟征求对象: whom a draft is to ask; issuing makes an invitation of each."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="addressees")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    channel = models.CharField(
        "送达方式", max_length=10, choices=Channel.choices, blank=True, editable=False
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, person__isnull=True)
                | Q(unit__isnull=True, person__isnull=False),
                name="addressee_is_a_unit_or_a_person",
                violation_error_message="征求意见的对象须是一个单位或者一个人，请选择其中之一。",
            ),
            models.UniqueConstraint(
                fields=["round", "unit"],
                condition=Q(unit__isnull=False),
                name="unit_chosen_once",
                violation_error_message="这个单位已在拟征求意见的对象中。",
            ),
            models.UniqueConstraint(
                fields=["round", "person"],
                condition=Q(person__isnull=False),
                name="person_chosen_once",
                violation_error_message="这个人已在拟征求意见的对象中。",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit or self.person)


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
