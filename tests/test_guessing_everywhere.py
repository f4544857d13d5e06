"""Every form and every address that takes a secret: found, listed, and tried until it must wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from consultation.rounds.form_numbers import form_number
from plans.system.guessing import GUARDED, Secret
from plans.system.pages import VisitorKind, kind_of
from tests.cast import PASSWORD
from tests.consultation.incoming.test_feedback_forms import filled_blank
from tests.posting import form_classes
from tests.test_limits_everywhere import reached
from tests.test_visitors import views
from tests.world import WANTED, World, client_of

pytestmark = pytest.mark.django_db
FORMS = {
    "LoginForm": "login",
    "PasswordForm": "password",
    "AgainForm": "account_reauthenticate",
    "CodeForm": "mfa_authenticate",
    "CodeAgainForm": "mfa_reauthenticate",
    "FirstCodeForm": "mfa_activate_totp",
    "QueryCodeForm": "find_suggestion",
}
"""Forms with a secret, and where each of them is tried."""
ASKS_NONE = {
    "LetterheadForm": "its code is the 发文代字 of an association",
}
BEARERS = {"come_in", "feed", "suggestion", "activate", "account_reset_password_from_key"}
TYPED = {"find_suggestion"}
"""Where a query code is typed instead of standing in the address."""
NUMBERED = {"filled", "filled_for", "filled_any"}
IN_AN_ADDRESS = {"token", "code", "uidb36", "nonce", "secret"}
IN_A_FORM = {"code", "otp", "token", "secret", "pin"}
NUMBER_READER = "consultation.rounds.form_numbers.read_number"
SENTENCES = {
    **dict.fromkeys(("login", "password", "account_reauthenticate"), "密码连续输错，请"),
    **dict.fromkeys(
        ("mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp"),
        "两步验证的验证码连续输错，请",
    ),
    **dict.fromkeys(BEARERS | TYPED, "链接或查询码连续输错，请"),
    **dict.fromkeys(NUMBERED, "反馈表编号连续输错，请"),
}
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
Guess = Callable[[], Any]


def asks(form: type[forms.BaseForm]) -> bool:
    """Whether a form has a field for a secret that somebody holds already."""
    return any(
        name in IN_A_FORM
        or (
            isinstance(field.widget, forms.PasswordInput)
            and field.widget.attrs.get("autocomplete") != "new-password"
        )
        for name, field in getattr(form, "base_fields", {}).items()
    )


def guarded_as(secret: Secret) -> set[str]:
    return {name for name, view in views() if getattr(view, GUARDED, None) == secret}


def test_every_form_with_a_secret_is_listed() -> None:
    assert {form.__name__ for form in form_classes() if asks(form)} == {*FORMS, *ASKS_NONE}


def test_every_address_with_a_secret_is_guarded() -> None:
    takes = {name for name, _ in views() if IN_AN_ADDRESS & set(WANTED.get(name, ()))}
    bearers = {name for name, view in views() if kind_of(view) == VisitorKind.BEARER}
    assert takes == bearers == guarded_as(Secret.BEARER) - TYPED == BEARERS


def test_every_view_that_reads_the_number_of_a_form_is_guarded() -> None:
    reads = {
        name
        for name, view in views()
        if any(f"{one.__module__}.{one.__name__}" == NUMBER_READER for one in reached(view))
    }
    assert reads == guarded_as(Secret.FORM_NUMBER) == NUMBERED


def test_every_place_is_tried() -> None:
    assert set(SENTENCES) == {*FORMS.values(), *BEARERS, *NUMBERED}


@pytest.mark.parametrize("place", sorted(SENTENCES))
def test_guessing_has_to_wait(place: str, world: World, settings: Settings) -> None:
    settings.GUESSES = {"own": 3, "account": 10, "address": 3}
    guess = guesser(place, world)
    answers = [guess() for _ in range(5)]
    statuses = [answer.status_code for answer in answers]
    assert 429 in statuses, [answer.headers.get("Location") for answer in answers]
    free = statuses.index(429)
    assert (free in (2, 3), statuses[free:]) == (True, [429] * (5 - free))
    assert 20 <= int(answers[-1].headers["Retry-After"]) <= 120
    page = answers[-1].content.decode()
    assert SENTENCES[place] in page
    assert "后再试。" in page


def guesser(place: str, world: World) -> Guess:
    """One wrong guess after the other, each as a person would make it."""
    if place in BEARERS:
        return at_an_address(place, world)
    if place in NUMBERED:
        return with_a_file(place, world)
    if place == "login":
        return lambda: post(Client(), place, login="组长", password="falsch")
    if place == "mfa_authenticate":
        TOTP.activate(world.cast.member, SEED)
        client = Client()
        post(client, "login", login="成员", password=PASSWORD)
        return lambda: post(client, place, code="123")
    if place in TYPED:
        return lambda: post(Client(), place, code="0123456789")
    client = Client()
    post(client, "login", login="成员", password=PASSWORD)
    if place == "mfa_activate_totp":
        post(client, "account_reauthenticate", password=PASSWORD)
    if place == "mfa_reauthenticate":
        TOTP.activate(world.cast.member, SEED)
    new = {"password1": "Qinghe-zhuwan-73", "password2": "Qinghe-zhuwan-73"}
    field = {"password": "oldpassword", "account_reauthenticate": "password"}.get(place, "code")
    return lambda: post(client, place, **{field: "falsch"}, **new)


def post(client: Client, place: str, **sent: str) -> Any:
    return client.post(reverse(place), sent)


def at_an_address(place: str, world: World) -> Guess:
    client, key = Client(), WANTED[place][-1]
    secret = str(world.value(place, key))[::-1]
    forged = reverse(place, kwargs=world.kwargs(place) | {key: secret})
    return lambda: client.post(forged)


def with_a_file(place: str, world: World) -> Guess:
    """A form filled in, whose number has the check digits of another."""
    client = client_of(world.cast.officer if place == "filled" else world.cast.drafter)
    number = f"0001-00001-{form_number(2, 2)[-4:]}"
    content = filled_blank(number, ("", "", "", "另行研究", ""))
    address = world.address(place)
    return lambda: client.post(address, {"file": SimpleUploadedFile("表.xlsx", content)})
