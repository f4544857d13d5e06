"""Another mail address for an account that is open: it counts when a second person says so."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models.four_eyes import FourEyes
from plans.system import clock


class MailChange(FourEyes):
    """修改邮箱: what an administrator asks for; the owner or another administrator confirms it.

    Until then every mail goes to the address of before, also the one that lets in.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="mail_changes", verbose_name="人员"
    )
    email = models.EmailField("电子邮箱", blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(FourEyes.Meta):
        ordering = ["-id"]
        constraints = [
            *FourEyes.Meta.constraints,
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(confirmed_at__isnull=True, ended_at__isnull=True),
                name="mail_change_one_at_a_time",
                violation_error_message="这个账号的邮箱刚刚有人修改，请刷新页面查看。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}的邮箱改为{self.email or '（空）'}"
