"""Where the machine starts: people with and without rights, a plan, rounds, a timeline."""

from __future__ import annotations

import uuid
from datetime import timedelta

from consultation.experts.actions.panel import ExpertTerms, invite_expert
from consultation.models import Round
from consultation.replies.actions.opinions import Opinion, draft_comment
from consultation.replies.actions.replies import hand_in, release
from consultation.rounds.actions.rounds import RoundTerms, invite, open_round
from consultation.suggestions.actions import submit_suggestion
from plans.editions.actions.freezing import freeze_edition
from plans.enums import Duty
from plans.models import Plan, User
from plans.permissions import DRAFT_REPLY
from plans.system import clock
from plans.system.actions.attachments import keep_upload
from plans.system.system_user import system_user
from taskforce.evidence.registry import REGISTRY
from taskforce.process.actions.starting import start_timeline
from taskforce.process_templates import load_named
from tests.cast import Cast, appoint, make_cast, make_plan, managed, stand
from tests.fuzz.samples import PDF


def begin(*, deep: bool = False) -> Plan:
    """One plan with its edition, three rounds and a timeline, as its manager would begin it.

    ``deep``: units and a citizen have answered.
    """
    cast = make_cast()
    by = cast.drafter
    plan = make_plan(by)
    managed(cast.writer, plan)
    stand(cast.writer, Duty.CREATE_PLAN, Duty.KEEP_UNITS)
    edition = freeze_edition(plan.pk, by=by, label="征求意见稿")
    keep_upload("甲.pdf", PDF, by=by, plan=plan)
    begun, ends = clock.now() - timedelta(hours=1), clock.now() + timedelta(days=40)
    for audience in ("units", "public", "experts"):
        terms = RoundTerms(f"一轮{audience}", audience, begun, ends)
        round_ = open_round(edition, terms, by=by)
        if audience == "units":
            invite(round_, by=by, units=[cast.district, cast.other_district])
        if audience == "experts":
            invite_expert(round_, ExpertTerms(account=cast.member, chair=True), by=by)
    start_timeline(plan, load_named("chongqing-2020", set(REGISTRY)), by=by)
    if deep:
        _answer(cast, plan)
    return plan


def _answer(cast: Cast, plan: Plan) -> None:
    """One unit has released its reply, another's waits for its head, a citizen has written."""
    appoint(DRAFT_REPLY, cast.outsider, cast.other_district)
    asked = Round.objects.get(plan=plan, audience="units")
    place = asked.edition.provisions.filter(kind="task").first()
    for unit, officer in ((cast.district, cast.officer), (cast.other_district, cast.outsider)):
        target = asked.invitations.get(unit=unit)
        for number in (1, 2):
            opinion = Opinion("change", f"改{number}", "因", place=place)
            draft_comment(target.pk, opinion, by=officer, key=uuid.uuid4())
        hand_in(target.pk, by=officer)
    release(asked.invitations.get(unit=cast.district).pk, by=cast.head)
    public = Round.objects.get(plan=plan, audience="public")
    submit_suggestion(
        public, Opinion("add", "增", "因"), by=system_user(), key=uuid.uuid4(), name="公众"
    )


def people() -> list[User]:
    """Everybody who may act; read anew, since rights are cached on the person."""
    return list(User.objects.exclude(kind="system").filter(is_active=True))
