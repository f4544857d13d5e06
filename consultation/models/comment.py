"""Comments 意见 as submitted, and the assessment that works beside them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from consultation.enums import (
    CARRIED_DISPOSITIONS,
    REASONED_DISPOSITIONS,
    AssessmentState,
    CommentKind,
    CommentSource,
    Disposition,
    FollowUp,
    Speaker,
)
from consultation.models.reply import Reply
from consultation.models.round import Round
from plans.models import Attachment, Change, EditionProvision, Provision, Unit
from plans.system import clock


class Comment(models.Model):
    """One opinion. A draft while ``submitted_at`` is null; then no column of it ever changes.

    It points at one frozen provision (null: the whole plan) with the quoted text, 32 characters
    around it and a start offset in code points, which is only a hint. ``chapter`` is stored for
    filters. ``key`` makes a repeated submission the same comment.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="comments")
    reply = models.ForeignKey(Reply, models.PROTECT, null=True, blank=True, related_name="comments")
    number = models.PositiveIntegerField("编号", null=True, editable=False)
    source = models.CharField(max_length=10, choices=CommentSource.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    author_name = models.CharField("提出人", max_length=120, blank=True)
    place = models.ForeignKey(
        EditionProvision, models.PROTECT, null=True, blank=True, related_name="+"
    )
    chapter = models.ForeignKey(Provision, models.PROTECT, null=True, blank=True, related_name="+")
    quote = models.TextField("原文", blank=True)
    prefix = models.CharField(max_length=32, blank=True)
    suffix = models.CharField(max_length=32, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    kind = models.CharField("类型", max_length=10, choices=CommentKind.choices)
    proposal = models.TextField("建议修改为", blank=True)
    reason = models.TextField("理由", blank=True)
    key = models.UUIDField(
        unique=True, error_messages={"unique": "这条意见已经保存，不需要重复提交。"}
    )
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=clock.now, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    late = models.BooleanField(default=False)

    class Meta:
        ordering = ["number", "id"]
        indexes = [
            models.Index(fields=["round", "number"], name="comment_in_round"),
            models.Index(fields=["reply"], name="comment_of_reply"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "number"],
                condition=Q(number__isnull=False),
                name="comment_number_once_in_round",
                violation_error_message="意见编号刚刚被同时提交的另一条意见取用，请再提交一次。",
            ),
            models.CheckConstraint(
                condition=~Q(proposal="") | ~Q(reason=""),
                name="comment_says_something",
                violation_error_message="请填写修改建议或者理由，至少填写一项。",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(number__isnull=False),
                name="submitted_comment_is_numbered",
                violation_error_message="意见没有编上号，没有提交。请再提交一次。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or 0:04d}"

    @property
    def assessment(self) -> Assessment | None:
        """The assessment of the whole opinion; None of a draft."""
        return next((one for one in self.assessments.all() if one.part_of_id is None), None)


class PublicContact(models.Model):
    """What a citizen's suggestion brings besides its words, apart so that it can be left out.

    ``name`` and ``phone`` stand in the workbook with names alone; who agrees to be named is named
    in the comment itself. The file is for staff. ``may_publish`` is the citizen's consent to
    publish the words, ``withheld_reason`` why staff do not.
    """

    comment = models.OneToOneField(
        Comment,
        models.PROTECT,
        related_name="contact",
        error_messages={"unique": "这条意见已经提交，不需要重复提交。"},
    )
    name = models.CharField("姓名或称呼", max_length=120, blank=True)
    phone = models.CharField("联系方式", max_length=300, blank=True)
    speaker = models.CharField("身份", max_length=10, choices=Speaker.choices, blank=True)
    may_publish = models.BooleanField(default=False)
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="附件"
    )
    withheld_reason = models.CharField("不公开的理由", max_length=300, blank=True)
    query_code = models.CharField(
        max_length=20, unique=True, error_messages={"unique": "查询码没有生成成功，请再提交一次。"}
    )

    def __str__(self) -> str:
        return self.query_code


class Tag(models.Model):
    round = models.ForeignKey(Round, models.CASCADE, related_name="tags")
    name = models.CharField(max_length=30)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "name"],
                name="tag_once_in_round",
                violation_error_message="这一轮已有同名的标签，请直接选用。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class OpinionGroup(models.Model):
    """Same or similar opinions, found by text, confirmed by a person; answered once."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="groups")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.round_id}/{self.pk}"


def disposition_words(disposition: str, state: str) -> str:
    """处理意见 as every page and paper says it; empty without one."""
    if not disposition:
        return ""
    waits = f"（{AssessmentState.TO_PROVE.label}）" if state == AssessmentState.TO_PROVE else ""
    return f"{Disposition(disposition).label}{waits}"


class Assessment(models.Model):
    """The working side of a submitted comment; filter columns are copied for one-table lists.

    ``place`` is where the opinion is treated: where its author put it, or (``moved``) where staff
    did. A part 拆分 of an opinion is an assessment of its own with the round's next number:
    ``part_of`` is that of the whole, ``gist`` what of the comment's words it treats.
    ``proof`` is the change of the plan's text that carries an adopted opinion; where the text
    does not hold any more what it put in (``Carrying``), the state is 待落实 again.
    """

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="assessments")
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", editable=False
    )
    gist = models.TextField("拆出的内容", blank=True)
    place = models.ForeignKey(
        EditionProvision, models.PROTECT, null=True, blank=True, related_name="+"
    )
    moved = models.BooleanField(default=False, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    chapter = models.ForeignKey(Provision, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=CommentKind.choices)
    source = models.CharField(max_length=10, choices=CommentSource.choices)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    tags = models.ManyToManyField(Tag, related_name="+", blank=True)
    group = models.ForeignKey(
        OpinionGroup, models.SET_NULL, null=True, blank=True, related_name="members"
    )
    state = models.CharField(
        max_length=10,
        choices=AssessmentState.choices,
        default=AssessmentState.OPEN,
        editable=False,
    )
    disposition = models.CharField(max_length=12, choices=Disposition.choices, blank=True)
    reason = models.TextField("理由", blank=True)
    proof = models.ForeignKey(Change, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    follow_up = models.CharField(max_length=12, choices=FollowUp.choices, blank=True)
    follow_up_note = models.CharField(max_length=500, blank=True)
    to_argumentation = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["round", "number"], name="assess_list"),
            models.Index(fields=["round", "state", "number"], name="assess_state"),
            models.Index(fields=["round", "disposition", "number"], name="assess_disposition"),
            models.Index(fields=["round", "unit", "number"], name="assess_unit"),
            models.Index(fields=["round", "chapter", "number"], name="assess_chapter"),
            models.Index(fields=["round", "kind", "number"], name="assess_kind"),
            models.Index(fields=["round", "handler", "number"], name="assess_handler"),
            models.Index(fields=["round", "source", "number"], name="assess_source"),
            models.Index(
                fields=["round", "number"], condition=Q(to_argumentation=True), name="assess_argued"
            ),
            models.Index(
                fields=["round", "number"], condition=Q(due_on__isnull=False), name="assess_due"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(disposition__in=REASONED_DISPOSITIONS) | ~Q(reason=""),
                name="disposition_is_reasoned",
                violation_error_message="部分采纳或者不采纳的，请写明理由。",
            ),
            models.CheckConstraint(
                condition=~Q(disposition__in=CARRIED_DISPOSITIONS, state=AssessmentState.DONE)
                | Q(proof__isnull=False),
                name="adopted_is_done_with_proof",
                violation_error_message="采纳的意见，须先指明落实在正文的哪一处修改，才能办结。",
            ),
            models.CheckConstraint(
                condition=Q(disposition="", state=AssessmentState.OPEN)
                | (~Q(disposition="") & ~Q(state=AssessmentState.OPEN)),
                name="assessed_is_not_open",
                violation_error_message="这条意见的处理情况刚刚有变化，请刷新页面后重试。",
            ),
            models.UniqueConstraint(
                fields=["comment"],
                condition=Q(part_of__isnull=True),
                name="opinion_assessed_once",
                violation_error_message="这条意见已在汇总中，请刷新页面查看。",
            ),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True, gist="")
                | (Q(part_of__isnull=False) & ~Q(gist="")),
                name="part_of_an_opinion_says_something",
                violation_error_message="请写明从这条意见中拆出的内容。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number:04d} {self.get_disposition_display()}"

    @property
    def answer(self) -> str:
        """The disposition in words, with 待落实 while the text does not carry it."""
        return disposition_words(self.disposition, self.state)

    @property
    def words(self) -> str:
        """What is to be treated, in one text: the part, else the wording proposed or the reason."""
        return self.gist or self.comment.proposal or self.comment.reason


class AssessmentVersion(models.Model):
    """Every disposition and reason that was ever given, by whom and when."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="versions")
    disposition = models.CharField(max_length=12, blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.disposition}"
