"""Papers made ready 报审材料 before they are sealed."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models import Attachment, Edition
from plans.system import clock
from taskforce.enums import PaperSlot
from taskforce.models.decision import Gate, Package


class PreparedPaperQuerySet(models.QuerySet["PreparedPaper"]):
    def waiting(self) -> PreparedPaperQuerySet:
        """Those that the next package of their gate will hold."""
        return self.filter(package__isnull=True)

    def fingerprint(self) -> str:
        """Tells these papers with their files from any others; empty where there are none."""
        rows = list(self.values_list("pk", "title", "file__sha256"))
        return hashlib.sha256(repr(rows).encode()).hexdigest() if rows else ""


class PreparedPaper(models.Model):
    """One of the 报审材料 made ready for a gate, before the package is sealed.

    Made by the portal from what it knows, or (``uploaded``) the office's own file in its place.
    ``edition``: the 稿 that it was made from. ``package``: what it was sealed in; when that is
    taken back the paper waits again.
    """

    gate = models.ForeignKey(Gate, models.CASCADE, related_name="prepared")
    slot = models.CharField("类别", max_length=20, choices=PaperSlot.choices)
    number = models.PositiveSmallIntegerField(default=1)
    title = models.CharField("名称", max_length=200)
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="+")
    package = models.ForeignKey(
        Package, models.PROTECT, null=True, blank=True, related_name="prepared"
    )
    file = models.ForeignKey(Attachment, models.PROTECT, related_name="+")
    uploaded = models.BooleanField(default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)

    objects = PreparedPaperQuerySet.as_manager()

    class Meta:
        ordering = ["slot", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["gate", "slot", "number"],
                condition=Q(package__isnull=True),
                name="one_waiting_paper_in_a_slot",
                violation_error_message="这一项材料刚刚已经备好，请刷新页面查看。",
            ),
            models.CheckConstraint(
                condition=Q(slot__in=PaperSlot.values),
                name="paper_slot_is_known",
                violation_error_message="没有这一类材料，请刷新页面后重试。",
            ),
        ]

    def __str__(self) -> str:
        return self.title
