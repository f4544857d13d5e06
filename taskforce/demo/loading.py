"""Filling an empty database with the demo, through the same actions that people use.

The clock is set to the days that the demo plays, so that its years are rows like all others.
"""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from consultation.rounds.rules import usual_close
from plans.drafting.actions.revising import Origin
from plans.editions.actions.freezing import freeze_edition
from plans.enums import (
    Disclosure,
    Duty,
    EditionKind,
    Phase,
    PlanKind,
    ReviewKind,
    ReviewOutcome,
    UnitKind,
)
from plans.errors import WrongState
from plans.importing import import_plan
from plans.issuing.actions.publishing import publish
from plans.issuing.actions.reviews import Finding, record_review
from plans.issuing.papers import Notice
from plans.models import Letterhead, Plan, Unit, User
from plans.people.actions.appointments import (
    confirm_appointment,
    name_for_portal,
    name_for_unit,
    name_manager,
    stand_in_office,
)
from plans.plan.actions import change_phase, create_plan, grant_right
from plans.system import clock
from plans.system.apart import read_apart
from plans.system.audit import record
from plans.system.chinese_dates import local_day
from plans.system.system_user import system_user
from taskforce.demo.cast import make_cast
from taskforce.demo.consultation import ask_experts, put_out_for_comment
from taskforce.demo.days import at
from taskforce.demo.process import first_day, pass_first_stage, template_about
from taskforce.enums import Act

DATA = Path(__file__).parent / "data"
SLUG = "chongqing-14-5"
PUBLISHED_SLUG = "guangyuan-14-5"
BEGINNING, ISSUED = date(2022, 9, 1), date(2023, 1, 10)
SOCIETIES = ("重庆市计算机学会", "重庆市气象学会", "重庆市护理学会")


def load_demo() -> bool:
    """Load the demo; False when it stands already. Everything happens by actions.

    WrongState with a sentence on a database in which anybody has acted: the clock is not set there.
    """
    if Plan.objects.filter(slug=SLUG).exists():
        return False
    present = clock.now()
    try:
        with transaction.atomic(), clock.set_to(at(BEGINNING)) as time:
            _tell_the_log(f"时钟拨到{BEGINNING.isoformat()}，走到载入时")
            _play(time, present)
    except clock.NotEmpty as error:
        raise WrongState(
            "演示数据只能载入空的数据库，这里已有单位、规划或操作记录。请换一个空的数据库再载入。"
        ) from error
    _tell_the_log("演示数据已载入，时钟恢复为当前时间")
    return True


def _tell_the_log(words: str) -> None:
    by = system_user()
    record(Act.DEMO_LOAD, by, by=by, new={"note": words})


def _play(time: clock.SetClock, present: datetime) -> None:
    today = local_day(present)
    _units()
    cast = make_cast()
    _offices(cast)
    cast = make_cast()
    drafter = cast["qicao"]
    _roles(cast)
    example = _publish_example(drafter, time)
    _second_manager(example, cast)
    template = template_about(today)
    time.put_forward(at(first_day(template)))
    plan = _import(drafter, SLUG, "chongqing.txt", (2021, 2025))
    _second_manager(plan, cast)
    for name in ("zuzhang", "chengyuan", "xiezuo"):
        grant_right(plan, cast[name], "read_draft", by=drafter)
    pass_first_stage(plan, cast, template, time)
    time.put_forward(at(today - timedelta(days=10)))
    edition = freeze_edition(
        plan.pk,
        by=drafter,
        label="征求意见稿",
        note="演示：按原文定版",
        kind=EditionKind.CONSULTATION,
    )
    closes = usual_close(timezone.localtime(present))
    put_out_for_comment(edition, cast, closes, time)
    ask_experts(edition, cast, closes)


