"""Where the machine starts: eight worlds, from a plan in drafting to one that may be issued."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import timedelta
from random import Random

from allauth.mfa.totp.internal.auth import TOTP
from django.db.models import Exists, OuterRef

from consultation.collation.actions.dispositions import Answer, assess
from consultation.enums import Doubt
from consultation.experts.actions.conclusion import write_conclusion
from consultation.experts.actions.panel import ExpertTerms, invite_expert
from consultation.experts.actions.reviews import declare, release_review, save_verdict
from consultation.incoming.actions.letters import LetterTerms, enter_letter
from consultation.models import Assessment, ExpertPanel, ExpertReview, OpinionGroup, Round
from consultation.replies.actions.opinions import Opinion, draft_comment
from consultation.replies.actions.replies import hand_in, release
from consultation.rounds.actions.drafts import RoundTerms, choose_addressees, draft_round
from consultation.rounds.actions.rounds import close_now, invite
from consultation.suggestions.actions.receiving import (
    Citizen,
    receive_suggestion,
    submit_suggestion,
)
from plans.drafting.actions.revising import Origin
from plans.drafting.actions.writing import save_provision
from plans.editions.actions.freezing import freeze_edition
from plans.enums import Duty
from plans.models import Appointment, Attachment, Edition, OutgoingMail, Plan, Unit, User
from plans.people.actions.activation import confirm_link, give_link, set_by_link
from plans.permissions import DRAFT_REPLY, RELEASE_REPLY
from plans.system import clock
from plans.system.system_user import system_user
from taskforce.bodies.actions.deputies import name_deputy
from taskforce.bodies.actions.seats import SeatTerms, add_seat
from taskforce.deciding.actions.entries import enter_opinion
from taskforce.deciding.actions.records import record_meeting
from taskforce.evidence.registry import REGISTRY
from taskforce.gates.actions.packages import Paper, seal_package
from taskforce.models import Body, Gate, Package, Seat
from taskforce.process.actions.starting import start_timeline
from taskforce.process_templates import load_named
from tests.cast import Cast, appoint, make_cast, make_plan, make_unit, make_user, managed, stand
from tests.consultation.experts.panel import make_panel
from tests.fuzz.likely import meeting
from tests.plans.issuing.steps import review
from tests.rounds import open_round
from tests.scans import scan
from tests.taskforce.gates.withdrawn import approved
from tests.taskforce.running_process import Process
from tests.taskforce.running_process import begin as begin_process
from tests.taskforce.seating import stood, stood_for
from tests.world import make_world

MORE_UNITS = ("南岸区科协", "沙坪坝区科协")


def young() -> None:
    """A plan that is being drafted: nobody was asked, no process begun."""
    cast = make_cast()
    plan = make_plan(cast.drafter)
    _second(cast, plan)
    task = plan.provisions.filter(kind="task")[0]
    save_provision(
        task.pk, by=cast.drafter, expected_version=task.version, title=task.title,
        text="深入开展活动。。", origin=Origin("笔误"),
    )  # fmt: skip


def asked() -> None:
    """Three rounds run, nobody has answered; the process has begun."""
    cast = make_cast()
    plan = make_plan(cast.drafter)
    _second(cast, plan)
    edition = freeze_edition(plan.pk, by=cast.drafter, label="征求意见稿")
    begun, ends = clock.now() - timedelta(hours=1), clock.now() + timedelta(days=40)
    for audience in ("units", "public", "experts"):
        sealed = audience == "units"
        terms = RoundTerms(f"一轮{audience}", audience, begun, ends, needs_seal=sealed)
        round_ = open_round(edition, terms, by=cast.drafter)
        if audience == "units":
            units = [cast.district, cast.other_district, *map(make_unit, MORE_UNITS)]
            *_, last = invite(round_, by=cast.drafter, units=units)
            terms_of_letter = LetterTerms("收文1号", clock.today(), "来函正文。\n第二段。")
            enter_letter(last.pk, terms_of_letter, _scan(), by=cast.drafter)
        if audience == "experts":
            invite_expert(round_, ExpertTerms(account=cast.member, chair=True), by=cast.drafter)
    _drafts(edition, cast)
    start_timeline(plan, load_named("chongqing-2020", set(REGISTRY)), by=cast.drafter)
    package = _before(plan, "meeting")
    record_meeting(package.pk, meeting(_scan()), by=cast.drafter, outcome="passed")
    held = Opinion("other", reason="待审")
    public = Round.objects.issued().get(audience="public")
    receive_suggestion(
        public, held, Citizen("公众"), by=system_user(), key=uuid.uuid4(), doubts=[Doubt.OFTEN]
    )


def _drafts(edition: Edition, cast: Cast) -> None:
    """Two rounds that are not sent out yet, one of them to ask a unit."""
    begun = clock.now()
    for audience in ("units", "public"):
        ends = begun + timedelta(days=40)
        terms = RoundTerms(f"草稿{audience}", audience, begun, ends)
        round_ = draft_round(edition, terms, by=cast.drafter)
        if audience == "units":
            choose_addressees(round_, by=cast.drafter, units=[cast.district])


def answered() -> None:
    """One unit has released its reply, another's waits for its head, a citizen has written."""
    asked()
    round_ = Round.objects.issued().get(audience="units")
    district, other = round_.invitations.order_by("pk")[:2]
    officer, head, outsider = (_named(one) for one in ("经办人", "负责人", "局外人"))
    unit = Unit.objects.get(name="江北区科协")
    appoint(DRAFT_REPLY, outsider, unit)
    appoint(RELEASE_REPLY, make_user("江北负责人", unit), unit)
    place = round_.edition.provisions.filter(kind="task").first()
    for target, by in ((district, officer), (other, outsider)):
        for number in (1, 2, 3):
            opinion = Opinion("change", f"改{number}", "因", place=place)
            draft_comment(target.pk, opinion, by=by, key=uuid.uuid4())
        hand_in(target.pk, by=by)
    release(district.pk, by=head)
    first = Assessment.objects.filter(round=round_).order_by("pk")[0]
    assess(first.pk, Answer("noted"), by=_named("起草人"))
    group = OpinionGroup.objects.create(round=round_)
    Assessment.objects.filter(round=round_).update(group=group)
    public = Round.objects.issued().get(audience="public")
    opinion = Opinion("add", "增", "因")
    submit_suggestion(public, opinion, Citizen("公众"), by=system_user(), key=uuid.uuid4())
    _conclude(ExpertReview.objects.get(), _named("成员"))


