"""The door before every secret: what is counted, who waits for how long, and who does not."""

from __future__ import annotations

import threading
import time

import pytest
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from plans.errors import TooMany
from plans.models import AuditEntry, User
from plans.system import guessing
from plans.system.guessing import (
    Guesser,
    Secret,
    enter,
    failed,
    guarded,
    note_wrong,
    seconds_left,
    succeeded,
    wait_after,
)
from tests.cast import make_user

pytestmark = pytest.mark.django_db
HERE, THERE = "198.51.100.7", "198.51.100.8"


class Clock:
    """The time that the door reads, to be put forward."""

    def __init__(self) -> None:
        self.ahead = 0.0
        self.read = time.time

    def __call__(self) -> float:
        return self.read() + self.ahead


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(guessing.time, "time", made)
    return made


def guess(name: str = "", address: str = HERE, device: str = "", secret: str = "PASSWORD") -> bool:
    """A wrong guess; False where it had to wait and nothing was tried."""
    guesser = Guesser(Secret[secret], address, name, device)
    try:
        enter(guesser)
    except TooMany:
        return False
    failed(guesser)
    return True


def left(name: str = "", address: str = HERE, device: str = "", secret: str = "PASSWORD") -> int:
    return seconds_left(Guesser(Secret[secret], address, name, device))


def tried(many: int, name: str = "", address: str = HERE, device: str = "") -> int:
    return sum(guess(name, address, device) for _ in range(many))


def test_waits_double_up_to_the_longest() -> None:
    assert [wait_after(n, 5) for n in (0, 4, 5, 6, 7, 8, 9, 10, 11, 5000)] == [
        0, 0, 30, 60, 120, 240, 480, 900, 900, 900,
    ]  # fmt: skip


def test_the_sixth_guess_of_an_account_at_one_address_waits_and_longer_each_time(
    clock: Clock,
) -> None:
    assert [tried(6, "wang"), left("wang")] == [5, 30]
    for wait in (60, 120, 240, 480, 900, 900):
        clock.ahead += left("wang")
        assert [guess("wang"), guess("wang"), left("wang")] == [True, False, wait]


def test_spelling_a_name_otherwise_is_the_same_account() -> None:
    tried(5, "Wang")
    assert [guess(" wang "), guess("WANG"), guess("wangs")] == [False, False, True]


def test_another_account_at_the_address_and_the_account_elsewhere_go_on() -> None:
    tried(5, "wang")
    assert [guess("li"), guess("wang", THERE)] == [True, True]


def test_all_unknown_devices_share_the_accounts_count(clock: Clock) -> None:
    assert [tried(5, "wang", HERE), tried(5, "wang", THERE)] == [5, 5]
    assert [guess("wang", "203.0.113.9"), left("wang", "203.0.113.9")] == [False, 30]
    clock.ahead += 31
    assert [guess("wang", "203.0.113.9"), left("wang", "203.0.113.10")] == [True, 60]


def test_a_known_device_waits_for_its_own_guesses_alone(clock: Clock) -> None:
    """Whatever an outsider does for a day, the owner's own device is let in at once."""
    for number in range(40):
        tried(3, "wang", f"203.0.113.{number}")
        clock.ahead += 900
    tried(1, "wang", "203.0.113.77")
    assert left("wang", HERE) == 900
    assert left("wang", HERE, "own") == 0
    assert [tried(6, "wang", HERE, "own"), left("wang", HERE, "own")] == [5, 30]
    assert left("wang", HERE, "other") == 0


def test_what_a_known_device_guesses_is_no_others_wait() -> None:
    tried(5, "wang", HERE, "own")
    assert [left("wang", HERE), left("li", HERE)] == [0, 0]


def test_many_accounts_from_one_address_are_slowed() -> None:
    assert [guess(f"name-{number}") for number in range(30)] == [True] * 20 + [False] * 10
    assert guess("name-31", THERE)
    assert left("name-1", HERE, "own") == 0


def test_the_address_of_a_subscriber_is_one() -> None:
    for number in range(20):
        guess(f"name-{number}", f"2001:db8::{number:x}")
    assert [guess("x", "2001:db8::ffff:1"), guess("x", "2001:db8:0:1::1")] == [False, True]


def test_what_an_address_guessed_is_forgotten_after_an_hour(clock: Clock) -> None:
    for number in range(20):
        guess(f"name-{number}")
    cache.delete(guessing._counts(Guesser(Secret.PASSWORD, HERE, "x"))[0].key)  # what an hour does
    clock.ahead += 3600
    assert tried(3, "name-50") == 3


