"""Gates 节点审核, sealed packages 报审材料, opinions, meetings, decisions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models import IN_FORCE, WAITING, Attachment, Edition, FourEyes
from taskforce.enums import REASONED_OUTCOMES, REASONED_VOTES, GateState, Outcome, Rule, Vote
from taskforce.models.body import Body, Seat
from taskforce.models.timeline import Stage

DECIDED = Q(decisions__isnull=False, decisions__voided_at__isnull=True)
"""Of packages: those with a result that holds."""


class Gate(models.Model):
    """One deciding or consenting body's turn in a stage; gates of a stage decide in order.

    ``contested_at`` 有争议: a vote that carried its result was voided after more had been built
    on it; until the objection is judged 不成立 or the gate passes anew, nothing is issued.
    ``reopened_at`` 重新审议: since then it is asked anew, and what it decided before is history.
    """

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="gates")
    order = models.PositiveSmallIntegerField()
    title = models.CharField("审议环节", max_length=120)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    rule = models.CharField("决定方式", max_length=10, choices=Rule.choices)
    quorum = models.PositiveSmallIntegerField("同意人数", null=True, blank=True)
    due_on = models.DateField("截止日期", null=True, blank=True)
    due_text = models.CharField("时限", max_length=80, blank=True)
    outcomes = models.JSONField(default=list, help_text="outcomes that may be given; [] is all")
    evidence = models.JSONField(default=list, help_text="keys of taskforce.gates")
    in_source = models.BooleanField(default=True)
    source_note = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=25, choices=GateState.choices, default=GateState.WAITING, editable=False
    )
    contested_at = models.DateTimeField(null=True, blank=True, editable=False)
    reopened_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["stage__number", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "order"],
                name="gate_order_once",
                violation_error_message="同事刚刚调整了这一阶段的审议环节，请刷新页面后重试。",
            ),
            models.CheckConstraint(
                condition=~Q(rule=Rule.QUORUM) | Q(quorum__gte=1),
                name="quorum_is_counted",
                violation_error_message="按人数决定的，请写明至少多少人同意。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def allowed_outcomes(self) -> tuple[Outcome, ...]:
        """What this body may decide, in the order of ``Outcome``."""
        return tuple(one for one in Outcome if not self.outcomes or one in self.outcomes)


class Package(models.Model):
    """报审材料 put to a gate: sealed, a list of materials with their hashes.

    ``gap_reason``: evidence was missing and why the office asks all the same.
    """

    gate = models.ForeignKey(Gate, models.PROTECT, related_name="packages")
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="+")
    question = models.CharField("提请事项", max_length=300)
    gap_reason = models.CharField("材料不齐的理由", max_length=300, blank=True)
    gaps = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["gate"],
                condition=Q(closed_at__isnull=True),
                name="one_package_in_hand",
                violation_error_message="这一环节已有一份报审材料正在审议，须先有结果或者撤回。",
            ),
            models.CheckConstraint(
                condition=Q(gaps=[]) | ~Q(gap_reason=""),
                name="gaps_are_explained",
                violation_error_message="材料不齐而提请审议的，请说明原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gate_id}: {self.sha256[:12]}"

    @property
    def decision(self) -> Decision | None:
        """The result that holds; one that lost its ground is none."""
        return next((one for one in self.decisions.all() if one.voided_at is None), None)


class Material(models.Model):
    """One paper of a package: a file, a frozen edition (with the file it is read as), or a text.

    ``sha256``: of the file's bytes where there is one, else of the edition or of the text.
    """

    package = models.ForeignKey(Package, models.PROTECT, related_name="materials")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="+")
    file = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.title


class OpinionQuerySet(models.QuerySet["MemberOpinion"]):
    def standing(self) -> OpinionQuerySet:
        """Neither replaced, refused, taken back nor voided; whether it counts or still waits."""
        return self.filter(replaced_at__isnull=True)

    def in_force(self) -> OpinionQuerySet:
        """What counts: members' own words, and what was entered and confirmed."""
        return self.standing().filter(IN_FORCE)

    def waiting(self) -> OpinionQuerySet:
        """Entered from paper, confirmed by nobody yet, on a package that is being judged."""
        return self.standing().filter(WAITING, package__closed_at__isnull=True)


