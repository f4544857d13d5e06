"""Every view says whom it is for, and a stranger gets what that means."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from plans.system.pages import VisitorKind, kind_of, public_page, staff_page
from tests.world import NAMES, WANTED, World, client_of

View = Callable[..., object]
RESET = "account_reset_password_from_key"


def views(resolver: URLResolver | None = None) -> Iterator[tuple[str, View]]:
    """Every address of the portal: its name, or its pattern where it has none, and its view."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield entry.name or str(entry.pattern), entry.callback
        else:
            yield from views(entry)


def named(kind: VisitorKind) -> set[str]:
    return {name for name, view in views() if kind_of(view) == kind}


def answers(client: Client, url: str) -> list[str | int]:
    """GET and POST: "login" or the status."""
    return [
        "login"
        if answer.status_code == 302 and answer.headers["Location"].startswith("/login/?")
        else answer.status_code
        for answer in (client.get(url), client.post(url))
    ]


def test_every_view_says_whom_it_is_for() -> None:
    assert [name for name, view in views() if kind_of(view) is None] == []
    assert {name for name, _ in views()} == {*NAMES, "logout", "account_logout"}


def test_what_is_open_without_an_account() -> None:
    assert named(VisitorKind.PUBLIC) == {
        *("home", "public_plan", "public_provision", "public_file"),
        *("public_list", "public_round", "suggest", "public_results", "find_suggestion"),
        *("alive", "ready", "metrics"),
    }
    assert named(VisitorKind.BEARER) == {"come_in", "feed", "suggestion", "activate", RESET}
    assert named(VisitorKind.SIGN_IN) == {
        *("login", "logout", "account_login", "account_logout", "account_inactive"),
        *("account_reset_password", "account_reset_password_done"),
        *("account_reset_password_from_key_done", "mfa_authenticate", "mfa_trust"),
        *("begin_elsewhere", "openid_connect_callback", "dingtalk_callback", "feishu_callback"),
    }


@pytest.mark.django_db
def test_a_stranger_is_asked_to_sign_in_by_staff_pages_and_by_no_other(world: World) -> None:
    wrong = {}
    for name, view in views():
        seen = answers(client_of(None), world.address(name))  # a link's button signs in
        staff = kind_of(view) == VisitorKind.STAFF
        if (seen == ["login", "login"]) != staff or (not staff and "login" in seen):
            wrong[name] = seen
    assert wrong == {}


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(["come_in", "feed", "suggestion", "activate", RESET]))
def test_a_secret_that_is_none_opens_nothing(world: World, name: str) -> None:
    """Opening a link is a press of its button; the page with the button says nothing."""
    key = WANTED[name][-1]
    secret = str(world.value(name, key))[::-1]
    forged = reverse(name, kwargs=world.kwargs(name) | {key: secret})
    client = client_of(None)
    assert client.post(forged).status_code == (
        410 if name in ("come_in", "activate", RESET) else 404
    )
    assert "_auth_user_id" not in client.session


def test_a_declaration_can_be_read() -> None:
    def view() -> None:
        """Declares nothing."""

    assert kind_of(view) is None
    assert kind_of(public_page(view)) == VisitorKind.PUBLIC  # type: ignore[type-var]
    assert kind_of(staff_page(view)) == VisitorKind.STAFF  # type: ignore[type-var]
