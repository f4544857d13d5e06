"""Changes of how a gate is decided: by which body, by which rule, on which evidence."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from plans.models import WAITING, FourEyes
from plans.system import clock
from taskforce.enums import Rule
from taskforce.models.body import Body, TwoPersonQuerySet
from taskforce.models.decision import Gate


class GateChangeQuerySet(TwoPersonQuerySet["GateChange"]):
    """By how far they are; what is in force has been carried to the gate."""

    def of(self, gate: Gate) -> Self:
        """The changes of one gate."""
        return self.filter(gate=gate).select_related("body", "made_by", "confirmed_by")


class GateChange(FourEyes):
    """调整审议办法: what a gate's body, rule, number and evidence shall be, and why.

    Proposed by who runs the process; counts when a member of the gate's present body confirms.
    ``old`` is what stood before; ``ended_at``: refused or withdrawn, and never in force.
    """

    gate = models.ForeignKey(Gate, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name="审议机构")
    rule = models.CharField("决定方式", max_length=10, choices=Rule.choices)
    quorum = models.PositiveSmallIntegerField("同意人数", null=True, blank=True)
    evidence = models.JSONField(default=list, help_text="keys of taskforce.evidence")
    old = models.JSONField(default=dict, help_text="body, rule, quorum and evidence before")
    reason = models.CharField("理由", max_length=300)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = GateChangeQuerySet.as_manager()

    class Meta(FourEyes.Meta):
        ordering = ["id"]
        constraints = [
            *FourEyes.Meta.constraints,
            models.UniqueConstraint(
                fields=["gate"],
                condition=WAITING & Q(ended_at__isnull=True),
                name="one_change_waits_at_a_gate",
                violation_error_message="这一环节已有一项调整等待确认，请先办理或者撤回。",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="gate_change_has_a_reason",
                violation_error_message="请写明调整审议办法的理由。",
            ),
            models.CheckConstraint(
                condition=~Q(rule=Rule.QUORUM) | Q(quorum__gte=1),
                name="changed_quorum_is_counted",
                violation_error_message="按人数决定的，请写明至少多少人同意。",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | WAITING,
                name="gate_change_dropped_while_waiting",
                violation_error_message="这项调整已经生效，需要恢复的请另行提出调整。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gate}：{self.reason[:30]}"
