"""What a password may be, on every way of setting one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from plans.models import Unit, UsedPassword, User
from plans.people import passwords
from plans.people.passwords import weight
from tests.cast import PASSWORD, make_unit, make_user

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
SHORT = "密码太短，至少要10个字符。"
COMMON = "这个密码太常见，很容易被猜到，请换一个。"
DIGITS = "密码不能全是数字，请加入字母或其他文字。"
LIKE = "密码含有您的姓名、用户名、邮箱或单位名称，很容易被猜到，请换一个。"
CONTEXT = (
    "除去单位名、地名一类人人会猜的词和年份、连号，密码所剩无几，很容易被猜到。"
    "请换成几个互不相关的词。"
)
USED = "这个密码最近用过，请换一个没有用过的。"
GOOD = (
    "Qinghe-zhuwan-73",
    "r7#Kq9vTz2",
    "春江花月夜静如水长流",
    "xin-mima-2027",
    "tmK-kexie-2026-Wod9f",
)


def refused(password: str, user: User | None = None) -> list[str]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return list(error.messages)
    return []


@pytest.fixture
def wang() -> User:
    unit = Unit(name="渝中区科协")
    return User(username="WangWu", full_name="王五一", email="w.wang99@cqkx.example", unit=unit)


@pytest.mark.parametrize("password", GOOD)
def test_a_good_password_is_taken(password: str, wang: User) -> None:
    assert refused(password, wang) == []


@pytest.mark.parametrize(
    ("password", "sentences"),
    [
        ("qh-zhuw7m", [SHORT]),
        ("qh-zhuw7mx", []),
        ("5829104736", [DIGITS]),
        ("basketball", [COMMON]),
        ("BasketBall", [COMMON]),
        ("mein-WANGWU-und-ich", [LIKE]),
        ("王五一是在河边走过的人", [LIKE]),
        ("x7w.wang99qmtrl", [LIKE]),
        ("rrm渝中区科协qhzwtl", [LIKE]),
        ("chongqing2026", [CONTEXT]),
        ("kexie@2026", [CONTEXT]),
        ("K3xie@2026!!", [CONTEXT]),
        ("keji-kexie-keji", [CONTEXT]),
        ("重庆市科学技术协会", [SHORT, CONTEXT]),
        ("重庆市科学技术协会2026", [CONTEXT]),
        ("kexie123456", [CONTEXT]),
        ("shiwuwu2026-2030", [CONTEXT]),
        ("Yanshi-2026", [CONTEXT]),
        ("aaaaaaaaaaaab", [CONTEXT]),
        ("abcdefgh2026ihgf", [CONTEXT]),
    ],
)
def test_a_weak_one_is_refused_in_words(password: str, sentences: list[str], wang: User) -> None:
    assert refused(password, wang) == sentences


def test_a_password_that_is_a_part_of_a_name_is_refused() -> None:
    person = User(username="zhangqinghezhuwan-73", full_name="张三", email="")
    assert refused("Qinghezhuwan-73", person) == [LIKE]


def test_a_name_too_short_to_say_anything_is_no_reason() -> None:
    person = User(username="qi", full_name="安", email="z@test.invalid")
    assert refused("Qinghe-zhuwan-73", person) == []


@pytest.mark.parametrize(
    ("password", "signs"),
    [("", 0), ("kexie", 0), ("2026", 0), ("1999-2026", 0), ("q", 1), ("qqqq", 1), ("1234", 1),
     ("4321", 1), ("qxqx", 2), ("qxmtrl", 6), ("kexie-qxmtrl-2026", 6), ("K3X1Eqxmtr", 5)],
)  # fmt: skip
def test_what_is_left_of_a_password_is_counted(password: str, signs: int) -> None:
    assert weight(password) == signs


def test_a_house_adds_words_and_the_portals_address_is_one(settings: Settings) -> None:
    assert (weight("tulpenhof-2026"), weight("stadtfunk.2026")) == (8, 8)
    settings.PASSWORD_WORDS, settings.PUBLIC_URL = ["Tulpenhof"], "https://stadtfunk.example/x"
    passwords._words.cache_clear()
    assert (weight("tulpenhof-2026"), weight("stadtfunk.2026")) == (0, 0)
    settings.PASSWORD_WORDS, settings.PUBLIC_URL = [], "http://127.0.0.1:8000"
    passwords._words.cache_clear()


def test_every_rule_has_one_short_sentence() -> None:
    assert password_validators_help_texts() == [
        "至少10个字符。",
        "不能全是数字。",
        "不用常见的密码。",
        "不含姓名、用户名、邮箱和单位名称。",
        "不用单位名、地名加年份、连号一类的组合。",
        "不用最近用过的5个密码。",
    ]


def set_password(user: User, password: str) -> None:
    user.set_password(password)
    user.save(update_fields=["password"])


def test_the_last_five_are_not_used_again_and_older_ones_are_forgotten() -> None:
    user = make_user("赵六", make_unit("江北区"))
    names = [f"Qinghe-zhuwan-{number}" for number in (71, 72, 73, 74, 75)]
    assert refused(PASSWORD, user) == [USED]
    for name in names[:4]:
        assert refused(name, user) == []
        set_password(user, name)
    assert refused(PASSWORD, user) == [USED]
    assert [refused(name, user) for name in names[:4]] == [[USED]] * 4
    set_password(user, names[4])
    assert refused(PASSWORD, user) == []
    assert UsedPassword.objects.filter(user=user).count() == 5
    assert all(not row.password.count("Qinghe") for row in UsedPassword.objects.all())


def test_what_another_used_is_nobodys_business() -> None:
    one, other = make_user("赵六"), make_user("钱七")
    set_password(one, "Qinghe-zhuwan-71")
    assert refused("Qinghe-zhuwan-71", other) == []


def test_one_that_was_set_before_any_was_remembered_is_known_too() -> None:
    user = make_user("赵六")
    set_password(user, "Qinghe-zhuwan-71")
    UsedPassword.objects.all().delete()
    assert refused("Qinghe-zhuwan-71", user) == [USED]


def test_who_has_no_password_has_no_history() -> None:
    user = User(username="gast", full_name="来宾")
    user.set_unusable_password()
    user.save()
    assert UsedPassword.objects.count() == 0


@pytest.mark.parametrize("password", ["chongqing2026", "qh-zhuw7m", PASSWORD])
def test_the_page_asks_all_rules(password: str) -> None:
    user = make_user("赵六")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    sent = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    answer = client.post(reverse("password"), sent)
    assert answer.status_code == 200
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)
    assert UsedPassword.objects.count() == 1


def test_the_servers_command_asks_all_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    user = make_user("赵六")
    answers = iter(["chongqing2026"] * 6)
    monkeypatch.setattr("getpass.getpass", lambda **_: next(answers))
    with pytest.raises(CommandError):
        call_command("changepassword", "赵六", verbosity=0)
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_a_shorter_one_of_before_signs_in_and_is_asked_to_be_changed() -> None:
    user = make_user("赵六")
    set_password(user, "kurz-7q")
    client = Client()
    answer = client.post("/login/", {"login": "赵六", "password": "kurz-7q"}, follow=True)
    sentence = "您的密码不足10个字符，还可以登录，但容易被猜到。请尽快修改密码。"
    assert (answer.status_code, answer.content.decode().count(sentence)) == (200, 1)
    assert client.get(reverse("desk")).status_code == 200


def test_the_length_is_a_setting() -> None:
    show = "from config import settings as s; print(s.AUTH_PASSWORD_VALIDATORS[0]['OPTIONS'])"
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PORTAL_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-c", show],
        cwd=ROOT,
        env={**clean, "PORTAL_ENV_FILE": os.devnull, "PORTAL_PASSWORD_LENGTH": "14"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "{'min_length': 14}\n"
