"""Notices: who is told of what, once; mail at once or as a digest; reminders of steps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.collation.actions.handling import assign
from consultation.models import Assessment
from plans.enums import Act, MailState
from plans.models import OutgoingMail
from plans.people.actions.appointments import (
    confirm_appointment,
    decline_appointment,
    end_appointment,
    name_for_unit,
    name_manager,
)
from plans.permissions import READ_DRAFT, grant
from plans.system.audit import record
from plans.team.actions import assign_chapter, write_note
from taskforce.bodies.actions.seats import SeatTerms
from taskforce.models import Body, Gate, Notice, Step
from taskforce.notices.actions import (
    choose_mail,
    mark_read,
    notify,
    read_log,
    remind_due,
    remind_steps,
    send_digests,
)
from taskforce.notices.queries import unread
from tests.cast import make_user
from tests.taskforce.running_process import Process, begin
from tests.taskforce.seating import take_seat

pytestmark = pytest.mark.django_db
DAY = date(2020, 8, 19)


@pytest.fixture
def process() -> Process:
    """A process, what was told of its seats read and put aside."""
    made = begin("chongqing-2020")
    read_log()
    Notice.objects.all().delete()
    OutgoingMail.objects.all().delete()
    return made


def told() -> list[tuple[str, str]]:
    return sorted((one.user.full_name, one.text) for one in Notice.objects.all())


def mails() -> list[str]:
    return sorted(mail.to for mail in OutgoingMail.objects.all())


def put_to_the_group(process: Process) -> None:
    for key, evidence in (
        ("mobilise", "minutes"),
        ("study", "research_results"),
        ("propose_major_items", "major_items"),
    ):
        process.do(key, evidence)
    process.seal("领导小组审定前期研究成果")


def test_deciders_are_told_of_a_package_once_and_by_mail(process: Process) -> None:
    put_to_the_group(process)
    assert (read_log(), read_log()) == (2, 0)
    assert told() == [("成员", "请审议：请审议"), ("组长", "请审议：请审议")]
    assert mails() == ["成员@test.invalid", "组长@test.invalid"]


def test_a_mention_is_told_and_nobody_of_their_own_doing(process: Process) -> None:
    chapter = process.plan.provisions.filter(kind="chapter")[0]
    note = write_note(chapter, by=process.office, body="请看")
    note.mentioned.set([process.cast.writer, process.office])
    read_log()
    assert told() == [("协作人", "起草人在批注中提到您：请看")]


def test_a_step_is_reminded_of_when_few_days_are_left_and_once(process: Process) -> None:
    step = Step.objects.get(key="mobilise")
    step.responsible.set([process.cast.district])
    assert remind_steps(DAY - timedelta(days=2)) == 0
    assert (remind_steps(DAY), remind_steps(DAY)) == (2, 0)
    assert told() == [
        ("经办人", "工作步骤“动员部署”还有2天到期。"),
        ("负责人", "工作步骤“动员部署”还有2天到期。"),
    ]


def test_a_digest_comes_once_a_day_and_holds_what_was_not_mailed(process: Process) -> None:
    user = process.cast.member
    choose_mail("daily", by=user)
    notify(user, "甲", "/desk/")
    notify(user, "乙", "/desk/")
    assert mails() == []
    sent = [send_digests(DAY, 7), send_digests(DAY, 8), send_digests(DAY, 9)]
    assert sent == [0, 1, 0]
    (mail,) = OutgoingMail.objects.all()
    assert (mail.subject, mail.body.count("/desk/")) == ("今日通知2条", 2)
    assert send_digests(DAY + timedelta(days=1), 8) == 0


def test_who_wants_no_mail_gets_none(process: Process) -> None:
    choose_mail("never", by=process.cast.member)
    notify(process.cast.member, "甲", "/desk/")
    assert (mails(), unread(process.cast.member)) == ([], 1)
    mark_read(by=process.cast.member)
    assert unread(process.cast.member) == 0


def test_the_page_counts_and_failed_mail_is_shown_to_the_system_administrator(
    process: Process, client: Client
) -> None:
    notify(process.cast.member, "请审议某事", "/desk/")
    OutgoingMail.objects.update(state=MailState.FAILED, error="拒收")
    pages = {}
    for user in (process.cast.member, process.office, process.cast.system):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        pages[user.full_name] = client.get(reverse("notices")).content.decode()
    assert '通知 <span class="count">1</span>' in pages["成员"]
    said = "1封邮件没有送达"
    assert [name for name, page in pages.items() if said in page] == ["系统员"]


def test_undelivered_mail_is_told_to_the_system_administrator_once_not_by_mail(
    process: Process,
) -> None:
    for to in ("a@test.invalid", "b@test.invalid"):
        mail = OutgoingMail.objects.create(to=to, subject="某事", not_before=timezone.now())
        record(Act.MAIL_FAIL, mail, by=process.cast.chief, new={"to": to})
        read_log()
    said = "发往a@test.invalid的邮件没有送达。"
    assert told() == [("系统员", said)]
    assert mails() == ["a@test.invalid", "b@test.invalid"]
    assert {notice.url for notice in Notice.objects.all()} == {reverse("mail")}


def test_guessing_is_told_to_whom_security_is_entrusted_once_in_a_burst(process: Process) -> None:
    for number in range(7):
        sent = {"login": "组长", "password": f"falsch-{number}"}
        Client().post("/login/", sent, REMOTE_ADDR="198.51.100.7")
    read_log()
    holder = process.cast.security.full_name
    assert told() == [
        (
            holder,
            "有人从198.51.100.7连续输错账号“组长”的密码，已有5次，以后每次须等待更久。"
            "请核对是本人忘记还是有人猜测。",
        )
    ]
    assert len(mails()) == 1


def test_a_gate_a_chapter_and_opinions_are_reminded_of_once_for_each_date(
    process: Process,
) -> None:
    office = Body.objects.get(plan=process.plan, kind="office")
    take_seat(office, SeatTerms("director", user=process.cast.member), by=process.office)
    Gate.objects.filter(stage__number=1).update(due_on=DAY + timedelta(days=2))
    chapter = process.plan.provisions.filter(kind="chapter")[0]
    assign_chapter(
        chapter, by=process.office, lead=process.cast.writer, writers=[], due_on=DAY
    )  # fmt: skip
    assert remind_due(DAY - timedelta(days=9)) == 0
    assert (remind_due(DAY), remind_due(DAY)) == (2, 0)
    assert told() == [
        ("协作人", "起草“总体要求”今天到期。"),
        ("成员", "提请审议“领导小组审定前期研究成果”还有2天到期。"),
    ]
    Gate.objects.filter(stage__number=1).update(due_on=DAY + timedelta(days=1))
    assert remind_due(DAY) == 1


def test_opinions_given_to_a_handler_are_told_once_and_reminded_of(process: Process) -> None:
    process.consult()
    row = Assessment.objects.get()
    Assessment.objects.update(state="open", disposition="", proof=None)
    row.round.completed_at = None
    row.round.save()
    grant(READ_DRAFT, process.cast.writer, process.plan)
    for day in (DAY, DAY + timedelta(days=1)):
        assign([row.pk], by=process.office, handler=process.cast.writer, due_on=day)
    read_log()
    mine = Notice.objects.filter(user=process.cast.writer)
    assert [one.text for one in mine] == ["“征求意见”有意见交给您处理。"]
    assert remind_due(DAY) == 1
    assert [one.text for one in mine.all()] == [
        "处理“征求意见”中交给您的意见还有1天到期。",
        "“征求意见”有意见交给您处理。",
    ]


def test_a_chapter_given_to_somebody_and_an_invitation_are_told(process: Process) -> None:
    chapter = process.plan.provisions.filter(kind="chapter")[0]
    assign_chapter(
        chapter, by=process.office, lead=process.cast.writer, writers=[], due_on=DAY
    )  # fmt: skip
    process.consult()
    read_log()
    assert told() == [
        ("协作人", "“总体要求”分给您起草，2020-08-19前完成。"),
        ("经办人", "请对“征求意见”提出意见。"),
        ("负责人", "请对“征求意见”提出意见。"),
    ]
    assert mails() == [f"{name}@test.invalid" for name in ("协作人", "经办人", "负责人")]


def test_appointments_are_told_to_whom_they_concern(process: Process) -> None:
    cast, read = process.cast, read_log
    read()
    Notice.objects.all().delete()
    person = make_user("新人", cast.district)
    named = name_for_unit(person, cast.district, "release_reply", by=cast.drafter)
    read()
    said = "起草人提名新人任“渝中区科协”单位负责人，待负责人确认后生效。"
    assert told() == [("新人", said), ("负责人", said)]
    assert mails() == ["新人@test.invalid", "负责人@test.invalid"]
    Notice.objects.all().delete()
    confirm_appointment(named.pk, by=cast.head)
    read()
    said = "新人任“渝中区科协”单位负责人，已经负责人确认，即时生效。"
    assert told() == [("新人", said), ("经办人", said), ("起草人", said)]
    Notice.objects.all().delete()
    end_appointment(named.pk, by=cast.second)
    read()
    said = "新人不再任“渝中区科协”单位负责人，由复核人办理，即时生效。"
    assert told() == [("新人", said), ("经办人", said), ("负责人", said), ("起草人", said)]
    Notice.objects.all().delete()
    decline_appointment(name_manager(cast.second, process.plan, by=cast.drafter).pk, by=cast.second)
    read()
    said = "复核人任“测试规划”规划主持人的提名由复核人撤回或者没有同意，没有生效。"
    assert ("起草人", said) in told()
