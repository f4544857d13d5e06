"""What proves adoptions: the words that were put into the text."""

from __future__ import annotations

from django.db import models

from consultation.models.comment import Assessment
from plans.models import Provision


class Carrying(models.Model):
    """What the change that an adopted opinion points at put in, and where (null: the plan's front).

    ``put`` is read and held against a text by ``collation.carrying`` alone.
    """

    assessment = models.OneToOneField(
        Assessment,
        models.PROTECT,
        primary_key=True,
        related_name="carrying",
        error_messages={"unique": "同事刚刚登记了这条意见的落实之处，请刷新页面查看。"},
    )
    provision = models.ForeignKey(
        Provision, models.PROTECT, null=True, blank=True, related_name="+"
    )
    put = models.JSONField(editable=False)

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.provision_id}"
