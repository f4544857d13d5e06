"""Who is told of what in deciding: packages, opinions entered for somebody, results."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Q
from django.urls import reverse

from plans.enums import AuditAction
from plans.models import AuditEntry, PlanUserObjectPermission, User
from plans.permissions import DRAFT_PLAN
from plans.system import clock
from taskforce.enums import Act
from taskforce.models import (
    Body,
    Decision,
    Deputy,
    Gate,
    Instruction,
    MeetingRecord,
    MemberOpinion,
    Objection,
    Package,
    Recorded,
)
from taskforce.notices.values import Telling
from taskforce.permissions import may_confirm_opinion, who_runs
from taskforce.seconds import checkers_of, judges_of, name_of, record_checkers_of


def members_of(body: Body) -> tuple[User, ...]:
    """Who sits in a body today, and who deputises; nobody whose naming still waits."""
    today = clock.today()
    seats = body.seats.held_on(today)
    deputies = Deputy.objects.held_on(today).filter(seat__in=seats)
    wanted = Q(pk__in=seats.values("user")) | Q(pk__in=deputies.values("user"))
    return tuple(User.objects.filter(wanted))


def _sealed(entry: AuditEntry) -> Telling | None:
    package = Package.objects.select_related("gate__body").get(pk=entry.object_id)
    url = reverse("package", args=[package.pk])
    return Telling(members_of(package.gate.body), f"请审议：{package.question}", url)


def _decided(entry: AuditEntry) -> Telling | None:
    decision = Decision.objects.select_related("package__gate", "package__sealed_by").get(
        pk=entry.object_id
    )
    gate = decision.package.gate
    text = f"{gate}的结果：{decision.get_outcome_display()}"
    return Telling((decision.package.sealed_by,), text, reverse("gate", args=[gate.pk]))


def _opinion(entry: AuditEntry) -> MemberOpinion:
    deep = ("package__gate__stage__timeline__plan", "seat__user", "given_by", "made_by")
    return MemberOpinion.objects.select_related(*deep, "confirmed_by").get(pk=entry.object_id)


def _about_opinion(
    opinion: MemberOpinion, people: Iterable[User | None], text: str, name: str = "package"
) -> Telling:
    url = reverse(name, args=[opinion.package_id if name == "package" else opinion.pk])
    return Telling(tuple(one for one in people if one is not None), text, url)


def _given(entry: AuditEntry) -> Telling | None:
    """The seat's holder, where a deputy 代理人 spoke."""
    opinion = _opinion(entry)
    holder = opinion.seat.user
    if holder is None or not opinion.by_deputy:
        return None
    what = f"“{opinion.package.gate}”发表了意见：{opinion.get_vote_display()}"
    text = f"{opinion.given_by}作为您的代理人，对{what}。"
    return _about_opinion(opinion, [holder], text)


def _entered(entry: AuditEntry) -> Telling | None:
    """The member, who confirms; where the member cannot, whoever may check it."""
    opinion = _opinion(entry)
    if opinion.in_force or opinion.replaced_at is not None:
        return None
    if may_confirm_opinion(opinion.given_by, opinion):
        text = f"{entry.actor}代录了您的纸面意见，您确认后才算数，请确认。"
        return _about_opinion(opinion, [opinion.given_by], text)
    text = f"{entry.actor}代录了{name_of(opinion)}的纸面意见，请对照扫描件复核。"
    return _about_opinion(opinion, checkers_of(opinion), text, "check_vote")


def _entry_confirmed(entry: AuditEntry) -> Telling | None:
    """Whoever entered; and the member, where another confirmed."""
    opinion = _opinion(entry)
    if entry.new.get("own"):
        text = f"{entry.actor}确认了您代录的意见。"
        return _about_opinion(opinion, [opinion.made_by], text)
    text = (
        f"{opinion.made_by}代录的{name_of(opinion)}的意见（{opinion.get_vote_display()}）"
        f"已由{entry.actor}对照扫描件复核。不是本人意见的，本人可以提出异议。"
    )
    return _about_opinion(opinion, [opinion.given_by, opinion.made_by], text)


def _entry_dropped(entry: AuditEntry) -> Telling | None:
    opinion = _opinion(entry)
    reason = entry.new.get("reason", "")
    text = f"代录的{name_of(opinion)}的意见已{'退回' if reason else '撤回'}" + (
        f"：{reason}" if reason else "。"
    )
    return _about_opinion(opinion, [opinion.given_by, opinion.made_by], text)


