"""The plan 规划 and its tree of provisions 章、节、任务."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from guardian.models import UserObjectPermissionBase

from plans.enums import NumberStyle, Phase, PlanKind, ProvisionKind
from plans.models.people import Unit
from plans.system import clock


class Plan(models.Model):
    """A plan under work. ``title`` and ``preamble`` are versioned text, saved by actions only.

    ``held_because``: the sentence with which its issue is refused; empty where nothing stands
    against it.
    """

    slug = models.SlugField(
        "网址标识",
        max_length=80,
        unique=True,
        error_messages={"unique": "这个网址简称已被另一个规划使用，请换一个。"},
    )
    kind = models.CharField("类别", max_length=10, choices=PlanKind.choices)
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="plans", verbose_name="编制单位")
    title = models.CharField("规划名称", max_length=200)
    preamble = models.TextField("引言", blank=True)
    version = models.PositiveIntegerField(default=1)
    phase = models.CharField(
        "阶段", max_length=15, choices=Phase.choices, default=Phase.DRAFTING, editable=False
    )
    period_start = models.PositiveSmallIntegerField("规划期起", null=True, blank=True)
    period_end = models.PositiveSmallIntegerField("规划期止", null=True, blank=True)
    chapter_style = models.CharField(
        "章序号", max_length=15, choices=NumberStyle.choices, default=NumberStyle.CN
    )
    section_style = models.CharField(
        "节序号", max_length=15, choices=NumberStyle.choices, default=NumberStyle.CN_PAREN
    )
    task_style = models.CharField(
        "任务序号", max_length=15, choices=NumberStyle.choices, default=NumberStyle.ARABIC_DOT
    )
    task_running = models.BooleanField("任务全文连续编号", default=True)
    approved_edition = models.ForeignKey(
        "plans.Edition", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    held_because = models.CharField("不能印发的原因", max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        permissions = [
            ("draft_plan", "起草全部章节"),
            ("manage_plan", "主持规划编制工作"),
            ("read_draft", "阅看规划草案"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(phase__in=Phase.values),
                name="plan_phase_is_known",
                violation_error_message="规划没有这个阶段，请刷新页面后重试。",
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="plan_has_a_title",
                violation_error_message="请填写规划名称。",
            ),
            models.CheckConstraint(
                condition=Q(period_start__isnull=True)
                | Q(period_end__isnull=True)
                | Q(period_end__gte=F("period_start")),
                name="plan_period_is_in_order",
                violation_error_message="规划期的结束年份不能早于开始年份。",
            ),
            models.CheckConstraint(
                condition=~Q(phase__in=[Phase.APPROVED, Phase.PUBLISHED])
                | Q(approved_edition__isnull=False),
                name="plan_approved_on_an_edition",
                violation_error_message="规划批准须以一稿为准，请先选择经审议通过的稿。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProvisionQuerySet(models.QuerySet["Provision"]):
    def standing(self) -> ProvisionQuerySet:
        """What has not been deleted."""
        return self.filter(deleted_at__isnull=True)

    def chapters(self) -> ProvisionQuerySet:
        return self.filter(kind=ProvisionKind.CHAPTER)


class Provision(models.Model):
    """One node of the text tree; its id is permanent, its row is never deleted."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="provisions")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    kind = models.CharField(max_length=10, choices=ProvisionKind.choices)
    rank = models.CharField(max_length=200)
    title = models.CharField("标题", max_length=300)
    run_in = models.BooleanField("标题后接排正文", default=False)
    text = models.TextField("正文", blank=True)
    version = models.PositiveIntegerField(default=1)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = ProvisionQuerySet.as_manager()

    class Meta:
        ordering = ["rank"]
        permissions = [
            ("lead_chapter", "主笔本章"),
            ("write_chapter", "参与起草本章"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "rank"],
                condition=Q(deleted_at__isnull=True),
                name="provision_rank_once_under_parent",
                violation_error_message="同事刚刚调整了这里的顺序，本次没有保存。请刷新页面后重试。",
            ),
            models.UniqueConstraint(
                fields=["plan", "rank"],
                condition=Q(deleted_at__isnull=True, parent__isnull=True),
                name="provision_rank_once_in_plan",
                violation_error_message="同事刚刚调整了各章的顺序，本次没有保存。请刷新页面后重试。",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ProvisionKind.values),
                name="provision_kind_is_known",
                violation_error_message="正文由章、节、任务组成，请选择其中一种。",
            ),
            models.CheckConstraint(
                condition=Q(kind=ProvisionKind.CHAPTER, parent__isnull=True)
                | (~Q(kind=ProvisionKind.CHAPTER) & Q(parent__isnull=False)),
                name="provision_chapter_alone_is_on_top",
                violation_error_message="章直接列在规划之下，节和任务列在章或节之下。请选择合适的位置。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PlanUserObjectPermission(UserObjectPermissionBase):
    """guardian's rights on a plan."""

    content_object = models.ForeignKey(Plan, on_delete=models.CASCADE)


class ProvisionUserObjectPermission(UserObjectPermissionBase):
    """guardian's rights on a chapter (sections and tasks ask their chapter)."""

    content_object = models.ForeignKey(Provision, on_delete=models.CASCADE)
