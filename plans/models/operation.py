"""How the portal itself is running: what the clock did last, and what is wrong."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from plans.enums import TroubleKind


class ClockRun(models.Model):
    """When one of the clock's tasks last ended well, on any machine; the database's time."""

    task = models.CharField(max_length=80, primary_key=True)
    ran_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.task}: {self.ran_at}"


class Trouble(models.Model):
    """异常: something that the system administrator is told of when it begins and when it is over.

    ``host`` is the machine whose own trouble it is, empty where it is everybody's.
    """

    kind = models.CharField(max_length=20, choices=TroubleKind.choices, editable=False)
    host = models.CharField(max_length=100, blank=True)
    text = models.CharField(max_length=300)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "host"],
                name="one_open_trouble_of_a_kind",
                condition=Q(ended_at__isnull=True),
                violation_error_message="这项异常已经记录，不需要重复记录。",
            ),
        ]

    def __str__(self) -> str:
        return self.text