def _units() -> None:
    with (DATA / "units.csv").open(encoding="utf-8") as file:
        rows = [(row["name"], row["kind"]) for row in csv.DictReader(file)]
    rows += [(name, UnitKind.SOCIETY) for name in SOCIETIES]
    for name, kind in rows:
        Unit.objects.get_or_create(name=name, defaults={"kind": kind})
    office = Unit.objects.get(name="办公室")
    Letterhead.objects.get_or_create(
        code="渝科协发",
        defaults={
            "unit": office,
            "body_name": "重庆市科学技术协会",
            "signature": "重庆市科学技术协会",
            "printed_by": "重庆市科学技术协会办公室",
        },
    )


def _offices(cast: dict[str, User]) -> None:
    """The first three stand by the server's word; the rights of others are given by two."""
    for name, office in (
        ("xitong", Duty.SYSTEM),
        ("anquan", Duty.SECURITY),
        ("shenji", Duty.AUDIT),
    ):
        stand_in_office(cast[name], office)
    for name, duty in (
        ("qicao", Duty.CREATE_PLAN),
        ("qicao", Duty.KEEP_UNITS),
        ("fuhe", Duty.CREATE_PLAN),
        ("fuhe", Duty.KEEP_UNITS),
        ("renshi", Duty.KEEP_UNITS),
    ):
        named = name_for_portal(cast[name], duty, by=cast["anquan"])
        confirm_appointment(named.pk, by=cast["shenji"])


def _roles(cast: dict[str, User]) -> None:
    """The head is confirmed by a second person, the officers by the head."""
    district = Unit.objects.get(name="渝中区科协")
    for name, duty, second in (
        ("fuze", Duty.HEAD, "fuhe"),
        ("jingban", Duty.OFFICER, "fuze"),
        ("jingban2", Duty.OFFICER, "fuze"),
    ):
        named = name_for_unit(cast[name], district, duty, by=cast["qicao"])
        confirm_appointment(named.pk, by=cast[second])


def _second_manager(plan: Plan, cast: dict[str, User]) -> None:
    named = name_manager(cast["fuhe"], plan, by=cast["qicao"])
    confirm_appointment(named.pk, by=cast["fuhe"])


def _import(by: User, slug: str, name: str, period: tuple[int, int]) -> Plan:
    found = read_apart(import_plan, (DATA / name).read_bytes(), name)
    return create_plan(
        by=by,
        slug=slug,
        kind=PlanKind.OVERALL,
        owner=Unit.objects.get(name="宣传部"),
        title=found.title,
        period=period,
        formats=found.formats,
        tree=found.to_tree(),
        origin=Origin(f"导入“{name}”", source="import"),
    )


def _publish_example(by: User, time: clock.SetClock) -> Plan:
    """A plan that has gone the whole way, so that the public pages have something to show."""
    plan = _import(by, PUBLISHED_SLUG, "guangyuan.txt", (2021, 2025))
    time.put_forward(at(date(2022, 12, 1)))
    edition = freeze_edition(plan.pk, by=by, label="定稿", note="演示", kind=EditionKind.FINAL)
    change_phase(plan.pk, Phase.DELIBERATING, by=by, reason="演示")
    time.put_forward(at(date(2022, 12, 20)))
    change_phase(plan.pk, Phase.APPROVED, by=by, edition=edition, reason="演示")
    record_review(
        edition,
        Finding(
            ReviewKind.CONFIDENTIALITY,
            ReviewOutcome.PASSED,
            "（演示）不含涉密内容，可以公开。",
            "演示审查人",
            clock.today(),
        ),
        by=by,
    )
    time.put_forward(at(ISSUED))
    notice = Notice(
        issuer="广元市科学技术协会",
        title=f"关于印发《{edition.title}》的通知",
        addressees="各县（区）科协，各市级学会",
        body="（演示）规划已经审议通过，现印发给你们，请结合实际，认真贯彻实施。",
        signature="广元市科学技术协会",
        printed_by="广元市科学技术协会办公室",
    )
    publish(
        plan.pk,
        by=by,
        document_number="演示〔2023〕1号",
        issued_on=ISSUED,
        disclosure=Disclosure.PUBLIC,
        notice=notice,
    )
    return plan
