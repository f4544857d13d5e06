"""代录: what staff enter for a unit counts when a second person confirms it, and not before."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from consultation.collation.actions.completion import complete_round
from consultation.enums import ReplyOrigin
from consultation.models import Assessment, Comment, Reply, ReplyEntry, SearchEntry
from consultation.replies.actions.enclosures import attach
from consultation.replies.actions.entering import (
    Late,
    add_sealed_scan,
    confirm_entry,
    enter_for_unit,
    refuse_entry,
    withdraw_entry,
)
from consultation.replies.actions.opinions import (
    Opinion,
    change_draft,
    delete_draft,
    draft_comment,
)
from consultation.replies.actions.replies import hand_in, release
from consultation.rounds.actions.invitations import record_no_reply
from consultation.rounds.actions.rounds import close_now
from consultation.rounds.figures import asked_words, covering_figures
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import AuditEntry, OutgoingMail, Unit, User
from plans.permissions import MANAGE_PLAN, RELEASE_REPLY
from plans.system.actions.attachments import keep_upload
from taskforce.desk.waiting import desk
from taskforce.models import Notice
from taskforce.notices.actions import read_log
from tests.cast import appoint, make_user
from tests.consultation.replies.test_replies import OPINION, Scene, make_scene
from tests.world import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(files: object) -> Scene:
    return make_scene()


def draft(scene: Scene) -> Comment:
    by, key = scene.cast.drafter, uuid.uuid4()
    return draft_comment(scene.invitation.pk, OPINION, by=by, key=key, for_unit=True)


def entered(scene: Scene) -> ReplyEntry:
    """Two opinions from a letter, put before the second person."""
    draft(scene)
    draft(scene)
    return scene.enter(no_opinion=False)


def counted(scene: Scene) -> tuple[int, int, int, int]:
    """Numbered opinions, rows of the collation, words that are found, released replies."""
    return (
        Comment.objects.filter(number__isnull=False).count(),
        Assessment.objects.count(),
        SearchEntry.objects.count(),
        Reply.objects.filter(released_at__isnull=False).count(),
    )


def asked_figures(scene: Scene) -> tuple[int, ...]:
    scene.round.refresh_from_db()
    found = covering_figures(scene.round)
    names = ("invited", "replied", "with_opinion", "no_opinion", "to_confirm", "silent")
    return tuple(found[name] for name in names)


def test_what_is_entered_counts_for_nothing_until_confirmed(scene: Scene) -> None:
    entry = entered(scene)
    assert (scene.state(), counted(scene)) == ("to_confirm", (0, 0, 0, 0))
    assert asked_figures(scene) == (1, 0, 0, 0, 1, 0)
    said = asked_words(covering_figures(scene.round))
    assert said == "发函1家，回函0家（有意见0家、无意见0家），代录待复核1家，未反馈0家"
    reply = confirm_entry(entry.pk, by=scene.second())
    assert (scene.state(), counted(scene)) == ("released", (2, 2, 2, 1))
    assert asked_figures(scene) == (1, 1, 1, 0, 0, 0)
    assert (reply.origin, reply.alone, len(reply.sha256)) == ("letter", False, 64)
    assert reply.original == entry.original


def test_who_entered_it_never_confirms_it_nor_anybody_they_opened(scene: Scene) -> None:
    entry, opened = entered(scene), scene.second()
    User.objects.filter(pk=opened.pk).update(opened_by=scene.cast.drafter)
    boss = make_user("超级", scene.cast.department)
    User.objects.filter(pk=boss.pk).update(is_superuser=True, opened_by=opened)
    for by in (scene.cast.drafter, opened, boss, scene.cast.officer, scene.cast.outsider):
        with pytest.raises(NotAllowed, match="须由另一人复核"):
            confirm_entry(entry.pk, by=User.objects.get(pk=by.pk))
    assert (scene.state(), counted(scene)) == ("to_confirm", (0, 0, 0, 0))


def test_a_head_whom_the_recorder_made_head_by_an_own_account_confirms_nothing(
    scene: Scene,
) -> None:
    entry, head = entered(scene), make_user("假负责人", scene.cast.district)
    appoint(RELEASE_REPLY, head, scene.cast.district)
    User.objects.filter(pk=head.pk).update(opened_by=scene.cast.drafter)
    with pytest.raises(NotAllowed):
        confirm_entry(entry.pk, by=User.objects.get(pk=head.pk))


def test_the_units_own_head_confirms_online(scene: Scene) -> None:
    entry = entered(scene)
    reply = confirm_entry(entry.pk, by=scene.cast.head)
    assert (scene.state(), reply.released_by) == ("released", scene.cast.head)


def test_what_was_entered_in_time_is_in_time_when_confirmed_after_closing(scene: Scene) -> None:
    entry = entered(scene)
    close_now(scene.round, by=scene.cast.drafter, reason="到期")
    reply = scene.confirm(entry)
    assert (reply.late, [one.late for one in Comment.objects.all()]) == (False, [False, False])


def test_what_was_entered_late_says_so_when_confirmed(scene: Scene) -> None:
    draft(scene)
    close_now(scene.round, by=scene.cast.drafter, reason="到期")
    with pytest.raises(WrongState, match="截止"):
        scene.enter(no_opinion=False)
    reply = scene.confirm(scene.enter(no_opinion=False, late=Late("函在途中")))
    assert (reply.late, reply.late_reason, Comment.objects.get().late) == (True, "函在途中", True)


def test_a_round_is_not_completed_while_something_waits(scene: Scene) -> None:
    entry, by = scene.enter(), scene.cast.drafter
    close_now(scene.round, by=by, reason="到期")
    with pytest.raises(WrongState, match="还有1份代录的反馈等待复核"):
        complete_round(scene.round, by=by)
    scene.confirm(entry)
    assert complete_round(scene.round, by=by).figures["no_opinion"] == 1


def test_refused_it_goes_back_with_its_reason_and_the_drafts_stay(scene: Scene) -> None:
    entry = entered(scene)
    with pytest.raises(InvalidInput, match="写明退回的理由"):
        refuse_entry(entry.pk, by=scene.second(), reason=" ")
    with pytest.raises(NotAllowed, match="自己录入的请撤回"):
        refuse_entry(entry.pk, by=scene.cast.drafter, reason="错")
    refuse_entry(entry.pk, by=scene.second(), reason="漏了第二页")
    assert (scene.state(), Comment.objects.count(), counted(scene)) == ("drafting", 2, (0,) * 4)
    with pytest.raises(WrongState, match="已经复核、退回或撤回"):
        confirm_entry(entry.pk, by=scene.second())
    page = client_of(scene.cast.drafter).get(
        reverse("enter", args=[scene.round.pk, scene.invitation.pk])
    )
    assert "漏了第二页" in page.content.decode()
    scene.confirm(scene.enter(no_opinion=False))
    assert counted(scene) == (2, 2, 2, 1)


def test_the_head_says_that_it_is_not_the_units_opinion(scene: Scene) -> None:
    entry = entered(scene)
    refuse_entry(entry.pk, by=scene.cast.head, reason="这不是我单位的意见")
    entry.refresh_from_db()
    assert (entry.set_aside_by, scene.state()) == (scene.cast.head, "drafting")


def test_only_who_entered_it_withdraws_it(scene: Scene) -> None:
    entry = scene.enter()
    with pytest.raises(NotAllowed, match="只有录入的人可以撤回"):
        withdraw_entry(entry.pk, by=scene.second())
    withdraw_entry(entry.pk, by=scene.cast.drafter)
    assert scene.state() == "unread"


def test_set_aside_after_no_reply_it_is_no_reply_again(scene: Scene) -> None:
    by = scene.cast.drafter
    close_now(scene.round, by=by, reason="到期")
    record_no_reply(scene.invitation.pk, by=by, reason="电话未接")
    withdraw_entry(scene.enter(late=Late("邮路")).pk, by=by)
    assert scene.state() == "no_reply"


def test_while_it_waits_nobody_changes_or_adds_anything(scene: Scene) -> None:
    comment, cast, asked = draft(scene), scene.cast, scene.invitation.pk
    scene.enter(no_opinion=False)
    tries: list[Callable[[], object]] = [
        lambda: change_draft(comment.pk, OPINION, by=cast.drafter, expected_version=1),
        lambda: change_draft(comment.pk, OPINION, by=cast.officer, expected_version=1),
        lambda: delete_draft(comment.pk, by=cast.drafter),
        lambda: draft(scene),
        lambda: scene.draft(),
        lambda: hand_in(asked, by=cast.officer),
        lambda: release(asked, by=cast.head),
        lambda: attach(asked, [scene.original()], by=cast.officer),
        lambda: record_no_reply(asked, by=cast.drafter, reason="无"),
        lambda: scene.enter(no_opinion=False),
    ]
    for attempt in tries[:-2]:
        with pytest.raises(WrongState):
            attempt()
    close_now(scene.round, by=cast.drafter, reason="到期")
    with pytest.raises(WrongState, match="正在等待复核"):
        tries[-2]()
    with pytest.raises(WrongState):
        scene.enter(no_opinion=False, late=Late("邮路"))
    assert (Comment.objects.get().version, ReplyEntry.objects.count()) == (1, 1)


@pytest.mark.parametrize("origin", [ReplyOrigin.FORM, ReplyOrigin.LETTER])
def test_there_is_an_original_of_a_kind_that_not_everybody_types(
    scene: Scene, origin: ReplyOrigin
) -> None:
    with pytest.raises(InvalidInput, match="请上传来函或反馈表的原件"):
        scene.enter(origin=origin, original=None)
    text = scene.original("扫描.txt", "同意".encode())
    with pytest.raises(InvalidInput, match="原件应为扫描件"):
        scene.enter(origin=origin, original=text)
    assert (ReplyEntry.objects.count(), scene.state()) == (0, "unread")


def test_what_came_by_phone_says_who_said_it(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="是谁、何时、怎样反馈的"):
        scene.enter(origin=ReplyOrigin.ORAL, original=None)
    entry = scene.enter(origin=ReplyOrigin.ORAL, original=None, account="王主任11月20日来电")
    assert scene.confirm(entry).origin == "oral"


def test_a_stamped_scan_that_staff_upload_waits_for_the_second_too(files: object) -> None:
    scene = make_scene(needs_seal=True)
    release(scene.invitation.pk, by=scene.cast.head, no_opinion=True)
    add_sealed_scan(scene.invitation.pk, by=scene.cast.drafter, scan=scene.original())
    entry = ReplyEntry.objects.get()
    assert (scene.state(), entry.kind, entry.waits) == ("to_seal", "scan", True)
    with pytest.raises(WrongState, match="正在等待复核"):
        add_sealed_scan(scene.invitation.pk, by=scene.second(), scan=scene.original())
    with pytest.raises(NotAllowed):
        confirm_entry(entry.pk, by=scene.cast.drafter)
    reply = scene.confirm(entry)
    assert (scene.state(), reply.sealed_scan) == ("released", entry.original)


def test_the_unit_brings_its_own_scan_and_the_waiting_one_is_set_aside(files: object) -> None:
    scene = make_scene(needs_seal=True)
    release(scene.invitation.pk, by=scene.cast.head, no_opinion=True)
    add_sealed_scan(scene.invitation.pk, by=scene.cast.drafter, scan=scene.original())
    own = keep_upload("章.pdf", b"%PDF-1.4\n1", by=scene.cast.head)
    add_sealed_scan(scene.invitation.pk, by=scene.cast.head, scan=own)
    entry = ReplyEntry.objects.get()
    assert (scene.state(), entry.waits, entry.set_aside_reason) == (
        "released",
        False,
        "该单位已自行上传盖章件。",
    )


def test_the_tables_hold_it_too(scene: Scene) -> None:
    entry = scene.enter()
    rows = ReplyEntry.objects.filter(pk=entry.pk)
    bad: list[dict[str, object]] = [
        {"original": None},
        {"late": True},
        {"set_aside_at": entry.entered_at},
        {"confirmed_by": scene.second(), "confirmed_at": entry.entered_at,
         "set_aside_at": entry.entered_at, "set_aside_reason": "错"},
    ]  # fmt: skip
    for broken in bad:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReplyEntry.objects.create(
            reply=entry.reply, kind="reply", made_by=entry.made_by, original=entry.original
        )


def enter_by_page(scene: Scene, client: Client, **more: object) -> str:
    page = reverse("enter", args=[scene.round.pk, scene.invitation.pk])
    file = SimpleUploadedFile("函.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 32)
    body = {"origin": "letter", "no_opinion": "on", "original": file} | more
    return client.post(page, body, follow=True).content.decode()


def test_the_whole_way_by_pages(scene: Scene) -> None:
    office, second = client_of(scene.cast.drafter), client_of(scene.second())
    told = enter_by_page(scene, office)
    entry = ReplyEntry.objects.get()
    here = [scene.invitation.pk, entry.pk]
    assert "渝中区科协的意见已录入，等待另一人对照原件复核。" in told
    assert "等待复核人对照原件复核，或由渝中区科协的负责人确认。" in told
    assert ("撤回" in told, reverse("confirm_entry", args=here) in told) == (True, False)
    page = second.get(reverse("entry", args=here)).content.decode()
    assert (reverse("confirm_entry", args=here) in page, "<img" in page) == (True, True)
    shown = second.get(reverse("entry_original", args=here))
    kinds = (shown.headers["Content-Type"], shown.headers["X-Content-Type-Options"])
    assert kinds == ("image/png", "nosniff")
    unticked = second.post(reverse("confirm_entry", args=here), follow=True).content.decode()
    assert ("请先对照原件核对" in unticked, scene.state()) == (True, "to_confirm")
    ticked = {"compared": "1"}
    own = office.post(reverse("confirm_entry", args=here), ticked, follow=True).content.decode()
    assert ("须由另一人复核" in own, scene.state()) == (True, "to_confirm")
    done = second.post(reverse("confirm_entry", args=here), ticked, follow=True).content.decode()
    assert ("已复核，作为渝中区科协的正式反馈。" in done, scene.state()) == (True, "released")
    board = office.get(reverse("round", args=[scene.round.pk])).content.decode()
    assert "无意见" in board


def test_refused_and_withdrawn_by_pages(scene: Scene) -> None:
    office, second = client_of(scene.cast.drafter), client_of(scene.second())
    for who, name, words in (
        (second, "refuse_entry", "已退回录入的人"),
        (office, "withdraw_entry", "已撤回"),
    ):
        enter_by_page(scene, office)
        entry = ReplyEntry.objects.latest("pk")
        address = reverse(name, args=[scene.invitation.pk, entry.pk])
        said = who.post(address, {"reason": "与原件不符"}, follow=True).content.decode()
        assert (words in said, scene.state()) == (True, "unread")


def test_boards_and_pages_show_it_as_what_it_is(scene: Scene) -> None:
    entered(scene)
    office = client_of(scene.cast.drafter)
    board = office.get(reverse("round", args=[scene.round.pk]) + "?state=to_confirm")
    assert [row.invitation for row in board.context["rows"]] == [scene.invitation]
    silent = office.get(reverse("round", args=[scene.round.pk]) + "?state=silent")
    assert silent.context["rows"] == []
    contact = office.get(reverse("contact", args=[scene.round.pk, scene.invitation.pk]))
    assert "代录反馈，待复核" in contact.content.decode()
    listed = office.get(reverse("comments", args=[scene.round.pk])).content.decode()
    assert ("符合条件的意见0条" in listed, OPINION.proposal in listed) == (True, False)
    for name, arguments in (("receipt", ["pdf"]), ("reply_letter", ["docx"])):
        address = reverse(name, args=[scene.invitation.pk, *arguments])
        assert office.post(address).status_code == 404


def test_the_units_people_see_it_and_strangers_do_not(scene: Scene) -> None:
    entry = entered(scene)
    address = reverse("entry", args=[scene.invitation.pk, entry.pk])
    original = reverse("entry_original", args=[scene.invitation.pk, entry.pk])
    for who in (scene.cast.officer, scene.cast.head):
        unit = client_of(who)
        page = unit.get(reverse("invitation", args=[scene.invitation.pk])).content.decode()
        assert ("以“渝中区科协”的名义录入了反馈" in page, address in page) == (True, True)
        assert [unit.get(one).status_code for one in (address, original)] == [200, 200]
    for stranger in (scene.cast.outsider, scene.cast.writer):
        client = client_of(stranger)
        assert [client.get(one).status_code for one in (address, original)] == [404, 404]


def test_the_desk_of_who_may_be_second_says_what_waits(scene: Scene) -> None:
    second = scene.second()
    entered(scene)
    labels = [group.label for group in desk(second)]
    (item,) = next(group.items for group in desk(second) if group.label == "待复核的代录")
    assert (item.what, item.action) == (
        "渝中区科协　代录反馈，起草人录入",
        "对照原件复核",
    )
    assert "待复核的代录" in labels
    assert "待复核的代录" not in [group.label for group in desk(scene.cast.drafter)]
    close_now(scene.round, by=scene.cast.drafter, reason="到期")
    heads = [item.action for group in desk(scene.cast.head) for item in group.items]
    ends = [item.what for group in desk(scene.cast.drafter) for item in group.items]
    assert ("核对代录的反馈" in heads, "还有1份代录的反馈待复核" in ends) == (True, True)


def test_everybody_concerned_is_told(scene: Scene) -> None:
    Unit.objects.filter(pk=scene.cast.district.pk).update(email="yz@test.invalid")
    entry = entered(scene)
    read_log()
    unit = {scene.cast.officer, scene.cast.head}
    assert {one.user for one in Notice.objects.filter(text__contains="请核对")} == unit
    assert OutgoingMail.objects.filter(to="yz@test.invalid", subject__contains="名义录入").exists()
    refuse_entry(entry.pk, by=scene.second(), reason="漏了第二页")
    read_log()
    back = Notice.objects.get(text__contains="漏了第二页")
    assert back.user == scene.cast.drafter
    scene.confirm(scene.enter(no_opinion=False))
    read_log()
    told = {one.user for one in Notice.objects.filter(text__contains="已经复核")}
    assert told == unit | {scene.cast.drafter}


def test_every_step_is_in_the_log(scene: Scene) -> None:
    entry = scene.enter()
    withdraw_entry(entry.pk, by=scene.cast.drafter)
    refuse_entry(scene.enter().pk, by=scene.second(), reason="错")
    scene.confirm(scene.enter())
    found = AuditEntry.objects.filter(action__startswith="reply.").order_by("id")
    steps = [(one.action, str(one.actor)) for one in found]
    assert steps == [
        ("reply.enter", "起草人"),
        ("reply.withdraw", "起草人"),
        ("reply.enter", "起草人"),
        ("reply.refuse", "复核人"),
        ("reply.enter", "起草人"),
        ("reply.release", "复核人"),
        ("reply.confirm", "复核人"),
    ]


def test_without_a_second_person_the_page_says_what_to_do(scene: Scene) -> None:
    User.objects.filter(pk=scene.cast.head.pk).update(is_active=False)
    entry = scene.enter()
    page = client_of(scene.cast.drafter).get(reverse("entry", args=[scene.invitation.pk, entry.pk]))
    assert "还没有可以复核的人：请先为本规划增加一位主持人员" in page.content.decode()


def test_a_drafter_without_the_right_enters_and_confirms_nothing(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        enter_for_unit(
            scene.invitation.pk, by=scene.cast.writer, origin=ReplyOrigin.LETTER, no_opinion=True,
            original=scene.original(),
        )  # fmt: skip
    entry = scene.enter()
    with pytest.raises(NotAllowed):
        confirm_entry(entry.pk, by=scene.cast.writer)
    appoint(MANAGE_PLAN, scene.cast.writer, scene.round.plan)
    confirm_entry(entry.pk, by=User.objects.get(pk=scene.cast.writer.pk))
    assert scene.state() == "released"


def test_a_secret_reason_is_refused(scene: Scene) -> None:
    entry = scene.enter()
    with pytest.raises(InvalidInput, match="密级"):
        refuse_entry(entry.pk, by=scene.second(), reason="机密★1年")
    with pytest.raises(InvalidInput, match="密级"):
        draft_comment(
            scene.invitation.pk, Opinion("change", "机密★1年"), by=scene.cast.drafter,
            key=uuid.uuid4(), for_unit=True,
        )  # fmt: skip
