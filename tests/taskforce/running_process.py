"""Running a process by actions: confirming steps, consulting, reviewing, putting and deciding."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from consultation.collation.actions.completion import complete_round
from consultation.collation.actions.dispositions import Answer, adopt_into_text
from consultation.models import Assessment, Round
from consultation.replies.actions.opinions import Opinion, draft_comment
from consultation.replies.actions.replies import release
from consultation.rounds.actions.drafts import RoundTerms
from consultation.rounds.actions.rounds import invite
from plans.checks import run_checks
from plans.drafting.queries import plan_tree
from plans.editions.actions.freezing import freeze_edition
from plans.enums import EditionKind, ReviewKind
from plans.issuing.actions.reviews import Finding, record_review
from plans.models import Edition, Plan, User
from plans.proofing.actions.waivers import waive_finding
from plans.system.actions.attachments import keep_upload
from taskforce.bodies.actions.seats import SeatTerms
from taskforce.deciding.actions.opinions import give_opinion
from taskforce.deciding.actions.records import (
    confirm_record,
    record_instruction,
    record_meeting,
)
from taskforce.enums import Rule, StepState, Vote
from taskforce.evidence.registry import REGISTRY
from taskforce.gates.actions.packages import Paper, seal_package
from taskforce.models import Body, Decision, Gate, Instruction, MeetingRecord, Package, Step
from taskforce.process.actions.starting import start_timeline
from taskforce.process.actions.steps import Proof, add_evidence, change_step_state
from taskforce.process_templates import load_named
from tests.cast import Cast, make_cast, make_plan, managed
from tests.rounds import open_round
from tests.scans import scan
from tests.taskforce.seating import take_seat

TODAY = date(2021, 1, 20)


@dataclass
class Process:
    """One plan's process, run by the drafter; ``chief`` heads the leading group."""

    cast: Cast
    plan: Plan

    @property
    def office(self) -> User:
        return self.cast.drafter

    @property
    def second(self) -> User:
        """Another who runs the process, and confirms what the office enters."""
        return managed(self.cast.second, self.plan)

    def gate(self, title: str) -> Gate:
        return Gate.objects.get(stage__timeline__plan=self.plan, title=title)

    def do(self, key: str, evidence: str = "") -> None:
        """Confirm a step as done, with evidence of this kind."""
        step = Step.objects.get(stage__timeline__plan=self.plan, key=key)
        add_evidence(step.pk, Proof(f"{step.title}的材料", key=evidence), by=self.office)
        change_step_state(step.pk, StepState.DONE, by=self.office)

    def freeze(self, label: str, kind: EditionKind | None = None) -> Edition:
        self.plan.refresh_from_db()
        return freeze_edition(self.plan.pk, by=self.office, label=label, kind=kind)

    def seal(self, title: str, edition: Edition | None = None) -> Package:
        papers = [Paper("规划草案", edition=edition)] if edition else [Paper("成果", text="成果")]
        return seal_package(
            self.gate(title).pk,
            by=self.office,
            question="请审议",
            papers=papers,
            edition=edition,
        )

    def approve(self, title: str, edition: Edition | None = None) -> None:
        """The leading group's head approves."""
        assert self.gate(title).rule == Rule.HEAD
        give_opinion(self.seal(title, edition).pk, by=self.cast.chief, vote=Vote.APPROVE)

    def meet(self, title: str, edition: Edition | None = None, *items: str) -> Decision:
        """A meeting decides: 通过, or 原则通过 with these items."""
        record = MeetingRecord(
            expected=9, present=8, in_favour=8, chair="甲", recorder="乙", voting="举手",
            held_on=TODAY, chair_last=True,
        )  # fmt: skip
        record.minutes = scan(self.office, self.plan, "会议纪要.pdf")
        outcome = "passed_with_opinions" if items else "passed"
        package = self.seal(title, edition)
        record_meeting(package.pk, record, by=self.office, outcome=outcome, items=items)
        return confirm_record(package.pk, by=self.second)

    def consent(self, title: str, edition: Edition) -> Decision:
        """A body outside the portal agrees."""
        said = Instruction(sent_on=TODAY, instructed_on=TODAY, text="同意。")
        said.scan = scan(self.office, self.plan, "批示.pdf")
        package = self.seal(title, edition)
        record_instruction(package.pk, said, by=self.office, outcome="passed")
        return confirm_record(package.pk, by=self.second)

    def consult(self) -> Round:
        """征求意见: one unit comments, its opinion is adopted into the text, the round ends."""
        edition = self.freeze("征求意见稿", EditionKind.CONSULTATION)
        now = timezone.now()
        terms = RoundTerms("征求意见", "units", now - timedelta(hours=1), now + timedelta(days=3))
        round_ = open_round(edition, terms, by=self.office)
        (asked,) = invite(round_, by=self.office, units=[self.cast.district])
        opinion = Opinion("change", "改", "因")
        draft_comment(asked.pk, opinion, by=self.cast.head, key=uuid.UUID(int=9))
        release(asked.pk, by=self.cast.head)
        self._adopt(Assessment.objects.get(round=round_))
        return complete_round(round_, by=self.office)

    def _adopt(self, assessment: Assessment) -> None:
        task = self.plan.provisions.get(title="服务创新")
        adopt_into_text(
            assessment.pk, Answer("adopted"), by=self.office, provision_id=task.pk,
            expected_version=task.version, title=task.title, text="建设创新平台和基地。",
        )  # fmt: skip

    def check(self) -> None:
        """Leave what 校核 finds as it is, with a reason."""
        for found in run_checks(plan_tree(self.plan)):
            waive_finding(
                self.plan, by=self.office, fingerprint=found.fingerprint, rule=found.rule,
                excerpt=found.excerpt, reason="原文如此",
            )  # fmt: skip

    def review(self, edition: Edition) -> None:
        """All four reviews: two passed with the opinion as a file, two not concerned."""
        passed = (ReviewKind.LEGALITY, ReviewKind.CONFIDENTIALITY)
        for kind in ReviewKind:
            name = f"{kind.label}意见.txt"
            file = keep_upload(name, b"opinion", by=self.office, plan=self.plan)
            outcome = "passed" if kind in passed else "not_concerned"
            finding = Finding(
                kind, outcome, "理由", "审查人", TODAY, file if kind in passed else None
            )
            record_review(edition, finding, by=self.office)


def begin(template: str) -> Process:
    """A small plan with a timeline from a template of the portal, its leading group seated."""
    cast = make_cast()
    plan = make_plan(cast.drafter)
    start_timeline(plan, load_named(template, set(REGISTRY)), by=cast.drafter)
    group = Body.objects.get(plan=plan, kind="leading_group")
    take_seat(group, SeatTerms("head", user=cast.chief), by=cast.drafter)
    take_seat(group, SeatTerms("member", user=cast.member), by=cast.drafter)
    return Process(cast, plan)
