"""One-time links by which a person, and nobody else, sets the password of an account."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from plans.enums import LinkPurpose
from plans.models.four_eyes import FourEyes
from plans.system import clock


class ActivationLink(FourEyes):
    """开通链接: opens an account, or sets a forgotten password; used once, by its day.

    Of the secret only its SHA-256 is kept. ``given_by`` made it and saw it; for who holds an
    office it waits, with ``made_by``, until a second person confirms it; once it is used the
    owner's voice rests until others vouch (``Vouch``), the last of them being ``voice_by``. For a
    lost second factor
    (``LinkPurpose.FACTOR``) the same people do the same without a secret: confirmed is used.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="activation_links",
        verbose_name="人员",
    )
    purpose = models.CharField("用途", max_length=10, choices=LinkPurpose.choices)
    digest = models.CharField(  # noqa: DJ001 - unique, and many rows have none
        max_length=64,
        unique=True,
        null=True,
        editable=False,
        error_messages={"unique": "链接没有制作成功，请再试一次。"},
    )
    reason = models.CharField("理由", max_length=200, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField("有效期")
    used_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    voice_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    voice_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(FourEyes.Meta):
        ordering = ["-id"]
        constraints = [
            *FourEyes.Meta.constraints,
            models.CheckConstraint(
                condition=Q(purpose=LinkPurpose.OPEN) | ~Q(reason=""),
                name="activation_link_says_why",
                violation_error_message="请写明重新给出开通链接的理由。",
            ),
            models.CheckConstraint(
                condition=Q(purpose=LinkPurpose.FACTOR, digest__isnull=True)
                | ~Q(purpose=LinkPurpose.FACTOR) & Q(digest__isnull=False),
                name="activation_link_has_its_secret",
                violation_error_message="链接没有制作成功，请再试一次。",
            ),
            models.CheckConstraint(
                condition=Q(voice_by__isnull=True, voice_at__isnull=True)
                | Q(
                    voice_at__isnull=False,
                    used_at__isnull=False,
                    voice_by__isnull=False,
                    confirmed_by__isnull=False,
                )
                & ~Q(voice_by=F("made_by"))
                & ~Q(voice_by=F("confirmed_by"))
                & ~Q(voice_by=F("user")),
                name="activation_link_third_gives_the_voice",
                violation_error_message="须由没有经办、也没有复核这个链接的另一人确认。",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at__isnull=True, ended_at__isnull=True),
                name="activation_link_one_at_a_time",
                violation_error_message="这个账号刚刚有了新的开通链接，请刷新页面查看。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}的开通链接"


class Vouch(models.Model):
    """A third person's word that the account is its owner's again, after the link was used.

    It stands for the offices that this person may vouch for; the voice comes back when each
    office of the owner has such a word.
    """

    link = models.ForeignKey(ActivationLink, models.PROTECT, related_name="vouches")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["link", "by"],
                name="vouch_once_by_each",
                violation_error_message="您已经确认过，请刷新页面查看。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by}：{self.link}"
