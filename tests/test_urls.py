"""Every address × every role: who gets the page, the login page, or nothing at all.

A new address without a line here fails the test. Addresses that take only POST are posted to.
"""

from __future__ import annotations

import pytest
from django.test import Client

from consultation.models import Comment
from tests.world import KEYS, NAMES, World, client_of

LOGIN, NOTHING = "login", "nothing"

PUBLIC = {
    *(
        "home",
        "login",
        "public_list",
        "public_round",
        "suggest",
        "suggestion",
        "come_in",
        "find_suggestion",
    ),
    *("alive", "ready"),
    *("feed", "activate", "account_login", "account_inactive", "account_reset_password"),
    *("account_reset_password_done", "account_reset_password_from_key_done"),
}
"""Anyone may open these; the published plan's pages are tried in their own tests."""
UNPUBLISHED = {
    *("public_plan", "public_provision", "public_file", "metrics", "public_results"),
    *("begin_elsewhere", "openid_connect_callback", "dingtalk_callback", "feishu_callback"),
}
"""Nothing stands there: of the figures, because no address was named that may read them, and of
signing in elsewhere, because no provider is set (tests/plans/people/test_elsewhere.py sets one)."""
PERSONAL = {
    *("appointments", "desk", "plans", "asked", "calendar", "notices", "password"),
    *("account_change_password", "account_reauthenticate", "usersessions_list", "mfa_index"),
    "vouching",
    "mfa_list_webauthn",
}
"""Anyone signed in: each sees their own."""
OWN_BUTTONS = {
    *("login", "account_login", "read_notices", "renew_calendar"),
    *("end_session", "end_other_sessions"),
}
ELSEWHERE = {"account_reset_password_from_key", "mfa_authenticate", "mfa_trust"}
"""To a page without the secret in its address; to the login page, where no sign-in is half done."""
ASKED_AGAIN = {
    *("mfa_activate_totp", "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"),
    *("mfa_generate_recovery_codes", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
    "unlink_elsewhere",
}
"""Anyone signed in, who is first asked for the password once more."""
MOVED = OWN_BUTTONS | ELSEWHERE | ASKED_AGAIN


def visit(client: Client, url: str) -> str | int:
    """GET, or POST where only that is taken: "login", "nothing" (404) or the status."""
    answer = client.get(url)
    if answer.status_code == 405:
        answer = client.post(url)
    if answer.status_code == 302 and answer.headers["Location"].startswith("/login/?"):
        return LOGIN
    return NOTHING if answer.status_code == 404 else answer.status_code


@pytest.mark.django_db
def test_a_visitor_without_account_sees_public_pages_only(world: World) -> None:
    client = client_of(None)
    seen = {name: visit(client, world.address(name)) for name in NAMES}
    expected = dict.fromkeys(NAMES, LOGIN) | dict.fromkeys(PUBLIC, 200)
    expected |= dict.fromkeys(ELSEWHERE, 302)
    assert seen == expected | dict.fromkeys(UNPUBLISHED, NOTHING)


@pytest.mark.django_db
def test_an_outsider_sees_nothing_of_the_plan(world: World) -> None:
    client = client_of(world.cast.outsider)
    seen = {name: visit(client, world.address(name)) for name in NAMES}
    open_to_all = dict.fromkeys(PUBLIC | PERSONAL, 200) | dict.fromkeys(
        OWN_BUTTONS | ASKED_AGAIN | ELSEWHERE, 302
    )
    assert seen == dict.fromkeys(NAMES, NOTHING) | open_to_all


@pytest.mark.django_db
def test_an_officer_sees_the_units_own_pages_only(world: World) -> None:
    client = client_of(world.cast.officer)
    own = {"invitation", "opinion", "change_opinion", "filled", "blank_own"}
    own |= {"enclosures", "opinion_redline"}
    buttons = {"hand_in", "return_opinions", "delete_opinion", "follow_up", "keep_filled"}
    buttons |= {"speak_for", "take_up"}
    seen = {name: visit(client, world.address(name)) for name in NAMES}
    open_to_all = dict.fromkeys(PUBLIC | PERSONAL | own, 200) | dict.fromkeys(
        OWN_BUTTONS | ASKED_AGAIN | ELSEWHERE, 302
    )
    open_to_all |= dict.fromkeys(buttons, 302) | {"attach": 422}
    assert seen == dict.fromkeys(NAMES, NOTHING) | open_to_all


@pytest.mark.django_db
def test_no_page_of_the_manager_breaks(world: World) -> None:
    client = client_of(world.cast.drafter)
    seen = {name: visit(client, world.address(name)) for name in NAMES}
    assert {name: status for name, status in seen.items() if status in (LOGIN, 500)} == {}


@pytest.mark.django_db
def test_a_forged_form_is_refused(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.cast.officer, backend="django.contrib.auth.backends.ModelBackend")
    before = Comment.objects.count()
    answer = client.post(
        world.address("opinion"), {"kind": "change", "reason": "x", "key": KEYS[0]}
    )
    assert (answer.status_code, Comment.objects.count()) == (403, before)
