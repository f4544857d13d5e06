"""An expert round 咨询论证: its panel, what each expert declares and says, under seal.

Nothing here is a comment. Only when the round is opened do the released opinions become comments
of the ordinary collation, in the transaction that opens it; until then no list, search, export
or figure has anything to show. ``experts.seal`` is the one place that reads these tables.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from consultation.enums import CommentKind, Verdict
from consultation.models.round import Invitation, Round
from plans.models import Attachment, EditionProvision, Provision
from plans.system import clock


class ExpertPanel(models.Model):
    """专家组 of a round: its chair 组长, when the seal was opened and why, the group's opinion.

    ``opened_by`` is null when all were in: the last release opened it. ``signed_scan`` is the
    signed 论证意见; with it the conclusion stands.
    """

    round = models.OneToOneField(Round, models.PROTECT, related_name="panel")
    chair = models.ForeignKey(
        Invitation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="组长"
    )
    opened_at = models.DateTimeField(null=True, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    opened_reason = models.CharField("启封理由", max_length=200, blank=True)
    conclusion = models.TextField("综合论证意见", blank=True)
    version = models.PositiveIntegerField(default=1)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    concluded_at = models.DateTimeField(null=True, blank=True)
    signed_scan = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_by__isnull=True)
                | (Q(opened_at__isnull=False) & ~Q(opened_reason="")),
                name="panel_opened_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(conclusion="") | Q(opened_at__isnull=False, concluded_by__isnull=False),
                name="panel_concludes_when_opened",
            ),
            models.CheckConstraint(
                condition=Q(signed_scan__isnull=True) | ~Q(conclusion=""),
                name="panel_signs_a_conclusion",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}"


class ExpertReview(models.Model):
    """One expert in a round: the declaration, the verdict, the release. Final once released.

    ``author`` is who declared and drafted: the person's account, or the user of the one browser
    that the personal link was first used in; nobody else reads the draft, whoever holds the link.
    A recusal 回避 is released at once, with its reason and without a verdict. ``excused_reason``:
    the chair let the expert off.
    """

    invitation = models.OneToOneField(Invitation, models.CASCADE, related_name="review")
    name = models.CharField("姓名", max_length=60)
    organisation = models.CharField("工作单位", max_length=120, blank=True)
    position = models.CharField("职务职称", max_length=120, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    declared_at = models.DateTimeField(null=True, blank=True)
    recused = models.BooleanField("回避", default=False)
    recusal_reason = models.CharField("回避理由", max_length=300, blank=True)
    excused_reason = models.CharField(max_length=200, blank=True)
    verdict = models.CharField("总体意见", max_length=15, choices=Verdict.choices, blank=True)
    text = models.TextField("总体意见说明", blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    receipt_number = models.CharField("回执编号", max_length=30, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["invitation"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="") | Q(verdict__in=Verdict.values), name="verdict_is_known"
            ),
            models.CheckConstraint(
                condition=Q(recused=False)
                | (~Q(recusal_reason="") & Q(verdict="", text="", released_at__isnull=False)),
                name="recusal_has_a_reason_and_no_verdict",
            ),
            models.CheckConstraint(
                condition=Q(declared_at__isnull=True) | Q(author__isnull=False),
                name="declaration_has_an_author",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True)
                | (
                    ~Q(sha256="")
                    & ~Q(receipt_number="")
                    & Q(declared_at__isnull=False)
                    & (Q(recused=True) | ~Q(verdict=""))
                ),
                name="released_review_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | ~Q(verdict=Verdict.DISAGREE) | ~Q(text=""),
                name="disagreement_has_a_reason",
            ),
            models.UniqueConstraint(
                fields=["receipt_number"],
                condition=~Q(receipt_number=""),
                name="review_receipt_number_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def described(self) -> str:
        """Name with organisation and position: how a table names the source."""
        more = f"{self.organisation}{self.position}"
        return f"{self.name}（{more}）" if more else self.name


class ExpertOpinion(models.Model):
    """One opinion on a chapter (null: the whole plan), or the word that there is none on it.

    Anchored as a comment is; ``key`` makes a saving repeated the same opinion. It becomes a
    comment when the round is opened.
    """

    review = models.ForeignKey(ExpertReview, models.CASCADE, related_name="opinions")
    chapter = models.ForeignKey(Provision, models.PROTECT, null=True, blank=True, related_name="+")
    place = models.ForeignKey(
        EditionProvision, models.PROTECT, null=True, blank=True, related_name="+"
    )
    nothing = models.BooleanField("本章没有意见", default=False)
    kind = models.CharField("类型", max_length=10, choices=CommentKind.choices)
    quote = models.TextField("原文", blank=True)
    prefix = models.CharField(max_length=32, blank=True)
    suffix = models.CharField(max_length=32, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    proposal = models.TextField("建议修改为", blank=True)
    text = models.TextField("意见", blank=True)
    key = models.UUIDField(unique=True)
    saved_at = models.DateTimeField(default=clock.now, editable=False)
    released_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["place__order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(nothing=False) & (~Q(text="") | ~Q(proposal="")))
                | Q(nothing=True, text="", proposal="", chapter__isnull=False),
                name="expert_opinion_says_something_or_nothing",
            ),
            models.UniqueConstraint(
                fields=["review", "chapter"],
                condition=Q(nothing=True),
                name="expert_says_nothing_once_on_a_chapter",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id}/{self.pk}"
