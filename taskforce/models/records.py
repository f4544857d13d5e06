"""Records of how a body spoke: its meeting, or the instruction that came back."""

from __future__ import annotations

from typing import TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from plans.models import IN_FORCE, WAITING, Attachment, FourEyes
from taskforce.enums import Outcome
from taskforce.models.decision import Package

Row = TypeVar("Row", bound="OutcomeRecord")


class RecordQuerySet(models.QuerySet[Row]):
    def in_force(self) -> RecordQuerySet[Row]:
        """Records that a second officer confirmed."""
        return self.filter(IN_FORCE)

    def waiting(self) -> RecordQuerySet[Row]:
        """Entered, and confirmed by nobody yet."""
        return self.filter(WAITING)


class OutcomeRecord(FourEyes):
    """What was decided elsewhere, entered by one officer with the file that shows it.

    The outcome with its reason and items becomes the decision when another officer confirms it
    (复核). ``refusal``: why that one sent it back to ``made_by``, until it is entered anew.
    """

    outcome = models.CharField("结果", max_length=25, choices=Outcome.choices)
    reason = models.TextField("说明", blank=True)
    items = models.JSONField("审议意见", default=list, blank=True)
    entered_at = models.DateTimeField("登记时间", editable=False)
    refusal = models.CharField("退回理由", max_length=300, blank=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RecordQuerySet.as_manager()

    class Meta(FourEyes.Meta):
        abstract = True
        constraints = [
            *FourEyes.Meta.constraints,
            models.CheckConstraint(
                condition=Q(refusal="", refused_by__isnull=True)
                | (~Q(refusal="") & Q(refused_by__isnull=False, confirmed_at__isnull=True)),
                name="%(class)s_is_sent_back_with_a_reason",
                violation_error_message="退回登记须写明理由，请刷新页面后重试。",
            ),
        ]


class MeetingRecord(OutcomeRecord):
    """Record of the meeting that judged a package; counts are of persons."""

    package = models.OneToOneField(
        Package,
        models.PROTECT,
        related_name="meeting",
        error_messages={"unique": "这份材料的会议结果已经登记，请刷新页面查看。"},
    )
    held_on = models.DateField("会议日期")
    expected = models.PositiveSmallIntegerField("应到")
    present = models.PositiveSmallIntegerField("实到")
    observers = models.CharField("列席", max_length=400, blank=True)
    excused = models.CharField("请假", max_length=400, blank=True)
    chair = models.CharField("主持人", max_length=60)
    recorder = models.CharField("记录人", max_length=60)
    voting = models.CharField("表决方式", max_length=60)
    in_favour = models.PositiveSmallIntegerField("赞成")
    against = models.PositiveSmallIntegerField("反对", default=0)
    abstained = models.PositiveSmallIntegerField("弃权", default=0)
    chair_last = models.BooleanField("主持人末位表态", default=False)
    written = models.TextField("缺席成员书面意见", blank=True)
    minutes = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(OutcomeRecord.Meta):
        constraints = [
            *OutcomeRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(present__lte=F("expected")),
                name="no_more_present_than_expected",
                violation_error_message="实到人数不能多于应到人数，请核对。",
            ),
            models.CheckConstraint(
                condition=Q(present__gte=F("in_favour") + F("against") + F("abstained")),
                name="no_more_votes_than_present",
                violation_error_message="赞成、反对、弃权的票数之和不能多于实到人数，请核对。",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=False) | Q(minutes__isnull=False),
                name="meeting_waits_with_its_minutes",
                violation_error_message="登记会议结果须附会议纪要。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on} {self.present}/{self.expected}"


class Instruction(OutcomeRecord):
    """A body outside the portal: the 请示 or 报告 sent, and the 批示 that came back."""

    package = models.OneToOneField(
        Package,
        models.PROTECT,
        related_name="instruction",
        error_messages={"unique": "这份材料的批示已经登记，请刷新页面查看。"},
    )
    sent_on = models.DateField("报送日期")
    letter = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField("批示内容")
    instructed_on = models.DateField("批示日期")
    scan = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(OutcomeRecord.Meta):
        constraints = [
            *OutcomeRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(instructed_on__gte=F("sent_on")),
                name="instructed_after_sending",
                violation_error_message="批示日期不能早于报送日期，请核对。",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=False) | Q(scan__isnull=False),
                name="instruction_waits_with_its_scan",
                violation_error_message="登记批示须附批示扫描件。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instructed_on}"


Recorded = MeetingRecord | Instruction
"""Either record of how a body spoke."""
