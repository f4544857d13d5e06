"""代录: what one officer enters counts when the member or a second officer confirms."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Attachment, AuditEntry, User
from plans.system.actions.attachments import keep_upload
from taskforce.bodies.actions.seats import SeatTerms
from taskforce.deciding.actions.entries import (
    confirm_opinion,
    enter_opinion,
    refuse_opinion,
    withdraw_opinion,
)
from taskforce.deciding.actions.opinions import give_opinion
from taskforce.deciding.rules import speaks_too_early, tally
from taskforce.enums import GateState
from taskforce.gates.actions.packages import recall_package
from taskforce.models import Body, MemberOpinion, Notice, Package, Seat
from taskforce.notices.actions import read_log
from tests.cast import make_user, managed
from tests.scans import pdf, picture, scan
from tests.taskforce.deciding.test_opinions import QUORUM, begin, client_of
from tests.taskforce.seating import take_seat

pytestmark = pytest.mark.django_db
WAITS = "起草人代录的成员的意见：等待成员本人确认，或由另一位办理人员对照扫描件复核（复核人）。"


def sheet(content: bytes, name: str = "签批单.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def page_of(user: User, package: Package) -> str:
    return client_of(user).get(reverse("package", args=[package.pk])).content.decode()


def no_page() -> bytes:
    return pdf(0)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        ("同意。\n".encode(), "签批单.pdf", "的内容与扩展名不符"),
        ("同意。\n".encode(), "签批单.txt", "签批单扫描件须是PDF、图片（png、jpg）"),
        (b"%PDF-1.4\nnothing", "签批单.pdf", "打不开或者没有内容"),
        (picture()[:200], "签批单.png", "打不开或者没有内容"),
        (picture("JPEG")[:300], "签批单.jpg", "打不开或者没有内容"),
        (picture(), "签批单.pdf", "的内容与扩展名不符"),
        (b"", "签批单.pdf", "空"),
    ],
)
def test_only_a_scan_that_can_be_looked_at_is_taken(
    content: bytes, name: str, sentence: str
) -> None:
    """The first attack: a text file of one line as the scan."""
    scene = begin(QUORUM)
    package, seat = scene.seal(), scene.seat(scene.cast.member)
    body = {"seat": seat.pk, "vote": "approve", "text": "", "scan": sheet(content, name)}
    answer = client_of(scene.cast.drafter).post(reverse("paper_vote", args=[package.pk]), body)
    assert sentence in answer.content.decode()
    assert (MemberOpinion.objects.count(), Attachment.objects.count()) == (0, 0)


def test_a_scan_is_never_missing() -> None:
    scene = begin(QUORUM)
    package, seat = scene.seal(), scene.seat(scene.cast.member)
    by = scene.cast.drafter
    body = {"seat": seat.pk, "vote": "approve", "text": ""}
    page = client_of(by).post(reverse("paper_vote", args=[package.pk]), body)
    assert "签批单扫描件" in page.content.decode()
    with pytest.raises(InvalidInput, match="请上传签批单扫描件"):
        enter_opinion(package.pk, by=by, seat=seat, vote="approve", scan=None)
    word = keep_upload("a.txt", b"x", by=by)
    with pytest.raises(InvalidInput, match="须是PDF"):
        enter_opinion(package.pk, by=by, seat=seat, vote="approve", scan=word)
    assert not MemberOpinion.objects.exists()


@pytest.mark.parametrize("kind", ["pdf", "png", "jpg"])
def test_what_an_officer_enters_decides_nothing_and_the_pages_say_for_whom_it_waits(
    kind: str,
) -> None:
    """The second attack: the office's own entries deciding, here of the head's seat too."""
    scene = begin(QUORUM)
    package, office = scene.seal(), scene.cast.drafter
    assert scene.second
    sheets = {"pdf": pdf(2), "png": picture(), "jpg": picture("JPEG")}
    for user in (scene.cast.chief, scene.cast.member, scene.cast.writer):
        body = {"seat": scene.seat(user).pk, "vote": "approve", "text": "",
                "scan": sheet(sheets[kind], f"签批单.{kind}")}  # fmt: skip
        client_of(office).post(reverse("paper_vote", args=[package.pk]), body)
    assert package.opinions.waiting().count() == 3
    assert (scene.gate.state, tally(package, scene.gate).value) == (GateState.OPEN, "open")
    for address in (
        reverse("package", args=[package.pk]),
        reverse("gate", args=[scene.gate.pk]),
        reverse("timeline", args=[scene.plan.slug]),
    ):
        assert WAITS in client_of(office).get(address).content.decode(), address
    mine = package.opinions.get(seat=scene.seat(scene.cast.member))
    answer = client_of(office).post(reverse("confirm_vote", args=[mine.pk]), {"text": "出差"})
    assert "您不能确认这条代录的意见。起草人代录的成员的意见：等待" in answer.content.decode()
    assert scene.gate.state == GateState.OPEN


def test_where_nobody_may_be_second_the_page_says_whom_to_ask() -> None:
    scene = begin(QUORUM)
    package = scene.seal()
    scene.enter(package, scene.seat(scene.cast.member))
    page = page_of(scene.cast.drafter, package)
    assert "现在没有符合条件的办理人员" in page
    assert "请规划主持人增加一位主持人，或者在领导小组办公室安排一位任职人员" in page


def test_the_silent_the_reasons_and_the_head_wait_for_the_confirmation() -> None:
    scene = begin("quorum, quorum: 2", kind="party_group")
    package, member = scene.seal(), scene.cast.member
    one = scene.enter(package, scene.seat(member), "return")
    give_opinion(package.pk, by=scene.cast.writer, vote="approve")
    head = scene.seat(scene.cast.chief)
    assert speaks_too_early(package, scene.gate, head)
    page = page_of(scene.cast.chief, package)
    assert ("照原话。" in page, "还没有发表意见：组长" in page) == (False, True)
    confirm_opinion(one.pk, by=member)
    assert not speaks_too_early(package, scene.gate, head)
    assert "照原话。" in page_of(scene.cast.chief, package)


def test_a_second_officer_confirms_for_who_is_away_and_says_why() -> None:
    scene = begin(QUORUM)
    package, second = scene.seal(), scene.second
    one = scene.enter(package, scene.seat(scene.cast.member))
    client, address = client_of(second), reverse("confirm_vote", args=[one.pk])
    looked = client.get(reverse("check_vote", args=[one.pk])).content.decode()
    assert f"/opinions/{one.pk}/scan/1/" in looked
    assert "已请成员确认" in looked
    shown = client.get(reverse("opinion_scan_page", args=[one.pk, 1]))
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/png")
    assert client.get(reverse("opinion_scan_page", args=[one.pk, 2])).status_code == 404
    assert "请写明为什么不能由本人确认" in client.post(address, {"text": " "}).content.decode()
    client.post(address, {"text": "出差在外，电话联系不上"})
    one.refresh_from_db()
    assert (one.confirmed_by, one.away_reason) == (second, "出差在外，电话联系不上")
    page = page_of(scene.cast.chief, package)
    assert "复核人对照扫描件复核（本人不能确认：出差在外，电话联系不上）" in page
    give_opinion(package.pk, by=scene.cast.writer, vote="approve")
    assert scene.gate.state == GateState.PASSED


def test_who_is_not_independent_is_no_second_officer() -> None:
    scene = begin(QUORUM)
    package, second = scene.seal(), scene.second
    one = scene.enter(package, scene.seat(scene.cast.member))
    User.objects.filter(pk=second.pk).update(opened_by=scene.cast.drafter)
    with pytest.raises(NotAllowed, match="您不能确认这条代录的意见"):
        confirm_opinion(one.pk, by=User.objects.get(pk=second.pk), away_reason="出差")
    for user in (scene.cast.chief, scene.cast.drafter, scene.cast.outsider):
        with pytest.raises(NotAllowed):
            confirm_opinion(one.pk, by=user, away_reason="出差")
    assert package.opinions.in_force().count() == 0


def test_the_recorder_does_not_confirm_through_an_account_of_their_making() -> None:
    scene = begin(QUORUM)
    member = scene.cast.member
    User.objects.filter(pk=member.pk).update(opened_by=scene.cast.drafter)
    one = scene.enter(scene.seal(), scene.seat(member))
    with pytest.raises(NotAllowed, match="等待另一位办理人员对照扫描件复核"):
        confirm_opinion(one.pk, by=User.objects.get(pk=member.pk))


def test_the_member_replaces_what_waits_and_what_counts_by_an_own_word() -> None:
    scene = begin(QUORUM)
    package, member = scene.seal(), scene.cast.member
    waiting = scene.enter(package, scene.seat(member))
    give_opinion(package.pk, by=member, vote="abstain")
    with pytest.raises(WrongState, match="已经被新的意见代替"):
        confirm_opinion(waiting.pk, by=member)
    assert [one.vote for one in package.opinions.in_force()] == ["abstain"]
    counting = scene.enter(package, scene.seat(scene.cast.writer))
    confirm_opinion(counting.pk, by=scene.second, away_reason="出差")
    give_opinion(package.pk, by=scene.cast.writer, vote="return", text="不妥")
    assert sorted(one.vote for one in package.opinions.in_force()) == ["abstain", "return"]


def test_a_second_entry_replaces_what_waits_with_a_line_in_the_log() -> None:
    scene = begin(QUORUM)
    package, seat = scene.seal(), scene.seat(scene.cast.member)
    scene.enter(package, seat)
    second = scene.enter(package, seat, "return")
    assert list(package.opinions.waiting()) == [second]
    row = AuditEntry.objects.filter(action="opinion.enter").latest("pk")
    assert row.old == {"vote": "approve", "entered_by": scene.cast.drafter.pk}
    confirm_opinion(second.pk, by=scene.second, away_reason="出差")
    with pytest.raises(WrongState, match="已经代录并确认"):
        scene.enter(package, seat)


def test_a_seat_that_is_not_held_today_is_not_entered_for_nor_confirmed() -> None:
    scene = begin(QUORUM)
    package, seat = scene.seal(), scene.seat(scene.cast.member)
    one = scene.enter(package, seat)
    Seat.objects.filter(pk=seat.pk).update(to_on=date(2020, 1, 1))
    with pytest.raises(InvalidInput, match="现在不在这一审议机构中"):
        confirm_opinion(one.pk, by=scene.cast.member)
    with pytest.raises(InvalidInput, match="现在不在这一审议机构中"):
        scene.enter(package, seat)
    other = Body.objects.get(name="上级")
    elsewhere = take_seat(other, SeatTerms("member", name="某人"), by=scene.cast.drafter)
    with pytest.raises(InvalidInput, match="现在不在这一审议机构中"):
        scene.enter(package, elsewhere)


def test_an_officer_who_sits_in_the_body_enters_nothing_for_themselves() -> None:
    scene = begin(QUORUM)
    member = managed(scene.cast.member, scene.plan)
    with pytest.raises(NotAllowed, match="请在审议页面直接发表意见"):
        enter_opinion(
            scene.seal().pk, by=member, seat=scene.seat(member), vote="approve", scan=scan(member)
        )


def test_an_entry_is_sent_back_or_taken_back_and_who_is_concerned_is_told() -> None:
    scene = begin(QUORUM)
    package, seat, second = scene.seal(), scene.seat(scene.cast.member), scene.second
    one = scene.enter(package, seat)
    read_log()
    with pytest.raises(NotAllowed, match="只有代录人"):
        withdraw_opinion(one.pk, by=second)
    with pytest.raises(NotAllowed, match="您不能退回"):
        refuse_opinion(one.pk, by=scene.cast.drafter, reason="录错")
    with pytest.raises(InvalidInput, match="退回的理由"):
        refuse_opinion(one.pk, by=second, reason=" ")
    client_of(second).post(reverse("refuse_vote", args=[one.pk]), {"text": "扫描件是弃权"})
    two = scene.enter(package, seat)
    read_log()
    client_of(scene.cast.drafter).post(reverse("withdraw_vote", args=[two.pk]))
    assert package.opinions.standing().count() == 0
    read_log()
    told = Notice.objects.filter(text__contains="代录").order_by("pk")
    assert list(told.values_list("user__full_name", "text")) == [
        ("成员", "起草人代录了您的纸面意见，您确认后才算数，请确认。"),
        ("成员", "代录的成员的意见已退回：扫描件是弃权"),
        ("起草人", "代录的成员的意见已退回：扫描件是弃权"),
        ("成员", "起草人代录了您的纸面意见，您确认后才算数，请确认。"),
        ("成员", "代录的成员的意见已撤回。"),
    ]


def test_what_waits_on_a_package_that_was_taken_back_is_confirmed_no_more() -> None:
    scene = begin(QUORUM)
    package = scene.seal()
    one = scene.enter(package, scene.seat(scene.cast.member))
    recall_package(package.pk, by=scene.cast.drafter, reason="换稿")
    with pytest.raises(WrongState, match="已经有了结果"):
        confirm_opinion(one.pk, by=scene.cast.member)
    assert MemberOpinion.objects.waiting().count() == 0


def test_a_member_of_the_plan_who_does_not_run_it_sees_no_check_page() -> None:
    scene = begin(QUORUM)
    one = scene.enter(scene.seal(), scene.seat(scene.cast.member))
    for user in (scene.cast.chief, make_user("路人"), scene.cast.member):
        for name in ("check_vote", "refuse_vote", "withdraw_vote"):
            address = reverse(name, args=[one.pk])
            method = client_of(user).get if name == "check_vote" else client_of(user).post
            assert method(address).status_code == 404, (user, name)