class MemberOpinion(FourEyes):
    """One member's opinion on a sealed package; a later one replaces it while the gate is open.

    ``made_by``: entered by an officer from paper (代录) with the scanned 签批单; it counts when
    the member confirms, or a second officer against the scan (``away_reason``: why not the
    member). A member's own word has no ``made_by`` and is in force from ``given_at``.
    """

    package = models.ForeignKey(Package, models.PROTECT, related_name="opinions")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    vote = models.CharField("意见", max_length=10, choices=Vote.choices)
    text = models.TextField("意见内容", blank=True)
    given_at = models.DateTimeField()
    scan = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    away_reason = models.CharField("本人不能确认的原因", max_length=200, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = OpinionQuerySet.as_manager()

    class Meta(FourEyes.Meta):
        ordering = ["id"]
        constraints = [
            *FourEyes.Meta.constraints,
            models.UniqueConstraint(
                fields=["package", "seat"],
                condition=Q(replaced_at__isnull=True),
                name="one_opinion_per_seat",
                violation_error_message="这一席位已经发表意见，请刷新页面查看。",
            ),
            models.CheckConstraint(
                condition=~Q(vote__in=REASONED_VOTES) | ~Q(text=""),
                name="vote_has_its_reason",
                violation_error_message="原则同意、退回或者暂缓的，请写明意见。",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=False) | Q(scan__isnull=False),
                name="entered_opinion_has_its_scan",
                violation_error_message="代录意见须附签批单扫描件。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.get_vote_display()}"

    @property
    def by_deputy(self) -> bool:
        """Whether a deputy 代理人 spoke in the portal for the seat's holder."""
        return self.made_by_id is None and self.given_by_id != self.seat.user_id


class Objection(models.Model):
    """异议: the member does not own an opinion that was entered from paper, which is void at once.

    Somebody who neither entered nor confirmed it judges (``upheld`` 成立 or 不成立) and says what
    was found; the voided opinion does not come back by that.
    """

    opinion = models.OneToOneField(
        MemberOpinion,
        models.PROTECT,
        related_name="objection",
        error_messages={"unique": "对这条意见已经提出异议，请刷新页面查看。"},
    )
    text = models.TextField("异议")
    made_at = models.DateTimeField()
    answer = models.CharField("核实情况", max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    upheld = models.BooleanField("异议成立", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="objection_says_why",
                violation_error_message="请写明异议的理由。",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="objection_answered_by_someone",
                violation_error_message="请写明对异议的答复。",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:30]


class DecisionQuerySet(models.QuerySet["Decision"]):
    def in_force(self) -> DecisionQuerySet:
        """Results that hold."""
        return self.filter(voided_at__isnull=True)


class Decision(models.Model):
    """What a gate decided on exactly this package.

    ``voided_at``: a vote that carried it was voided, and the package is judged again.
    """

    package = models.ForeignKey(Package, models.PROTECT, related_name="decisions")
    outcome = models.CharField("结果", max_length=25, choices=Outcome.choices)
    reason = models.TextField("说明", blank=True)
    decided_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    voided_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["package"],
                condition=Q(voided_at__isnull=True),
                name="one_decision_in_force",
                violation_error_message="这份材料已有审议结果，请刷新页面查看。",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=REASONED_OUTCOMES) | ~Q(reason=""),
                name="decision_is_reasoned",
                violation_error_message="原则通过、暂缓或者退回的，请写明说明。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()


class ReviewItem(models.Model):
    """审议意见 under 原则通过: one item of the 修改落实表, confirmed by the office when carried.

    Edits of the plan tied to it have the source "review:<id>".
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    text = models.TextField("审议意见")
    answer = models.CharField("落实情况", max_length=500, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "number"],
                name="review_item_once",
                violation_error_message="审议意见的序号重复，请刷新页面后重试。",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | ~Q(answer=""),
                name="confirmed_item_is_answered",
                violation_error_message="请写明审议意见的落实情况，再确认。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:30]}"
