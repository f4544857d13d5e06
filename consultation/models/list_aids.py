"""What eases going through many opinions: saved views of the list, reasons at hand."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from consultation.models.round import Round
from plans.models import Plan
from plans.system import clock


class SavedView(models.Model):
    """保存视图: filters of a round's list under a name of one's own; ``query`` as in the URL."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="views")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField("名称", max_length=30)
    query = models.CharField(max_length=1000)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "owner", "name"],
                name="view_name_once",
                violation_error_message="您在这一轮已有同名的视图，请换一个名称。",
            ),
            models.CheckConstraint(
                condition=~Q(query=""),
                name="view_narrows_something",
                violation_error_message="请先设定筛选条件，再保存为视图。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CannedReason(models.Model):
    """常用理由 of a plan, in the words of its staff."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    text = models.CharField("常用理由", max_length=300)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "text"],
                name="canned_reason_once",
                violation_error_message="这条常用理由已经有了，请直接选用。",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="canned_reason_says_something",
                violation_error_message="请填写常用理由。",
            ),
        ]

    def __str__(self) -> str:
        return self.text
