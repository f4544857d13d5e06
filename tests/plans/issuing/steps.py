"""The steps that bring a plan to its issue, for tests."""

from __future__ import annotations

from datetime import date

from plans.editions.actions.freezing import freeze_edition
from plans.enums import Disclosure, Phase, ReviewKind, ReviewOutcome
from plans.issuing.actions.publishing import publish
from plans.issuing.actions.reviews import Finding, record_review
from plans.issuing.papers import Notice
from plans.models import Edition, Plan, Publication
from plans.plan.actions import change_phase
from tests.cast import Cast

NOTICE = Notice(
    issuer="重庆市科学技术协会", title="关于印发《测试规划》的通知", addressees="各区县科协",
    body="现印发给你们。", signature="重庆市科学技术协会", printed_by="办公室",
)  # fmt: skip
NUMBER = "渝科协发〔2021〕60号"


def frozen(cast: Cast, plan: Plan) -> Edition:
    return freeze_edition(plan.pk, by=cast.drafter, label="定稿")


def approve(cast: Cast, plan: Plan, edition: Edition) -> None:
    change_phase(plan.pk, Phase.DELIBERATING, by=cast.drafter)
    change_phase(plan.pk, Phase.APPROVED, by=cast.drafter, edition=edition)


def review(cast: Cast, edition: Edition, outcome: str = ReviewOutcome.PASSED) -> None:
    finding = Finding(ReviewKind.CONFIDENTIALITY, outcome, "可以公开", "审查人", date(2021, 9, 1))
    record_review(edition, finding, by=cast.drafter)


def ready(cast: Cast, plan: Plan) -> Edition:
    edition = frozen(cast, plan)
    approve(cast, plan, edition)
    review(cast, edition)
    return edition


def issue(cast: Cast, plan: Plan, disclosure: str = Disclosure.PUBLIC) -> Publication:
    return publish(
        plan.pk, by=cast.drafter, document_number=NUMBER, issued_on=date(2021, 9, 14),
        disclosure=disclosure, notice=NOTICE,
    )  # fmt: skip
