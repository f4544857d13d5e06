"""An expert round for tests: a chair and a member with accounts, a guest who comes by link."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from consultation.enums import Audience
from consultation.experts.actions.panel import ExpertTerms, invite_expert
from consultation.experts.actions.reviews import (
    Said,
    declare,
    release_review,
    save_opinion,
    save_verdict,
)
from consultation.models import ExpertPanel, ExpertReview, Invitation, Round
from consultation.rounds.actions.drafts import RoundTerms
from consultation.rounds.actions.links import make_link, open_link
from plans.editions.actions.freezing import freeze_edition
from plans.models import EditionProvision, User
from tests.cast import Cast, make_cast, make_plan, make_user
from tests.rounds import open_round

SECRET = "此处密封的论证内容"


@dataclass
class Panel:
    cast: Cast
    round: Round
    chair: User
    expert: User

    def review(self, name: str) -> ExpertReview:
        return ExpertReview.objects.select_related("invitation").get(
            invitation__round=self.round, name=name
        )

    def id(self, name: str) -> int:
        return self.review(name).invitation_id

    def place(self, title: str = "强化引领") -> EditionProvision:
        return self.round.edition.provisions.get(title=title)

    def panel(self) -> ExpertPanel:
        return ExpertPanel.objects.get(round=self.round)

    def say(self, user: User, text: str = SECRET, **more: object) -> None:
        said = Said(self.place(), "change", text=text, **more)  # type: ignore[arg-type]
        save_opinion(self.id(user.full_name), uuid.uuid4(), said, by=user)

    def begin(self, user: User) -> None:
        declare(self.id(user.full_name), by=user, conflict=False)

    def release(self, user: User, verdict: str = "agree", text: str = "") -> ExpertReview:
        """Declare where that is not done, then verdict and release."""
        if self.review(user.full_name).declared_at is None:
            self.begin(user)
        save_verdict(self.id(user.full_name), by=user, verdict=verdict, text=text)
        return release_review(self.id(user.full_name), by=user)

    def guest(self) -> User:
        """A browser that came by 丙's personal link."""
        _link, token = make_link(
            Invitation.objects.get(pk=self.id("丙专家")),
            by=self.cast.drafter,
            expires_at=timezone.now() + timedelta(days=1),
        )
        return open_link(token)[1]

    def release_guest(self) -> None:
        number, visitor = self.id("丙专家"), self.guest()
        declare(number, by=visitor, conflict=False)
        save_verdict(number, by=visitor, verdict="agree", text="")
        release_review(number, by=visitor)


def make_panel(*, guest: bool = False) -> Panel:
    cast = make_cast()
    plan = make_plan(cast.drafter)
    edition = freeze_edition(plan.pk, by=cast.drafter, label="征求意见稿")
    now = timezone.now()
    terms = RoundTerms("专家论证", Audience.EXPERTS, now - timedelta(1), now + timedelta(days=3))
    round_ = open_round(edition, terms, by=cast.drafter)
    chair, expert = make_user("甲专家"), make_user("乙专家")
    by = cast.drafter
    invite_expert(round_, ExpertTerms(account=chair, position="教授", chair=True), by=by)
    invite_expert(round_, ExpertTerms(account=expert, organisation="某大学"), by=by)
    if guest:
        invite_expert(round_, ExpertTerms("丙专家", "某研究院", "研究员"), by=by)
    return Panel(cast, round_, chair, expert)
