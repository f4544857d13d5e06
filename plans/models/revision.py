"""What reversion does not know of a change: its plan, its kind, its source."""

from __future__ import annotations

import reversion
from django.db import models
from django.db.models import Q
from reversion.models import Version

from plans.enums import ChangeKind
from plans.models.files import Attachment
from plans.models.plan import Plan, Provision


class Change(models.Model):
    """One saved revision of a provision, or (provision null) of the plan's title and preamble.

    Author, time and reason are the reversion Revision's. ``source`` is opaque ("comment:137");
    ``recorded_for`` names the person in whose name staff entered a change made on paper (代录),
    ``scan`` the page.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="changes")
    provision = models.ForeignKey(
        Provision, models.PROTECT, null=True, blank=True, related_name="changes"
    )
    version = models.OneToOneField(
        Version,
        models.PROTECT,
        related_name="change",
        error_messages={
            "unique": "同事刚刚保存了同一处内容，本次没有保存。请刷新页面，对照后再保存。"
        },
    )
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    number = models.PositiveIntegerField(help_text="the provision's version that this made")
    source = models.CharField(max_length=80, blank=True)
    recorded_for = models.CharField("代录", max_length=60, blank=True)
    scan = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["plan", "-id"], name="change_of_plan"),
            models.Index(fields=["provision", "-id"], name="change_of_provision"),
            models.Index(fields=["source"], name="change_by_source", condition=~Q(source="")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["provision", "number"],
                name="change_number_once",
                violation_error_message="同事刚刚保存了同一处内容，本次没有保存。请刷新页面，对照后再保存。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.provision_id}#{self.number}"


class Respacing(models.Model):
    """Order keys of one level (``parent`` null: the chapters) that were written anew.

    ``ranks`` holds pairs of old and new key. Versions up to ``last_change`` hold old ones.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    parent = models.ForeignKey(Provision, models.PROTECT, null=True, blank=True, related_name="+")
    last_change = models.ForeignKey(Change, models.PROTECT, null=True, related_name="+")
    ranks = models.JSONField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.parent_id}: {len(self.ranks)}"


reversion.register(Plan, fields=["title", "preamble"])
reversion.register(
    Provision,
    fields=["plan", "parent", "kind", "rank", "title", "run_in", "text", "deleted_at"],
)
