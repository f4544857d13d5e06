"""会议通知 of a meeting that decides, and 纪要 from its record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plans.documents.builders import (
    MeetingNotice,
    Minutes,
    Paper,
    meeting_minutes,
    meeting_notice,
)
from plans.rendering.blocks import Document
from plans.system import clock
from plans.system.chinese_dates import chinese_date
from plans.text.markup import escape
from taskforce.bodies.issuers import office_of
from taskforce.enums import BodyKind
from taskforce.models import Gate, MeetingRecord, Package


@dataclass(frozen=True)
class Calling:
    """What a 会议通知 says; ``agenda`` holds one item a line."""

    on: date
    title: str
    addressees: str
    when: str
    place: str
    agenda: str
    attending: str
    contact: str = ""
    number: str = ""
    receipt: bool = True


def call_to_meeting(gate: Gate, calling: Calling) -> Document:
    """会议通知, with the 回执 where wanted."""
    paper = Paper(
        office=office_of(gate.stage.timeline.plan),
        number=calling.number,
        on=calling.on,
        title=calling.title,
        addressees=calling.addressees,
        body="\n".join(_notice_lines(gate, calling)),
    )
    return meeting_notice(MeetingNotice(paper, receipt=calling.receipt))


def _notice_lines(gate: Gate, calling: Calling) -> Iterator[str]:
    plan = gate.stage.timeline.plan
    yield escape(f"经研究，定于近期召开会议，审议《{plan.title}》。现将有关事项通知如下。")
    for mark, label, text in zip(
        "一二三四",
        ("会议时间", "会议地点", "会议议程", "参会人员"),
        (calling.when, calling.place, calling.agenda, calling.attending),
        strict=True,
    ):
        yield f"{mark}、{label}"
        yield from map(escape, text.splitlines())
    yield "五、有关要求"
    asked = "请参会人员安排好工作，按时参会；因故不能参会的，请提前请假，并可以提交书面意见。"
    yield escape(asked + ("请填写参会回执，于会前反馈。" if calling.receipt else ""))
    if calling.contact:
        yield escape(f"{calling.contact}。")


def meeting_words(gate: Gate, package: Package | None) -> dict[str, str]:
    """What the form begins with: title, whom, agenda and who attends."""
    plan = gate.stage.timeline.plan
    seats = gate.body.seats.held_on(clock.today()).select_related("user")
    names = [seat.name or str(seat.user or seat.position) for seat in seats]
    what = package.question if package else f"审议《{plan.title}》（{gate}）"
    people = f"{gate.body}成员" + (f"：{'、'.join(names)}" if names else "")
    return {
        "title": f"关于召开{gate.body}会议审议《{plan.title}》的通知",
        "addressees": f"{gate.body}各成员",
        "agenda": f"1. 听取《{plan.title}》编制情况汇报；\n2. {what}；\n3. 讨论并表决。",
        "attending": people,
    }


def minutes_of(meeting: MeetingRecord) -> Document:
    """纪要 from the record: attendance, vote, decision and its items."""
    package = meeting.package
    gate = package.gate
    plan = gate.stage.timeline.plan
    office = office_of(plan)
    minutes = Minutes(
        office=office,
        mark=f"{gate.body}会议纪要",
        issue="",
        on=meeting.held_on,
        title=f"{gate.body}审议《{plan.title}》会议纪要",
        body="\n".join(_minute_lines(meeting)),
        present=f"应到{meeting.expected}人，实到{meeting.present}人",
        absent=meeting.excused,
        attending=meeting.observers,
    )
    return meeting_minutes(minutes)


def _minute_lines(meeting: MeetingRecord) -> Iterator[str]:
    package = meeting.package
    yield escape(
        f"{chinese_date(meeting.held_on)}，{meeting.chair}主持召开{package.gate.body}会议，"
        f"{package.question.rstrip('。')}。会议应到{meeting.expected}人，实到{meeting.present}人。"
        "纪要如下。"
    )
    yield "一、审议材料"
    for number, paper in enumerate(package.materials.all(), start=1):
        yield escape(f"{number}. {paper.title}")
    yield "二、表决情况"
    yield escape(
        f"会议以{meeting.voting}方式表决：赞成{meeting.in_favour}票，反对{meeting.against}票，"
        f"弃权{meeting.abstained}票。"
    )
    if meeting.written:
        said = "；".join(meeting.written.splitlines()).rstrip("。；")
        yield escape(f"缺席成员书面意见（不计入票数）：{said}。")
    yield "三、审议结果"
    yield from map(escape, _result_lines(package))
    yield escape(f"记录人：{meeting.recorder}。")


def _result_lines(package: Package) -> Iterator[str]:
    decision = package.decision
    if decision is None:
        yield "还没有形成结果。"
        return
    items = list(decision.items.all())
    reason = "" if items or not decision.reason else f"理由：{decision.reason.rstrip('。')}。"
    yield f"会议决定：{decision.get_outcome_display()}。{reason}"
    if items:
        yield f"会议提出以下审议意见，由{BodyKind.OFFICE.label}组织落实："
    for item in items:
        yield f"{item.number}. {item.text}"
