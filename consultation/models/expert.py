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
from consultation.models.invitation import Invitation
from consultation.models.round import Round
from plans.models import Attachment, EditionProvision, Provision
from plans.system import clock


class ExpertPanel(models.Model):
    """专家组 of a round: its chair 组长, when the seal was opened and why, the group's opinion.

    ``opened_by`` is null when all were in: the last release opened it. ``signed_scan`` is the
    signed 论证意见; with it the conclusion stands.
    """

    round = models.OneToOneField(
        Round,
        models.PROTECT,
        related_name="panel",
        error_messages={"unique": "这一轮刚刚已经组成专家组，请刷新页面查看。"},
    )
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
                violation_error_message="提前启封须写明理由。",
            ),
            models.CheckConstraint(
                condition=Q(conclusion="") | Q(opened_at__isnull=False, concluded_by__isnull=False),
                name="panel_concludes_when_opened",
                violation_error_message="专家意见启封以后，才能写综合论证意见。",
            ),
            models.CheckConstraint(
                condition=Q(signed_scan__isnull=True) | ~Q(conclusion=""),
                name="panel_signs_a_conclusion",
                violation_error_message="请先写综合论证意见，再上传签名件。",
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

    invitation = models.OneToOneField(
        Invitation,
        models.CASCADE,
        related_name="review",
        error_messages={"unique": "这位专家已在专家组中，不需要重复邀请。"},
    )
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
                condition=Q(verdict="") | Q(verdict__in=Verdict.values),
                name="verdict_is_known",
                violation_error_message="请选择总体意见：同意、修改后同意或者不同意。",
            ),
            models.CheckConstraint(
                condition=Q(recused=False)
                | (~Q(recusal_reason="") & Q(verdict="", text="", released_at__isnull=False)),
                name="recusal_has_a_reason_and_no_verdict",
                violation_error_message="申请回避须写明理由，并且不再填写意见。",
            ),
            models.CheckConstraint(
                condition=Q(declared_at__isnull=True) | Q(author__isnull=False),
                name="declaration_has_an_author",
                violation_error_message="请先声明是否需要回避。",
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
                violation_error_message="请先声明是否需要回避，并选择总体意见，再提交。",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | ~Q(verdict=Verdict.DISAGREE) | ~Q(text=""),
                name="disagreement_has_a_reason",
                violation_error_message="不同意的，请写明理由。",
            ),
            models.UniqueConstraint(
                fields=["receipt_number"],
                condition=~Q(receipt_number=""),
                name="review_receipt_number_once",
                violation_error_message="回执编号刚刚被同时提交的另一份意见取用，请再提交一次。",
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
    key = models.UUIDField(
        unique=True, error_messages={"unique": "这条意见已经保存，不需要重复提交。"}
    )
    saved_at = models.DateTimeField(default=clock.now, editable=False)
    released_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["place__order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(nothing=False) & (~Q(text="") | ~Q(proposal="")))
                | Q(nothing=True, text="", proposal="", chapter__isnull=False),
                name="expert_opinion_says_something_or_nothing",
                violation_error_message="请填写意见或者修改建议；没有意见的，请选择“本章没有意见”。",
            ),
            models.UniqueConstraint(
                fields=["review", "chapter"],
                condition=Q(nothing=True),
                name="expert_says_nothing_once_on_a_chapter",
                violation_error_message="这一章已经声明没有意见，不需要重复声明。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id}/{self.pk}"