def _disowned(entry: AuditEntry) -> Telling | None:
    """Who entered and who confirmed, and whoever may judge."""
    opinion = _opinion(entry)
    objection = Objection.objects.select_related("opinion").get(opinion=opinion)
    objection.opinion = opinion
    people = (opinion.made_by, opinion.confirmed_by, *judges_of(objection))
    text = f"{entry.actor}对代录的意见提出异议：{entry.new.get('text', '')}"
    return _about_opinion(opinion, people, text)


def _objection_answered(entry: AuditEntry) -> Telling | None:
    objection = Objection.objects.select_related("opinion__given_by").get(pk=entry.object_id)
    found = "成立" if objection.upheld else "不成立"
    said = objection.answer.rstrip("。")
    text = f"您的异议{found}：{said}。代录的意见已经作废，请发表您自己的意见。"
    return _about_opinion(objection.opinion, [objection.opinion.given_by], text)


def _record_entered(entry: AuditEntry) -> Telling | None:
    row = _record(entry)
    if row is None:
        return None
    url = reverse("check_record", args=[row.package_id])
    text = f"{entry.actor}登记了“{row.package.gate}”的结果，请复核。"
    return Telling(record_checkers_of(row), text, url)


def _record_sent_back(entry: AuditEntry) -> Telling | None:
    row = _record(entry)
    if row is None or row.made_by is None:
        return None
    url = reverse("package", args=[row.package_id])
    reason = entry.new.get("reason", "")
    return Telling((row.made_by,), f"您登记的“{row.package.gate}”的结果被退回：{reason}", url)


def _record(entry: AuditEntry) -> Recorded | None:
    """The record; None where it was corrected or taken back since."""
    deep = ("package__gate__stage__timeline__plan", "made_by")
    for model in (MeetingRecord, Instruction):
        if model._meta.label_lower == entry.object_type:
            return model.objects.select_related(*deep).filter(pk=entry.object_id).first()
    return None


def _reopened(entry: AuditEntry) -> Telling | None:
    """A result lost its ground: whoever decides and whoever asked hear of it."""
    decision = Decision.objects.select_related("package__gate__body", "package__sealed_by").get(
        pk=entry.object_id
    )
    package = decision.package
    people = (*members_of(package.gate.body), package.sealed_by)
    text = f"“{package.gate}”的结果失效，重新审议：代录的意见有异议，去掉后结果不再成立。"
    return Telling(people, text, reverse("package", args=[package.pk]))


def _contested(entry: AuditEntry) -> Telling | None:
    gate = Gate.objects.select_related("body", "stage__timeline__plan").get(pk=entry.object_id)
    people = (*members_of(gate.body), *who_runs(gate.stage.timeline.plan))
    text = f"“{gate}”的结果有争议：代录的意见有异议，核实或者重新审议之前不能印发。"
    return Telling(people, text, reverse("gate", args=[gate.pk]))


def _asked_anew(entry: AuditEntry) -> Telling | None:
    """Whoever decides there, whoever runs the process and whoever drafts the plan."""
    gate = Gate.objects.select_related("body", "stage__timeline__plan").get(pk=entry.object_id)
    plan = gate.stage.timeline.plan
    drafting = PlanUserObjectPermission.objects.filter(
        content_object=plan, permission__codename=DRAFT_PLAN
    )
    drafters = User.objects.filter(pk__in=drafting.values("user"))
    people = (*members_of(gate.body), *who_runs(plan), *drafters)
    text = f"《{plan.title}》重新审议：“{gate}”将再次提请。理由：{entry.new.get('reason', '')}"
    return Telling(people, text, reverse("gate", args=[gate.pk]))


OF_DECIDING: dict[AuditAction, Callable[[AuditEntry], Telling | None]] = {
    Act.PACKAGE_SEAL: _sealed,
    Act.GATE_DECIDE: _decided,
    Act.DECISION_VOID: _reopened,
    Act.GATE_CONTEST: _contested,
    Act.GATE_REOPEN: _asked_anew,
    Act.OPINION_GIVE: _given,
    Act.OPINION_ENTER: _entered,
    Act.OPINION_CONFIRM: _entry_confirmed,
    Act.OPINION_REFUSE: _entry_dropped,
    Act.OPINION_WITHDRAW: _entry_dropped,
    Act.OPINION_OBJECT: _disowned,
    Act.RECORD_ENTER: _record_entered,
    Act.RECORD_REFUSE: _record_sent_back,
    Act.OBJECTION_ANSWER: _objection_answered,
}
