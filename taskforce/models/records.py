"""Records of how a body spoke: its meeting, or the instruction that came back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from plans.models import Attachment
from taskforce.models.decision import Package


class MeetingRecord(models.Model):
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
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
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
        ]

    def __str__(self) -> str:
        return f"{self.held_on} {self.present}/{self.expected}"


class Instruction(models.Model):
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
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(instructed_on__gte=F("sent_on")),
                name="instructed_after_sending",
                violation_error_message="批示日期不能早于报送日期，请核对。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instructed_on}"
