"""Four eyes 双人办理: what one person makes counts only when a second one confirms it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

_WAITS = Q(made_by__isnull=False, confirmed_by__isnull=True, confirmed_at__isnull=True)
_CONFIRMED = Q(made_by__isnull=False, confirmed_by__isnull=False, confirmed_at__isnull=False) & ~Q(
    confirmed_by=F("made_by")
)
_NEEDS_NO_SECOND = Q(made_by__isnull=True, confirmed_by__isnull=True, confirmed_at__isnull=False)

IN_FORCE = Q(confirmed_at__isnull=False)
"""The one condition under which such a row gives or says anything."""
WAITING = Q(confirmed_at__isnull=True)


class FourEyes(models.Model):
    """A row that gives somebody a voice, or holds what was entered for somebody else.

    ``made_by`` named the person or entered the paper; ``confirmed_by`` is another person, found
    fit by ``plans.seconds.may_be_second``. Until ``confirmed_at`` the row gives nothing and
    counts for nothing (``IN_FORCE``). Without ``made_by`` it is a person's own word, or stood
    before four eyes were kept, and is in force from ``confirmed_at``.

    A model's own Meta inherits from ``FourEyes.Meta`` and repeats its constraints.
    """

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="经办",
        editable=False,
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="复核",
        editable=False,
    )
    confirmed_at = models.DateTimeField("复核时间", null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=_WAITS | _CONFIRMED | _NEEDS_NO_SECOND,
                name="%(class)s_has_four_eyes",
                violation_error_message="自己经办的事项须由另一人确认，请联系其他有权确认的人员。",
            )
        ]

    @property
    def in_force(self) -> bool:
        """Whether it counts: a second person confirmed it, or it needs none."""
        return self.confirmed_at is not None
