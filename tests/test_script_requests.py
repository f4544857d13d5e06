"""What htmx and our scripts get when they are refused: never a page that would replace a part."""

from __future__ import annotations

import json
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory

from plans.errors import WrongState
from plans.system.middleware import DomainErrorMiddleware, ScriptMiddleware
from plans.system.pages import VisitorKind, kind_of
from tests.harness.source import ROOT
from tests.test_visitors import views
from tests.world import World, client_of

SCRIPTS = [{"HX-Request": "true"}, {"X-Requested-With": "fetch"}]
PAGE = "<!doctype html><html><body>页面</body></html>"
STAFF = sorted(name for name, view in views() if kind_of(view) == VisitorKind.STAFF)
EVERY = sorted(name for name, _ in views())


def refused(answer: HttpResponseBase) -> bool:
    """Nothing to swap, and one sentence instead of a page."""
    body = json.loads(getattr(answer, "content", b"{}"))
    named = answer.headers["Portal-Refused"] == str(answer.status_code)
    said = re.fullmatch(r"[^<>]+。", body.pop("message"))
    return bool(named and said and answer.headers["HX-Reswap"] == "none" and body == {})


def asked(client: Client, url: str, headers: dict[str, str]) -> list[HttpResponseBase]:
    return [client.get(url, headers=headers), client.post(url, headers=headers)]


@pytest.mark.django_db
@pytest.mark.parametrize("headers", SCRIPTS)
def test_a_script_without_a_login_is_told_so_and_sees_no_login_page(
    world: World, headers: dict[str, str]
) -> None:
    client, wrong = client_of(None), {}
    for name in STAFF:
        answers = asked(client, world.address(name), headers)
        if [one.status_code for one in answers] != [401, 401] or not all(map(refused, answers)):
            wrong[name] = [one.status_code for one in answers]
    assert wrong == {}


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["nobody", "outsider"])
def test_a_refused_script_never_gets_a_page(world: World, person: str) -> None:
    """A page comes with 200 only, to who may see it: htmx takes its part out of that."""
    wrong = {}
    for name in EVERY:
        client = client_of(getattr(world.cast, person, None))
        for answer in asked(client, world.address(name), SCRIPTS[0]):
            to_login = answer.headers.get("Location", "").startswith("/login/")
            error = answer.status_code >= 400
            if to_login or (error and not _is_ours(answer)):
                wrong[name] = answer.status_code
    assert wrong == {}


def _is_ours(answer: HttpResponseBase) -> bool:
    """A sentence for the script: of the door for all, or of the view that autosaves."""
    return answer.headers["Content-Type"] == "application/json"


@pytest.mark.django_db
def test_a_forged_token_is_told_to_who_is_signed_in_as_such(world: World) -> None:
    for user, status in ((None, 401), (world.cast.drafter, 403)):
        client = Client(enforce_csrf_checks=True)
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        answer = client.post(world.address("presence"), headers=SCRIPTS[0])
        assert (answer.status_code, refused(answer)) == (status, True)


def answered(answer: HttpResponse, headers: dict[str, str]) -> HttpResponse:
    request = RequestFactory().get("/", headers=headers)
    request.user = AnonymousUser()
    return ScriptMiddleware(lambda _request: answer)(request)


@pytest.mark.parametrize("status", [400, 404, 405, 410, 413, 500, 503])
def test_every_error_page_becomes_a_sentence_of_the_same_status(status: int) -> None:
    answer = answered(HttpResponse(PAGE, status=status), SCRIPTS[0])
    assert (answer.status_code, refused(answer)) == (status, True)


def test_what_a_person_opens_and_what_is_no_error_stays() -> None:
    page = HttpResponse(PAGE, status=404)
    assert answered(page, {}) is page
    for kept in (
        HttpResponse(PAGE),
        HttpResponse("{}", status=409, content_type="application/json"),
        HttpResponseRedirect("/desk/"),
    ):
        assert answered(kept, SCRIPTS[1]) is kept
    login = HttpResponseRedirect("/login/?next=/desk/")
    assert answered(login, {}) is login


def test_the_rule_that_refused_is_told_in_its_own_words() -> None:
    def none(_request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    request = RequestFactory().post("/", headers=SCRIPTS[0])
    error = WrongState("规划已批准，不能修改。")
    answer = DomainErrorMiddleware(none).process_exception(request, error)
    assert answer is not None
    assert (answer.status_code, json.loads(answer.content)) == (
        409,
        {"message": "规划已批准，不能修改。"},
    )


def test_our_scripts_ask_the_server_through_one_function() -> None:
    asking = re.compile(r"\bfetch\(|XMLHttpRequest|htmx\.ajax|EventSource|WebSocket")
    found = {
        path.name
        for path in (ROOT / "static" / "js").rglob("*.js")
        if asking.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"ask.js"}