def test_the_right_secret_begins_anew_but_for_the_address() -> None:
    for number in range(19):
        guess(f"name-{number}")
    tried(1, "wang")
    guesser = Guesser(Secret.PASSWORD, THERE, "wang")
    enter(guesser)
    succeeded(guesser)
    assert (tried(5, "wang", THERE), guess("name-40")) == (5, False)


def test_each_kind_of_secret_is_counted_by_itself() -> None:
    tried(5, "wang")
    assert [guess("wang", secret="FACTOR"), left("wang", secret="FACTOR")] == [True, 0]


def test_who_was_let_in_a_moment_before_the_wait_began_waits_too() -> None:
    counts = guessing._counts(Guesser(Secret.PASSWORD, HERE, "wang"))
    assert tried(5, "wang") == 5
    assert [one.take() for one in counts if one.of_account] == [False, True]


def test_many_at_the_same_moment_are_no_more_than_one_after_the_other() -> None:
    results: list[bool] = []
    guesser = Guesser(Secret.PASSWORD, HERE, "wang")

    def one() -> None:
        try:
            enter(guesser)
        except TooMany:
            results.append(False)
        else:
            results.append(True)

    threads = [threading.Thread(target=one) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(results), sum(results)) == (40, 5)


def test_the_sentence_says_the_wait() -> None:
    tried(5, "wang")
    with pytest.raises(TooMany) as refused:
        enter(Guesser(Secret.PASSWORD, HERE, "wang"))
    assert (str(refused.value), refused.value.seconds) == ("密码连续输错，请30秒后再试。", 30)


def test_how_many_are_free_is_a_setting(settings: Settings) -> None:
    settings.GUESSES = {"own": 2, "account": 10, "address": 4}
    assert [tried(9, "wang"), tried(9, "li"), tried(9, "zhao")] == [2, 2, 0]


def test_nobody_can_read_names_or_addresses_in_the_cache() -> None:
    keys = [one.key for one in guessing._counts(Guesser(Secret.PASSWORD, HERE, "wang"))]
    assert (len(set(keys)), [key for key in keys if "wang" in key or HERE in key]) == (3, [])


def rows() -> list[tuple[str, dict[str, object]]]:
    return list(AuditEntry.objects.order_by("pk").values_list("object_id", "new"))


def test_an_alarm_rings_once_in_a_burst_for_an_account_and_for_an_address() -> None:
    wang = make_user("wang")
    tried(8, "wang")
    tried(5, "wang", THERE)
    for number in range(20):
        guess(f"name-{number}", "203.0.113.5")
    said = [(object_id == str(wang.pk), new) for object_id, new in rows()]
    assert said == [
        (True, {"secret": "密码", "failures": 5, "from": HERE}),
        (False, {"secret": "密码", "failures": 20, "from": "203.0.113.5"}),
    ]


def test_a_name_that_nobody_has_rings_alike_and_is_not_written_down() -> None:
    tried(5, "kein-mensch")
    system = User.objects.get(username="system")
    assert rows() == [(str(system.pk), {"secret": "密码", "failures": 5, "from": HERE})]


def request(user: User | None = None, address: str = HERE) -> HttpRequest:
    made = RequestFactory().get("/", REMOTE_ADDR=address)
    made.user = user or User(kind="link")
    return made


@guarded(Secret.BEARER)
def page(asked: HttpRequest, status: int, *, wrong: bool = False) -> HttpResponse:
    if status == 404:
        raise Http404
    if wrong:
        note_wrong(asked)
    return HttpResponse(status=status)


def opened(status: int, *, wrong: bool = False, user: User | None = None) -> object:
    try:
        return page(request(user), status, wrong=wrong).status_code
    except Http404:
        return 404
    except TooMany:
        return "waits"


@pytest.mark.parametrize(("status", "wrong"), [(404, False), (410, False), (200, True)])
def test_a_page_that_takes_a_secret_lets_twenty_be_guessed(status: int, wrong: bool) -> None:
    assert [opened(status, wrong=wrong) for _ in range(22)] == [status] * 20 + ["waits"] * 2
    assert opened(200) == "waits"


def test_what_was_right_is_counted_by_nobody() -> None:
    assert [opened(200) for _ in range(40)] == [200] * 40


def test_who_is_signed_in_is_counted_at_every_address() -> None:
    wang = make_user("wang")
    for number in range(20):
        with pytest.raises(Http404):
            page(request(wang, f"203.0.113.{number}"), 404)
    with pytest.raises(TooMany):
        page(request(wang, "203.0.113.99"), 404)
