"""For whom it waits: what one entered and a second has not confirmed, objections not judged.

Each sentence names who may act, or says that nobody may and whom to ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from plans.models import Plan, User
from plans.system.chinese_dates import chinese_time
from taskforce.enums import BodyKind
from taskforce.models import (
    Gate,
    Instruction,
    MeetingRecord,
    MemberOpinion,
    Objection,
    Package,
    Recorded,
    Seat,
)
from taskforce.permissions import (
    may_check_opinion,
    may_check_record,
    may_confirm_opinion,
    may_judge,
    who_runs,
)

NOBODY = (
    "现在没有符合条件的办理人员（不能是经办人、复核人，不能与他们互相开设账号，"
    "也不能与他们由同一位规划主持人开设账号），"
    f"请规划主持人增加一位主持人，或者在{BodyKind.OFFICE.label}安排一位任职人员"
)


def fit(plan: Plan, may: Callable[[User], bool]) -> tuple[User, ...]:
    """Who of those running the plan's process may do this."""
    return tuple(user for user in who_runs(plan) if may(user))


def _named(people: tuple[User, ...]) -> str:
    return f"（{'、'.join(map(str, people))}）" if people else f"（{NOBODY}）"


def name_of(opinion: MemberOpinion) -> str:
    """The member for whom an opinion is entered."""
    return seat_name(opinion.seat)


def seat_name(seat: Seat) -> str:
    """Who speaks from a seat, in a sentence."""
    return seat.name or str(seat.user or seat.position)


def plan_of(package: Package) -> Plan:
    return package.gate.stage.timeline.plan


def checkers_of(opinion: MemberOpinion) -> tuple[User, ...]:
    """Second officers who may confirm an entered opinion against its scan."""
    return fit(plan_of(opinion.package), lambda user: may_check_opinion(user, opinion))


def record_checkers_of(record: Recorded) -> tuple[User, ...]:
    """Second officers who may confirm a record."""
    return fit(plan_of(record.package), lambda user: may_check_record(user, record))


def judges_of(objection: Objection) -> tuple[User, ...]:
    """Who may judge an objection."""
    return fit(plan_of(objection.opinion.package), lambda user: may_judge(user, objection))


def opinion_waits_for(opinion: MemberOpinion) -> str:
    """等待…本人确认，或由另一位办理人员对照扫描件复核 (and since when the member was asked)."""
    name, checkers = name_of(opinion), _named(checkers_of(opinion))
    entered = f"{opinion.made_by}代录的{name}的意见"
    if opinion.seat.user is None or not may_confirm_opinion(opinion.seat.user, opinion):
        return f"{entered}：等待另一位办理人员对照扫描件复核{checkers}。"
    since = f"{chinese_time(opinion.given_at)}已请{name}确认"
    return f"{entered}：等待{name}本人确认，或由另一位办理人员对照扫描件复核{checkers}。{since}。"


def record_waits_for(record: Recorded) -> str:
    """等待另一位办理人员复核, or why it was sent back to whom."""
    what = "会议结果" if isinstance(record, MeetingRecord) else "批示"
    if record.refusal:
        back = f"{record.refused_by}退回了{what}的登记：{record.refusal.rstrip('。')}。"
        return f"{back}等待{record.made_by}更正。"
    checkers = _named(record_checkers_of(record))
    return f"{record.made_by}登记的{what}：等待另一位办理人员复核{checkers}。"


def objection_waits_for(objection: Objection) -> str:
    """等待另一位办理人员核实."""
    judges = _named(judges_of(objection))
    member = objection.opinion.given_by
    return f"{member}对代录意见的异议：等待没有经手这条意见的办理人员核实{judges}。"


def waiting_record(package: Package) -> MeetingRecord | Instruction | None:
    """What was recorded of a package and is not confirmed yet."""
    related = ("made_by", "refused_by", "package__gate__stage__timeline__plan")
    for model in (MeetingRecord, Instruction):
        rows = model.objects.waiting().filter(package=package).select_related(*related)
        for row in rows:
            return row
    return None


def waiting_opinions(package: Package) -> list[MemberOpinion]:
    """What was entered for members of an undecided package and is not confirmed yet."""
    related = ("seat__user", "given_by", "made_by", "scan")
    rows = list(package.opinions.waiting().select_related(*related))
    for row in rows:
        row.package = package
    return rows


def waits_for(gate: Gate) -> list[str]:
    """All that a gate waits for beside the members' own word, as sentences."""
    return list(_waits_for(gate))


def _waits_for(gate: Gate) -> Iterator[str]:
    related = ("package__gate__stage__timeline__plan", "seat__user", "made_by")
    entered = MemberOpinion.objects.waiting().filter(package__gate=gate)
    yield from map(opinion_waits_for, entered.select_related(*related))
    for package in gate.packages.filter(closed_at__isnull=True):
        record = waiting_record(package)
        if record is not None:
            yield record_waits_for(record)
    open_ = Objection.objects.filter(opinion__package__gate=gate, answered_at__isnull=True)
    deep = ("opinion__package__gate__stage__timeline__plan", "opinion__given_by")
    rows = open_.select_related(*deep, "opinion__made_by", "opinion__confirmed_by")
    yield from map(objection_waits_for, rows)
