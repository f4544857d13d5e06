"""Records of meetings and instructions: entered by one with the file, decided by another's 复核."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import AuditEntry, User
from plans.system.actions.attachments import keep_upload
from taskforce.deciding.actions.records import (
    confirm_record,
    entry_of,
    record_instruction,
    record_meeting,
    refuse_record,
    withdraw_record,
)
from taskforce.evidence.kinds.minutes import minutes as minutes_there
from taskforce.gates.actions.packages import recall_package
from taskforce.models import Body, Decision, Gate, Instruction, MeetingRecord, Notice
from taskforce.notices.actions import read_log
from taskforce.seconds import waiting_record
from tests.cast import make_user, managed
from tests.scans import pdf, scan
from tests.taskforce.deciding.test_decisions import meeting
from tests.taskforce.deciding.test_opinions import Scene, begin, client_of
from tests.taskforce.seating import stood

pytestmark = pytest.mark.django_db
FIELDS = {
    "held_on": "2021-01-20", "expected": "9", "present": "8", "in_favour": "8", "against": "0",
    "abstained": "0", "chair": "甲", "recorder": "乙", "voting": "举手", "outcome": "passed",
}  # fmt: skip


@pytest.fixture
def at() -> Scene:
    return begin("meeting", "plenary")


def decided() -> int:
    return Decision.objects.count()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        ("通过。\n".encode(), "纪要.pdf", "的内容与扩展名不符"),
        ("通过。\n".encode(), "纪要.txt", "会议纪要须是PDF、图片（png、jpg）或者Word（docx）"),
        ("通过。\n".encode(), "纪要.docx", "已损坏"),
        (pdf(0), "纪要.pdf", "打不开或者没有内容"),
    ],
)
def test_minutes_are_a_file_that_can_be_read(
    at: Scene, content: bytes, name: str, sentence: str
) -> None:
    package = at.seal()
    body = FIELDS | {"minutes_file": SimpleUploadedFile(name, content)}
    address = reverse("meeting", args=[package.pk])
    page = client_of(at.cast.drafter).post(address, body).content.decode()
    assert (sentence in page, MeetingRecord.objects.count()) == (True, 0)
    page = client_of(at.cast.drafter).post(address, FIELDS).content.decode()
    assert ("会议纪要" in page, MeetingRecord.objects.count()) == (True, 0)


def test_a_meeting_decides_when_another_officer_has_confirmed_it(at: Scene) -> None:
    package, second = at.seal(), at.second
    stage = at.gate.stage
    body = FIELDS | {
        "outcome": "passed_with_opinions", "opinions": "突出特色。\n核对数据。",
        "minutes_file": SimpleUploadedFile("纪要.pdf", pdf()),
    }  # fmt: skip
    office = client_of(at.cast.drafter)
    office.post(reverse("meeting", args=[package.pk]), body)
    assert (at.gate.state, decided(), minutes_there(stage)[0]) == ("open", 0, False)
    for address in (reverse("package", args=[package.pk]), reverse("gate", args=[at.gate.pk])):
        page = office.get(address).content.decode()
        assert "起草人登记的会议结果：等待另一位办理人员复核（复核人）" in page
    answer = office.post(reverse("confirm_record", args=[package.pk]), {"seen": "x"})
    assert "您不能复核这项登记" in answer.content.decode()
    assert decided() == 0
    client = client_of(second)
    looked = client.get(reverse("check_record", args=[package.pk])).content.decode()
    assert f"/packages/{package.pk}/record/minutes/1/" in looked
    assert "突出特色。" in looked
    shown = client.get(reverse("record_page", args=[package.pk, "minutes", 1]))
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/png")
    made = confirm_record(package.pk, by=second)
    assert (made.outcome, [one.text for one in made.items.all()]) == (
        "passed_with_opinions", ["突出特色。", "核对数据。"],
    )  # fmt: skip
    row = MeetingRecord.objects.get()
    assert (row.made_by, row.confirmed_by) == (at.cast.drafter, second)
    assert minutes_there(stage) == (True, "已登记1次会议")
    assert (
        "起草人登记，复核人复核"
        in office.get(reverse("package", args=[package.pk])).content.decode()
    )


def test_the_rules_are_asked_again_when_it_is_confirmed(at: Scene) -> None:
    package = at.seal()
    held = meeting(expected=3, present=3, in_favour=3)
    record_meeting(package.pk, held, by=at.cast.drafter, outcome="passed")
    body = Body.objects.get(name="审议机构")
    stood(body, name="老李", role="member", order=9)
    with pytest.raises(WrongState, match="应到人数少于本机构现有的4位成员"):
        confirm_record(package.pk, by=at.second)
    assert (decided(), MeetingRecord.objects.in_force().count()) == (0, 0)


def test_a_record_goes_back_is_corrected_and_confirmed(at: Scene) -> None:
    package, by, second = at.seal(), at.cast.drafter, at.second
    first = record_meeting(package.pk, meeting(), by=by, outcome="passed")
    read_log()
    with pytest.raises(InvalidInput, match="退回的理由"):
        refuse_record(package.pk, by=second, reason=" ")
    with pytest.raises(NotAllowed):
        refuse_record(package.pk, by=by, reason="错")
    refuse_record(package.pk, by=second, reason="票数不符")
    read_log()
    page = client_of(by).get(reverse("package", args=[package.pk])).content.decode()
    assert "复核人退回了会议结果的登记：票数不符。等待起草人更正。" in page
    with pytest.raises(NotAllowed, match="等待起草人更正"):
        confirm_record(package.pk, by=second)
    form = client_of(by).get(reverse("meeting", args=[package.pk])).content.decode()
    assert 'value="举手"' in form
    looked = entry_of(first)
    record_meeting(package.pk, meeting(in_favour=7, against=1), by=by, outcome="passed")
    with pytest.raises(WrongState, match="登记的内容刚刚有变化"):
        confirm_record(package.pk, by=second, entered=looked)
    assert confirm_record(package.pk, by=second).outcome == "passed"
    about = Notice.objects.filter(text__contains="审议”的结果").order_by("pk")
    told = about.values_list("user__full_name", "text")
    assert list(told) == [
        ("复核人", "起草人登记了“审议”的结果，请复核。"),
        ("起草人", "您登记的“审议”的结果被退回：票数不符"),
    ]


def test_another_officer_does_not_overwrite_what_waits(at: Scene) -> None:
    package, second = at.seal(), at.second
    record_meeting(package.pk, meeting(), by=at.cast.drafter, outcome="passed")
    with pytest.raises(WrongState, match="等待另一位办理人员复核"):
        record_meeting(package.pk, meeting(), by=second, outcome="returned", reason="不妥")
    with pytest.raises(NotAllowed, match="只有登记人"):
        withdraw_record(package.pk, by=second)
    withdraw_record(package.pk, by=at.cast.drafter)
    assert not MeetingRecord.objects.exists()
    record_meeting(package.pk, meeting(), by=second, outcome="returned", reason="不妥")
    assert confirm_record(package.pk, by=at.cast.drafter).outcome == "returned"


def test_an_account_of_the_recorders_making_is_no_second_officer(at: Scene) -> None:
    package = at.seal()
    record_meeting(package.pk, meeting(), by=at.cast.drafter, outcome="passed")
    made = managed(make_user("新账号"), at.plan)
    User.objects.filter(pk=made.pk).update(opened_by=at.cast.drafter)
    with pytest.raises(NotAllowed, match="现在没有符合条件的办理人员"):
        confirm_record(package.pk, by=User.objects.get(pk=made.pk))


def test_a_package_that_is_taken_back_drops_what_was_recorded(at: Scene) -> None:
    package = at.seal()
    record_meeting(package.pk, meeting(), by=at.cast.drafter, outcome="passed")
    recall_package(package.pk, by=at.cast.drafter, reason="换稿")
    assert not MeetingRecord.objects.exists()
    row = AuditEntry.objects.get(action="record.drop")
    assert (row.old["outcome"], row.old["made_by"]) == ("passed", at.cast.drafter.pk)


def test_an_instruction_needs_its_scan_and_another_officer() -> None:
    at = begin("outside")
    package, by = at.seal(), at.cast.drafter
    days = {"sent_on": "2021-02-01", "instructed_on": "2021-02-02"}
    body = days | {"text": "同意。", "outcome": "passed"}
    address = reverse("instruction", args=[package.pk])
    for content, name in ((None, ""), ("同意。\n".encode(), "批示.pdf"), (b"x", "批示.txt")):
        sent = body | ({"scan": SimpleUploadedFile(name, content)} if content else {})
        assert client_of(by).post(address, sent).status_code == 200
        assert not Instruction.objects.exists()
    client_of(by).post(address, body | {"scan": SimpleUploadedFile("批示.pdf", pdf())})
    assert (Instruction.objects.waiting().count(), decided()) == (1, 0)
    assert Gate.objects.get(title="审议").state == "open"
    assert confirm_record(package.pk, by=at.second).outcome == "passed"


def test_no_date_of_an_instruction_lies_ahead() -> None:
    at = begin("outside")
    by, day = at.cast.drafter, date(2999, 1, 1)
    said = Instruction(sent_on=day, instructed_on=day, text="同意", scan=scan(by))
    with pytest.raises(InvalidInput, match="批示日期不能晚于今天"):
        record_instruction(at.seal().pk, said, by=by, outcome="passed")


def test_minutes_may_be_a_word_file(at: Scene) -> None:
    from_word = keep_upload("a.txt", b"x", by=at.cast.drafter)
    from_word.name, from_word.content_type = (
        "纪要.docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    )
    from_word.save()
    held = meeting(minutes=from_word)
    package = at.seal()
    record_meeting(package.pk, held, by=at.cast.drafter, outcome="passed")
    page = client_of(at.second).get(reverse("check_record", args=[package.pk])).content.decode()
    assert "这份文件不能在页面上显示，请下载后核对" in page
    assert waiting_record(package) is not None
