"""Sign-ins 登录: when one is over, what is told of it, their list, and what ends all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html
from pytest_django.fixtures import Settings

from plans.enums import Duty
from plans.models import AuditEntry, User
from plans.people.actions.accounts import deactivate, reactivate
from plans.people.actions.appointments import confirm_appointment, end_appointment, name_for_portal
from plans.people.browsers import browser_in_words
from plans.people.tasks import clear_sessions
from plans.system import clock
from plans.system.pages import is_polled
from taskforce.bodies.actions.seats import SeatTerms, add_seat, confirm_seat, end_seat, make_body
from tests.cast import PASSWORD, Cast, make_cast, make_plan
from tests.harness.source import ROOT
from tests.test_visitors import views
from tests.world import World

pytestmark = pytest.mark.django_db
BEGUN = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
LIST = "/account/sessions/"
IDLE = "您已30分钟没有操作，已退出登录。请重新登录。"
IDLE_ELSE = "您已2小时没有操作，已退出登录。请重新登录。"
WHOLE = "您这次登录已满12小时，已退出登录。请重新登录。"
ROLE = "您的任职或权限有变动，已退出登录。请重新登录。"
GONE = "这次登录已经结束，请重新登录。"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"


class Standing(clock.SetClock):
    """A clock that stands still, so that the last second is a case."""

    def read(self) -> datetime:
        return self.start


@pytest.fixture
def at() -> Iterator[Callable[..., None]]:
    """``at(minutes=5)``: it is so long after the beginning."""
    before = clock._set.get()

    def put(**after: int) -> None:
        clock._set.set(Standing(BEGUN + timedelta(**after), 0))

    put()
    yield put
    clock._set.set(before)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def signed_in(user: User, agent: str = CHROME) -> Client:
    client = Client(headers={"User-Agent": agent})
    answer = client.post("/login/", {"login": user.username, "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/")
    return client


def told(client: Client, address: str = "/desk/") -> list[str]:
    """What the login page says to who opens this address; nothing where the sign-in goes on."""
    answer = client.get(address)
    if answer.status_code == 200:
        return []
    assert answer.headers["Location"] == f"/login/?next={address}"
    return [str(one) for one in client.get(answer.headers["Location"]).context["messages"]]


def seen(client: Client) -> int:
    """Minutes after the beginning at which the last act was noted."""
    return round((client.session["seen"] - BEGUN.timestamp()) / 60)


def test_without_an_act_the_sign_in_ends_by_office(cast: Cast, at: Callable[..., None]) -> None:
    head, officer = signed_in(cast.head), signed_in(cast.officer)
    at(minutes=30, seconds=59)
    assert told(head) == []
    at(minutes=61, seconds=59)
    assert (told(head), told(head)) == ([IDLE], [])
    at(minutes=120, seconds=59)
    assert told(officer) == []
    at(minutes=241, seconds=58)
    assert len(rows(signed_in(cast.officer))) == 2
    at(minutes=241, seconds=59)
    assert told(officer) == [IDLE_ELSE]


def test_it_ends_in_any_case_after_twelve_hours(cast: Cast, at: Callable[..., None]) -> None:
    client = signed_in(cast.officer)
    for hours in range(1, 12):
        at(hours=hours)
        assert told(client) == []
    at(hours=11, minutes=59, seconds=59)
    assert told(client) == []
    at(hours=12)
    assert told(client) == [WHOLE]


def test_the_times_are_settings(cast: Cast, at: Callable[..., None], settings: Settings) -> None:
    settings.SESSIONS = {"offices": 2700, "others": 0, "whole": 7200, "at_once": 0}
    head, officer = signed_in(cast.head), signed_in(cast.officer)
    at(minutes=46)
    assert told(head) == ["您已45分钟没有操作，已退出登录。请重新登录。"]
    at(minutes=119)
    assert told(officer) == []
    at(minutes=120)
    assert told(officer) == ["您这次登录已满2小时，已退出登录。请重新登录。"]


def test_who_looks_around_in_the_demo_is_not_interrupted(
    cast: Cast, at: Callable[..., None]
) -> None:
    User.objects.filter(pk=cast.head.pk).update(is_demo=True)
    client = signed_in(cast.head)
    at(hours=11)
    assert told(client) == []
    at(hours=12)
    assert told(client) == [WHOLE]


def test_a_sign_in_of_before_goes_on_from_its_next_request(
    cast: Cast, at: Callable[..., None]
) -> None:
    client = signed_in(cast.head)
    row = client.session
    for name in ("began", "seen", "idle_end"):
        del row[name]
    row.save()
    at(hours=5)
    assert told(client) == []
    at(hours=5, minutes=31)
    assert told(client) == [IDLE]


def test_the_last_act_is_written_once_a_minute_and_costs_nothing_else(
    cast: Cast, at: Callable[..., None]
) -> None:
    client = signed_in(cast.officer)

    def queries() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(LIST).status_code == 200
        writes = [one for one in caught if one["sql"].startswith("UPDATE")]
        return len(caught) - 3 * len(writes), len(writes)

    queries()
    at(seconds=59)
    usual, written = queries()
    assert written == 0
    at(seconds=60)
    assert (queries(), seen(client)) == ((usual, 1), 1)
    assert queries() == (usual, 0)


def test_what_a_page_asks_by_itself_is_no_act_but_typing_is(
    world: World, at: Callable[..., None]
) -> None:
    client = signed_in(world.cast.drafter)
    by_script = {"HX-Request": "true"}
    presence, kept = world.address("presence"), world.address("keep_unsaved")
    at(minutes=10)
    assert client.post(presence, headers=by_script).status_code == 200
    client.post(kept, {"text": "重试"}, headers={"X-Requested-With": "fetch"})
    assert seen(client) == 0
    assert client.post(presence, {"typing": "1"}, headers=by_script).status_code == 200
    assert seen(client) == 10
    at(minutes=20)
    client.post(kept, {"text": "写", "typing": "1"}, headers={"X-Requested-With": "fetch"})
    assert seen(client) == 20
    for minutes in range(21, 51):
        at(minutes=minutes)
        assert client.post(presence, headers=by_script).status_code == 200
    at(minutes=51)
    answer = client.post(presence, headers=by_script)
    assert (answer.status_code, answer.json()) == (401, {"message": IDLE})
    assert told(client) == [IDLE]


def test_every_page_that_asks_by_itself_is_known() -> None:
    polled = {name for name, view in views() if is_polled(view)}
    assert polled == {
        *("presence", "keep_unsaved", "keep_plan_unsaved", "newer", "job", "checks", "prepared"),
        *("expert_autosave", "expert_autosave_verdict"),
    }
    every = [
        path.name
        for path in (ROOT / "templates").rglob("*.html")
        if "every " in path.read_text() and "hx-trigger" in path.read_text()
    ]
    assert sorted(every) == ["_prepared.html", "_presence.html", "_progress.html"]


def test_a_form_sent_too_late_loses_no_words(world: World, at: Callable[..., None]) -> None:
    client = signed_in(world.cast.drafter)
    at(minutes=31)
    answer = client.post(world.address("note"), {"body": "写了很久的一段话。"})
    page = answer.content.decode()
    assert (answer.status_code, "readonly>写了很久的一段话。</textarea>" in page) == (401, True)
    assert (page.count(IDLE), 'href="/login/" target="_blank"' in page) == (1, True)


def test_a_visit_by_personal_link_has_no_idle_end(world: World, at: Callable[..., None]) -> None:
    client = Client()
    client.post(world.address("come_in"))
    assert "began" not in client.session
    at(hours=11)
    assert told(client) == []


def rows(client: Client) -> list[list[str]]:
    page = html.document_fromstring(client.get(LIST).content.decode())
    return [
        [" ".join(cell.text_content().split()) for cell in line.xpath("./th|./td")]
        for line in page.xpath("//main//tbody/tr")
    ]


def test_one_sees_where_one_is_signed_in(cast: Cast, at: Callable[..., None]) -> None:
    here = signed_in(cast.officer)
    at(minutes=5)
    phone = signed_in(cast.officer, PHONE)
    signed_in(cast.head)
    at(minutes=10)
    phone.get("/desk/")
    assert rows(here) == [
        ["iPhone 上的 Safari", "127.0.0.1", "2026年3月2日 09:05", "2026年3月2日 09:10",
         "结束iPhone 上的 Safari上的登录"],
        ["Windows 上的 Chrome（本机）", "127.0.0.1", "2026年3月2日 09:00",
         "2026年3月2日 09:10", "—"],
    ]  # fmt: skip
    at(minutes=140)
    assert len(rows(signed_in(cast.officer))) == 1


def test_one_ends_a_sign_in_or_all_others(cast: Cast) -> None:
    here, phone, third = (signed_in(cast.officer, agent) for agent in (CHROME, PHONE, PHONE))
    other = signed_in(cast.head)
    of_head = UserSession.objects.get(user=cast.head).pk
    answer = here.post(reverse("end_session", args=[of_head]), follow=True)
    assert "这次登录已经结束，请刷新页面查看。" in answer.content.decode()
    assert told(other) == []
    key = phone.session.session_key
    here.post(reverse("end_session", args=[UserSession.objects.get(session_key=key).pk]))
    assert ([told(phone), told(third), told(here)]) == [[GONE], [], []]
    here.post(reverse("end_other_sessions"))
    assert ([told(third), told(here), told(other)]) == [[GONE], [], []]
    log = AuditEntry.objects.filter(action="user.sessions_end").order_by("pk")
    assert [(one.actor, one.new) for one in log] == [
        (cast.officer, {"what": "iPhone 上的 Safari"})
    ] * 2  # fmt: skip
    here.post("/logout/")
    other.post("/logout/")
    clear_sessions()
    assert (UserSession.objects.count(), Session.objects.count()) == (0, 0)


def test_of_too_many_the_oldest_ends(
    cast: Cast, at: Callable[..., None], settings: Settings
) -> None:
    settings.SESSIONS = settings.SESSIONS | {"at_once": 2}
    clients = []
    for minutes, agent in enumerate((PHONE, CHROME, CHROME)):
        at(minutes=minutes)
        clients.append(signed_in(cast.officer, agent))
    said = [str(one) for one in clients[2].get("/desk/").context["messages"]]
    assert said == ["同时登录的设备不能超过2台，较早的一次登录（iPhone 上的 Safari）已退出。"]
    assert [told(one) for one in clients] == [[GONE], [], []]
    log = AuditEntry.objects.filter(action="user.sessions_end")
    assert [one.new for one in log] == [{"what": "iPhone 上的 Safari"}]


def test_an_office_given_or_taken_signs_out_everywhere(cast: Cast) -> None:
    here, phone = signed_in(cast.outsider), signed_in(cast.outsider, PHONE)
    row = name_for_portal(cast.outsider, Duty.CREATE_PLAN, by=cast.security)
    assert told(here) == []
    confirm_appointment(row.pk, by=cast.auditor)
    assert (told(here), told(phone), told(here)) == ([ROLE], [ROLE], [])
    here = signed_in(cast.outsider)
    end_appointment(row.pk, by=cast.security)
    assert told(here) == [ROLE]


def test_a_seat_given_or_taken_signs_out_and_what_one_does_oneself_does_not(cast: Cast) -> None:
    plan = make_plan(cast.drafter)
    office = signed_in(cast.drafter)
    body = make_body(plan, "leading_group", "领导小组", by=cast.drafter)
    member, chief = signed_in(cast.member), signed_in(cast.chief)
    seats = [
        add_seat(body, SeatTerms("member", user=user), by=cast.drafter)
        for user in (cast.member, cast.chief)
    ]
    confirm_seat(seats[0].pk, by=cast.member)
    assert (told(member), told(chief), told(office)) == ([], [], [])
    end_seat(seats[0], by=cast.drafter, to_on=clock.today())
    assert (told(member), told(chief), told(office)) == ([ROLE], [], [])


def test_a_password_or_the_end_of_the_account_says_so(cast: Cast) -> None:
    here, phone = signed_in(cast.officer), signed_in(cast.officer, PHONE)
    new = "jiangbei-xiawu-sidian"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post(reverse("password"), sent).status_code == 302
    assert told(here) == []
    assert told(phone) == ["您的密码已修改，已退出登录。请重新登录。"]
    deactivate(cast.officer.pk, "调离", by=cast.system)
    assert told(here) == ["您的账号已停用，已退出登录。请重新登录。"]
    other = signed_in(cast.head)
    deactivate(cast.head.pk, "调离", by=cast.system)
    reactivate(cast.head.pk, "回任", by=cast.system)
    assert told(other) == ["您的账号已停用，已退出登录。请重新登录。"]


def test_a_sign_in_leads_where_one_wanted_to_go(cast: Cast) -> None:
    sent = {"login": cast.officer.username, "password": PASSWORD, "next": LIST}
    assert Client().post("/login/", sent).headers["Location"] == LIST
    away = sent | {"next": "https://elsewhere.test/"}
    assert Client().post("/login/", away).headers["Location"] == "/desk/"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Windows 上的 Chrome"),
        (CHROME + " Edg/140.0", "Windows 上的 Edge"),
        (PHONE, "iPhone 上的 Safari"),
        (PHONE + " MicroMessenger/8.0.50", "iPhone 上的 微信"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120.0 Mobile Safari/537.36", "安卓 上的 Chrome"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
         "Linux 上的 Firefox"),
        ("Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko", "Windows 上的 IE"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/17 Safari/605", "Mac 上的 Safari"),
        ("Mozilla/5.0 (Windows NT 10.0)", "Windows 上的浏览器"),
        ("curl/8", "不能识别的浏览器"),
        ("", "不能识别的浏览器"),
    ],
)  # fmt: skip
def test_browsers_in_words(agent: str, words: str) -> None:
    assert browser_in_words(agent) == words
