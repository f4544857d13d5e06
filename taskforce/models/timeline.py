"""工作进度: the timeline of a plan, its stages 阶段 and steps 工作步骤."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from plans.models import Attachment, Plan, Unit
from plans.system import clock
from taskforce.enums import StageState, StepState


class Timeline(models.Model):
    """The drafting work plan 编制工作方案 that runs a plan; made from a template, then edited."""

    plan = models.OneToOneField(
        Plan,
        models.PROTECT,
        related_name="+",
        error_messages={"unique": "这个规划刚刚已经制定工作进度，请刷新页面查看。"},
    )
    template = models.CharField(max_length=60)
    title = models.CharField("工作方案", max_length=200)
    document_number = models.CharField("发文字号", max_length=60, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        return self.title


class Stage(models.Model):
    """A stage: ends only when all its gates have passed."""

    timeline = models.ForeignKey(Timeline, models.CASCADE, related_name="stages")
    number = models.PositiveSmallIntegerField()
    title = models.CharField("阶段", max_length=120)
    starts_on = models.DateField("开始日期", null=True, blank=True)
    due_on = models.DateField("截止日期", null=True, blank=True)
    due_text = models.CharField("时限", max_length=80, blank=True)
    state = models.CharField(
        max_length=10, choices=StageState.choices, default=StageState.WAITING, editable=False
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["timeline", "number"],
                name="stage_number_once",
                violation_error_message="同事刚刚增加了阶段，本次没有保存。请刷新页面后重试。",
            ),
            models.UniqueConstraint(
                fields=["timeline"],
                condition=Q(state__in=[StageState.ACTIVE, StageState.DECIDING]),
                name="one_stage_in_hand",
                violation_error_message="已有一个阶段正在进行，须先完成，下一个阶段才能开始。",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(due_on__isnull=True)
                | Q(due_on__gte=F("starts_on")),
                name="stage_dates_in_order",
                violation_error_message="阶段的截止日期不能早于开始日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Step(models.Model):
    """One step of a stage. ``in_source`` is false where the work plan does not have it."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    title = models.CharField("步骤", max_length=200)
    text = models.TextField("内容", blank=True)
    starts_on = models.DateField("开始日期", null=True, blank=True)
    due_on = models.DateField("截止日期", null=True, blank=True)
    due_text = models.CharField("时限", max_length=80, blank=True)
    responsible = models.ManyToManyField(Unit, related_name="+", blank=True)
    responsible_text = models.CharField("责任单位", max_length=300, blank=True)
    depends_on = models.ManyToManyField("self", symmetrical=False, related_name="+", blank=True)
    in_source = models.BooleanField(default=True)
    source_note = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=10, choices=StepState.choices, default=StepState.WAITING, editable=False
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["stage__number", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "number"],
                name="step_number_once",
                violation_error_message="同事刚刚增加了步骤，本次没有保存。请刷新页面后重试。",
            ),
            models.CheckConstraint(
                condition=Q(state=StepState.DONE, done_at__isnull=False, done_by__isnull=False)
                | (~Q(state=StepState.DONE) & Q(done_at__isnull=True, done_by__isnull=True)),
                name="step_done_by_someone",
                violation_error_message="步骤的状态刚刚有变化，请刷新页面后重试。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class StepEvidence(models.Model):
    """What shows that a step is done: a file, or a thing in the portal named by its address."""

    step = models.ForeignKey(Step, models.PROTECT, related_name="evidence")
    key = models.CharField(max_length=40, blank=True, help_text="evidence key of taskforce.gates")
    note = models.CharField("说明", max_length=300)
    file = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    link = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.note


class TimelineChange(models.Model):
    """An edit of the timeline with its reason."""

    timeline = models.ForeignKey(Timeline, models.CASCADE, related_name="changes")
    what = models.CharField(max_length=300)
    reason = models.CharField("理由", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="timeline_change_has_a_reason",
                violation_error_message="请写明调整工作进度的理由。",
            ),
        ]

    def __str__(self) -> str:
        return self.what
