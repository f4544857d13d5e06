"""Each is sent a letter by what reaches them; what came of it is told as it is."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from typing import ClassVar

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from consultation.models import Delivery, Invitation, PersonalLink
from consultation.rounds.actions.channels.texting import send_texts
from consultation.rounds.actions.chasing import remind
from consultation.rounds.actions.drafts import choose_addressees, choose_way, draft_round
from consultation.rounds.actions.handing_on import note_handed_on, send_again
from consultation.rounds.actions.issuing import issue_round
from consultation.rounds.actions.rounds import invite
from consultation.rounds.pages.forecast import forecast
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Job, OutgoingMail, Unit
from plans.system.actions.outbox import send_waiting
from plans.system.jobs import claim
from taskforce.models import Notice
from taskforce.notices.actions import read_log
from tests.consultation.replies.test_replies import Scene, make_scene
from tests.consultation.rounds.test_drafts import Scene as Draft
from tests.consultation.rounds.test_drafts import scene as draft_scene  # noqa: F401 - a fixture
from tests.world import client_of

pytestmark = pytest.mark.django_db
MOBILE = "138 0000 0000"


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def unit(name: str, **known: str) -> Unit:
    return Unit.objects.create(name=name, kind="society", **known)


def asked(scene: Scene, *units: Unit) -> list[Invitation]:
    return invite(scene.round, by=scene.cast.drafter, units=units)


def standing(one: Invitation) -> list[tuple[str, str, str]]:
    rows = one.deliveries.select_related("mail").order_by("pk")
    return [(row.channel, row.to, row.standing.value) for row in rows]


def test_each_gets_its_own_live_link_and_opening_it_is_seen(scene: Scene) -> None:
    first, second = asked(
        scene, unit("甲学会", email="a@test.invalid"), unit("乙学会", email="b@test.invalid")
    )
    assert standing(first) == [("mail", "a@test.invalid", "waiting")]
    assert "/r/" not in "".join(OutgoingMail.objects.values_list("body", flat=True))
    assert send_waiting() == 2
    assert standing(first) == [("mail", "a@test.invalid", "sent")]
    links = [one.body.split("\n")[5] for one in mail.outbox]
    assert len(set(links)) == 2
    assert links[0].startswith("http")
    visitor = Client()
    page = "/r/" + links[0].split("/r/")[1]
    visitor.get(page)
    assert standing(first)[0][2] == "sent"
    answer = visitor.post(page)
    assert visitor.get(answer.headers["Location"]).status_code == 200
    assert (standing(first)[0][2], standing(second)[0][2]) == ("opened", "sent")


def test_with_an_account_there_is_a_notice_and_no_link(scene: Scene) -> None:
    Unit.objects.filter(pk=scene.cast.district.pk).update(email="unit@test.invalid")
    read_log()
    assert standing(scene.invitation) == [("account", "", "sent")]
    assert not PersonalLink.objects.filter(invitation=scene.invitation).exists()
    assert Notice.objects.filter(user=scene.cast.officer).count() == 1
    client_of(scene.cast.officer).post(reverse("invitation", args=[scene.invitation.pk]))
    assert standing(scene.invitation) == [("account", "", "opened")]


def test_a_mail_that_fails_is_shown_with_its_reason(scene: Scene) -> None:
    (one,) = asked(scene, unit("甲学会", email="a@test.invalid"))
    OutgoingMail.objects.update(state="failed", error="550 no such mailbox")
    row = one.deliveries.select_related("mail").get()
    assert (row.standing, row.why) == ("failed", "550 no such mailbox")
    page = client_of(scene.cast.drafter).get(reverse("deliveries", args=[scene.round.pk]))
    assert "没有送到" in page.content.decode()
    assert "550 no such mailbox" in page.content.decode()


def test_who_has_no_channel_is_shown_and_not_said_to_be_reminded(scene: Scene) -> None:
    one, other = asked(scene, unit("甲学会"), unit("乙学会", email="b@test.invalid"))
    assert standing(one) == []
    desk = client_of(scene.cast.drafter)
    assert "无法送达" in desk.get(reverse("round", args=[scene.round.pk])).content.decode()
    page = desk.get(reverse("deliveries", args=[scene.round.pk])).content.decode()
    assert "以下对象没有送达方式" in page
    assert "甲学会" in page
    told = remind(scene.round, by=scene.cast.drafter)
    assert told.words == "账号1个、邮件1个；无法送达1个：甲学会"
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.reminded_at, other.reminded_at is not None) == (None, True)
    Unit.objects.filter(name="甲学会").update(email="a@test.invalid")
    assert remind(scene.round, by=scene.cast.drafter).words == "邮件1个"


def test_a_reminder_opens_without_an_account(scene: Scene) -> None:
    asked(scene, unit("甲学会", email="a@test.invalid"))
    remind(scene.round, by=scene.cast.drafter)
    send_waiting()
    asking, reminding = mail.outbox
    assert reminding.subject == f"请反馈意见：{scene.round.name}"
    assert asking.body.split("\n")[5] == reminding.body.split("\n")[5]
    assert "/asked/" not in reminding.body
    assert Client().post("/r/" + reminding.body.split("\n")[5].split("/r/")[1]).status_code == 302


def test_a_reminder_to_all_asks_first_with_the_numbers(scene: Scene) -> None:
    asked(scene, unit("甲学会"), unit("乙学会", email="b@test.invalid"))
    desk, page = client_of(scene.cast.drafter), reverse("remind", args=[scene.round.pk])
    words = desk.get(page).content.decode()
    assert "现在向3个没有反馈的对象催办" in words
    assert "账号1个、邮件1个；无法送达1个：甲学会" in words
    assert not Delivery.objects.filter(purpose="remind").exists()
    answer = desk.post(page, follow=True).content.decode()
    assert "已催办：账号1个、邮件1个；无法送达1个：甲学会" in answer
    assert Delivery.objects.filter(purpose="remind").count() == 2


def test_by_hand_only_where_staff_say_so(draft_scene: Draft) -> None:  # noqa: F811 - pytest asks for it
    by, units = draft_scene.cast.drafter, [unit("甲学会"), unit("乙学会"), unit("丙学会")]
    round_ = draft_round(draft_scene.edition, draft_scene.terms(), by=by)
    choose_addressees(round_, by=by, units=units)
    assert forecast(round_).told.nobody == ["甲学会", "乙学会", "丙学会"]
    choose_way(round_, by=by, units=units[:1], channel="paper")
    choose_way(round_, by=by, units=units[1:2], channel="copy")
    with pytest.raises(InvalidInput, match="没有这种送达方式"):
        choose_way(round_, by=by, units=units, channel="pigeon")
    told = forecast(round_)
    assert told.lines == [
        ("纸质函", "1个对象，函件打包下载"),
        ("复制链接", "1个对象，由您转发文字和链接"),
    ]
    assert told.told.nobody == ["丙学会"]
    issue_round(round_, by=by)
    paper, copied = Delivery.objects.order_by("pk")
    assert {paper.channel, copied.channel} == {"paper", "copy"}
    assert {paper.standing.value, copied.standing.value} == {"waiting"}


def test_a_link_is_passed_on_and_that_is_said(draft_scene: Draft) -> None:  # noqa: F811 - pytest asks for it
    by, one = draft_scene.cast.drafter, unit("甲学会", officer="王联系")
    round_ = draft_round(draft_scene.edition, draft_scene.terms(), by=by)
    choose_addressees(round_, by=by, units=[one])
    choose_way(round_, by=by, units=[one], channel="copy")
    issue_round(round_, by=by)
    row, desk = Delivery.objects.get(), client_of(by)
    page = reverse("copy_link", args=[round_.pk, row.pk])
    assert "/r/" in desk.get(page).content.decode()
    answer = desk.get(reverse("link_list", args=[round_.pk]))
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    head, line = ([cell.value for cell in found] for found in sheet.iter_rows())
    assert head == ["对象", "联系人", "电话", "文字", "专用链接"]
    assert line[:2] == ["甲学会", "王联系"]
    assert str(line[4]).split("/r/")[1] in str(line[3])
    desk.post(page)
    row.refresh_from_db()
    assert row.state == "sent"
    with pytest.raises(WrongState, match="没有等待送达的函件"):
        note_handed_on(round_, [row], by=by)
    with pytest.raises(NotAllowed):
        note_handed_on(round_, [row], by=draft_scene.cast.officer)
    assert client_of(draft_scene.cast.officer).get(page).status_code == 404


def test_another_channel_is_tried_after_issue(scene: Scene) -> None:
    (one,) = asked(scene, unit("甲学会"))
    with pytest.raises(WrongState, match="没有可以送达甲学会的方式"):
        send_again(one, by=scene.cast.drafter)
    send_again(one, by=scene.cast.drafter, channel="paper")
    assert standing(one) == [("paper", "", "waiting")]
    Unit.objects.filter(name="甲学会").update(email="a@test.invalid")
    page = reverse("send_again", args=[scene.round.pk, one.pk])
    client_of(scene.cast.drafter).post(page, {"channel": ""})
    assert standing(one)[1:] == [("mail", "a@test.invalid", "waiting")]


class Gateway(BaseHTTPRequestHandler):
    """Stands in for the office's gateway: takes every text but those for 139…"""

    taken: ClassVar[list[dict[str, str]]] = []

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        text = json.loads(self.rfile.read(size))
        refused = text["to"].startswith("139") or self.headers["Authorization"] != "Bearer secret"
        if not refused:
            self.taken.append(text)
        self.send_response(503 if refused else 200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def gateway() -> Iterator[list[dict[str, str]]]:
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Gateway.taken.clear()
    url = f"http://127.0.0.1:{server.server_port}/send"
    with override_settings(SMS_URL=url, SMS_TOKEN="secret"):
        yield Gateway.taken
    server.shutdown()
    server.server_close()


def test_texts_go_by_the_gateway_of_the_office(scene: Scene, gateway: list[dict[str, str]]) -> None:
    taken, refused = asked(scene, unit("甲学会", phone=MOBILE), unit("乙学会", phone="13900000000"))
    assert standing(taken) == [("sms", "13800000000", "waiting")]
    attempt = claim(Job.objects.get(task="consultation.send_texts").pk)
    assert attempt is not None
    assert send_texts(attempt) == {"sent": 1, "asked": 2}
    assert [text["to"] for text in gateway] == ["13800000000"]
    assert "/r/" in gateway[0]["text"]
    assert standing(taken)[0][2] == "sent"
    assert standing(refused)[0][2] == "failed"
    assert refused.deliveries.get().why == "短信网关回答503"
    with override_settings(SMS_URL="http://127.0.0.1:9/"):
        Delivery.objects.filter(invitation=refused).update(state="waiting")
        send_texts(attempt)
    assert "短信网关没有应答" in refused.deliveries.get().why


def test_without_a_gateway_a_phone_reaches_nobody(scene: Scene) -> None:
    (one,) = asked(scene, unit("甲学会", phone=MOBILE))
    assert standing(one) == []


def test_a_thousand_are_asked_in_the_statements_of_ten(draft_scene: Draft) -> None:  # noqa: F811 - pytest asks for it
    by, counts = draft_scene.cast.drafter, []
    for number in (10, 400):
        units = Unit.objects.bulk_create(
            Unit(name=f"第{number}-{n}学会", kind="society", email=f"{n}@test.invalid")
            for n in range(number)
        )
        round_ = draft_round(draft_scene.edition, draft_scene.terms(), by=by)
        choose_addressees(round_, by=by, units=units)
        with CaptureQueriesContext(connection) as asked_:
            issue_round(round_, by=by)
        counts.append(len(asked_))
    assert counts[1] <= counts[0] + 12


def test_a_delivery_is_of_a_kind_that_there_is(scene: Scene) -> None:
    row = scene.invitation.deliveries.get()
    for wrong in ({"channel": "pigeon"}, {"purpose": "fun"}, {"state": "lost"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delivery.objects.filter(pk=row.pk).update(**wrong)