def _conclude(review: ExpertReview, chair: User) -> None:
    """The only expert, who is the chair, is in: the seal is open, and the conclusion written."""
    pk = review.invitation_id
    declare(pk, by=chair, conflict=False)
    save_verdict(pk, by=chair, verdict="agree", text="")
    release_review(pk, by=chair)
    panel = ExpertPanel.objects.get(chair=pk)
    write_conclusion(panel.round_id, "同意。", by=chair, expected_version=panel.version)


def one_of_everything() -> None:
    """What every address takes: a held suggestion, a letter, an entry, a disputed vote; an office
    whose voice rests, and somebody with a second factor."""
    cast = make_world().cast
    stand(cast.writer, Duty.CREATE_PLAN, Duty.KEEP_UNITS)
    link, token = give_link(cast.auditor, by=cast.drafter, reason="忘记密码")
    confirm_link(link.pk, by=cast.second)
    set_by_link(token, "Lampe-Wiese-47-Xq")
    TOTP.activate(cast.member, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")


def argued() -> None:
    """An expert round of five: the chair is in, two are writing, two have not come."""
    panel = make_panel(guest=True)
    _second(panel.cast, panel.round.plan)
    plan = panel.round.plan
    start_timeline(plan, load_named("chongqing-2020", set(REGISTRY)), by=panel.cast.drafter)
    _before(plan, "outside")
    for name in ("丁专家", "戊专家"):
        account = make_user(name)
        invite_expert(panel.round, ExpertTerms(account=account), by=panel.cast.drafter)
        panel.begin(account)
        panel.say(account)
    panel.begin(panel.chair)
    panel.say(panel.chair)
    panel.release(panel.chair)
    panel.guest()


def second_stage() -> None:
    """The first stage has ended, the draft is before three who decide together."""
    process = _drafted()
    gate = process.gate("领导小组审定规划草案")
    gate.rule = "all"
    gate.save(update_fields=["rule"])
    package = process.seal("领导小组审定规划草案", process.freeze("送审稿"))
    for seat in Seat.objects.filter(body=gate.body).order_by("pk")[:2]:
        enter_opinion(package.pk, by=process.office, seat=seat, vote="approve", scan=_scan())
    _ask_again(process)


def decided() -> None:
    """The party group has agreed with opinions; the plenary's gate waits."""
    process = _drafted()
    process.do("revise")
    draft = process.freeze("送审稿")
    process.approve("领导小组审定规划草案", draft)
    process.do("argue", "argumentation_opinions")
    process.meet("咨询论证", draft)
    process.review(draft)
    process.meet("党组审议", draft, "突出重庆特色。", "充实第二章。")
    head = Seat.objects.filter(body__kind="leading_group", role="head").get()
    today = clock.today()
    name_deputy(head, process.cast.writer, by=process.office, from_on=today, to_on=today)
    plenary = Body.objects.get(plan=process.plan, kind="plenary")
    add_seat(plenary, SeatTerms("member", user=process.cast.outsider), by=process.office)
    _unanswered(process)


def passed() -> None:
    """Both stages of a process have ended: the plan is approved and may be issued."""
    scene = approved()
    _second(scene.cast, scene.plan)
    edition = scene.plan.approved_edition
    assert edition is not None
    review(scene.cast, edition)


STARTS: tuple[Callable[[], None], ...] = (
    young,
    asked,
    answered,
    one_of_everything,
    argued,
    second_stage,
    decided,
    passed,
)


def begin(seed: int) -> None:
    """The world in which the run of this seed starts."""
    STARTS[seed % len(STARTS)]()


def _drafted() -> Process:
    """The first stage has ended; one unit was asked, and its opinion is in the text."""
    process = begin_process("chongqing-2020")
    cast, today = process.cast, clock.today()
    _second(cast, process.plan)
    group = Body.objects.get(plan=process.plan, kind="leading_group")
    away = stood(group, user=cast.outsider, name="局外人", role="member")
    stood_for(away, cast.officer, today - timedelta(days=2), today + timedelta(days=9))
    process.do("mobilise", "minutes")
    process.do("study", "research_results")
    process.do("propose_major_items", "major_items")
    process.approve("领导小组审定前期研究成果")
    process.do("draft")
    process.consult()
    process.do("consult")
    process.check()
    return process


def _ask_again(process: Process) -> None:
    """A second round of those who were asked in the first; the district has a unit below it."""
    cast, begun, first = process.cast, clock.now() - timedelta(hours=1), Round.objects.get()
    terms = RoundTerms("再次征求意见", "units", begun, begun + timedelta(days=40), previous=first)
    again = open_round(process.freeze("再次征求意见稿"), terms, by=cast.drafter)
    invite(again, by=cast.drafter, units=[cast.district])
    Unit.objects.create(name="渝中区某镇科协", kind="district", parent=cast.district)


def _unanswered(process: Process) -> None:
    """A round that is over, to which nobody answered."""
    now, by = clock.now(), process.office
    terms = RoundTerms("未答", "units", now - timedelta(days=9), now + timedelta(days=9))
    round_ = open_round(process.freeze("又一稿"), terms, by=by)
    invite(round_, by=by, units=[process.cast.district, process.cast.other_district])
    close_now(round_, by=by, reason="到此为止")


def _before(plan: Plan, rule: str) -> Package:
    """The first stage's gate is before a body that decides so."""
    gate = Gate.objects.filter(stage__timeline__plan=plan).order_by("pk")[0]
    gate.rule = rule
    gate.save(update_fields=["rule"])
    papers = [Paper("成果", text="成果")]
    by = _named("起草人")
    return seal_package(gate.pk, by=by, question="请审议", papers=papers, gap_reason="试")


def _second(cast: Cast, plan: Plan) -> None:
    """Two more who may manage, of whom one keeps the directory; files to hand in."""
    managed(cast.second, plan)
    managed(cast.writer, plan)
    stand(cast.writer, Duty.CREATE_PLAN, Duty.KEEP_UNITS)
    for name in ("甲.pdf", "乙.pdf"):
        scan(cast.drafter, plan, name)
    OutgoingMail.objects.create(
        to="a@test.invalid", subject="题", body="文", state="failed", not_before=clock.now()
    )


def _scan() -> Attachment:
    return Attachment.objects.get(name="甲.pdf")


def _named(name: str) -> User:
    return User.objects.get(username=name)


def people(random: Random) -> Sequence[User]:
    """Everybody who may act, in any order, those who run things mostly first; read anew, since
    rights are cached on the person."""
    runs = Exists(Appointment.objects.in_force().filter(user=OuterRef("pk")))
    found = User.objects.exclude(kind="system").filter(is_active=True).annotate(runs=runs)
    everybody = random.sample(list(found), len(found))
    if random.random() < 0.6:
        everybody.sort(key=lambda one: not one.runs)
    return everybody
