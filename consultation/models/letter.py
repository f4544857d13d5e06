"""Letters in free text 来函, and which of their passages were taken as which opinion."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from consultation.models.comment import Comment
from consultation.models.invitation import Invitation
from plans.models import Attachment
from plans.system import clock


class IncomingLetter(models.Model):
    """A unit's letter with its 收文号, the file as it came, and its words.

    ``text`` is what passages point into, so it stands still once a passage is marked.
    """

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="letters")
    receipt_number = models.CharField("收文号", max_length=60)
    dated = models.DateField("来函日期")
    original = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField("来函文字")
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "receipt_number"],
                name="letter_received_once",
                violation_error_message="该单位已登记过这个收文号的来函，请核对收文号。",
            ),
            models.CheckConstraint(
                condition=~Q(receipt_number="") & ~Q(text=""),
                name="letter_is_numbered_and_read",
                violation_error_message="请填写收文号，并录入来函的文字。",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt_number


class LetterPassage(models.Model):
    """A stretch of a letter's text, in code points, that stands behind an opinion."""

    letter = models.ForeignKey(IncomingLetter, models.PROTECT, related_name="passages")
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["start", "end", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="passage_has_words",
                violation_error_message="请在来函中选中至少一个字。",
            ),
            models.UniqueConstraint(
                fields=["letter", "comment", "start"],
                name="passage_once_in_opinion",
                violation_error_message="这一段已经列入这条意见，请刷新页面查看。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}:{self.start}-{self.end}"
