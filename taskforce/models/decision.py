"""Gates 节点审核, sealed packages 报审材料, opinions, meetings, decisions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from plans.models import Attachment, Edition
from taskforce.enums import REASONED_OUTCOMES, REASONED_VOTES, GateState, Outcome, Rule, Vote
from taskforce.models.body import Body, Seat
from taskforce.models.timeline import Stage


class Gate(models.Model):
    """One deciding or consenting body's turn in a stage; gates of a stage decide in order."""

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

    class Meta:
        ordering = ["stage__number", "order"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "order"], name="gate_order_once"),
            models.CheckConstraint(
                condition=~Q(rule=Rule.QUORUM) | Q(quorum__gte=1), name="quorum_is_counted"
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
                fields=["gate"], condition=Q(closed_at__isnull=True), name="one_package_in_hand"
            ),
            models.CheckConstraint(
                condition=Q(gaps=[]) | ~Q(gap_reason=""), name="gaps_are_explained"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gate_id}: {self.sha256[:12]}"


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


class MemberOpinion(models.Model):
    """One member's opinion on a sealed package; a later one replaces it while the gate is open.

    ``recorded_by``: entered by the office from paper (代录) with the scanned 签批单, then shown
    to the member for confirmation.
    """

    package = models.ForeignKey(Package, models.PROTECT, related_name="opinions")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    vote = models.CharField("意见", max_length=10, choices=Vote.choices)
    text = models.TextField("意见内容", blank=True)
    given_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    scan = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["package", "seat"],
                condition=Q(replaced_at__isnull=True),
                name="one_opinion_per_seat",
            ),
            models.CheckConstraint(
                condition=~Q(vote__in=REASONED_VOTES) | ~Q(text=""), name="vote_has_its_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.get_vote_display()}"


class Objection(models.Model):
    """异议: the member does not own an opinion that the office entered from paper; the office
    answers what it found."""

    opinion = models.OneToOneField(MemberOpinion, models.PROTECT, related_name="objection")
    text = models.TextField("异议")
    made_at = models.DateTimeField()
    answer = models.CharField("核实情况", max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="objection_says_why"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="objection_answered_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:30]


class MeetingRecord(models.Model):
    """Record of the meeting that judged a package; counts are of persons."""

    package = models.OneToOneField(Package, models.PROTECT, related_name="meeting")
    held_on = models.DateField("会议日期")
    expected = models.PositiveSmallIntegerField("应到")
    present = models.PositiveSmallIntegerField("实到")
    observers = models.CharField("列席", max_length=400, blank=True)
    excused = models.CharField("请假", max_length=400, blank=True)
    chair = models.CharField("主持人", max_length=60)
    recorder = models.CharField("记录人", max_length=60)
    voting = models.CharField("表决方式", max_length=60)
    in_favour = models.PositiveSmallIntegerField("赞成")
    against = models.PositiveSmallIntegerField("反对", default=0)
    abstained = models.PositiveSmallIntegerField("弃权", default=0)
    chair_last = models.BooleanField("主持人末位表态", default=False)
    written = models.TextField("缺席成员书面意见", blank=True)
    minutes = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(present__lte=F("expected")), name="no_more_present_than_expected"
            ),
            models.CheckConstraint(
                condition=Q(present__gte=F("in_favour") + F("against") + F("abstained")),
                name="no_more_votes_than_present",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on} {self.present}/{self.expected}"


class Instruction(models.Model):
    """A body outside the portal: the 请示 or 报告 sent, and the 批示 that came back."""

    package = models.OneToOneField(Package, models.PROTECT, related_name="instruction")
    sent_on = models.DateField("报送日期")
    letter = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField("批示内容")
    instructed_on = models.DateField("批示日期")
    scan = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(instructed_on__gte=F("sent_on")), name="instructed_after_sending"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instructed_on}"


class Decision(models.Model):
    """What a gate decided on exactly this package."""

    package = models.OneToOneField(Package, models.PROTECT, related_name="decision")
    outcome = models.CharField("结果", max_length=25, choices=Outcome.choices)
    reason = models.TextField("说明", blank=True)
    decided_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome__in=REASONED_OUTCOMES) | ~Q(reason=""),
                name="decision_is_reasoned",
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
            models.UniqueConstraint(fields=["decision", "number"], name="review_item_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | ~Q(answer=""),
                name="confirmed_item_is_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:30]}"
