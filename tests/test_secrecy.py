"""密级: no form, no address and no action keeps a text with a mark, and no log holds it."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from consultation.models import Round
from consultation.replies.actions.opinions import Opinion, draft_comment
from consultation.replies.actions.replies import hand_in, send_back
from consultation.rounds.actions.rounds import close_now
from plans.enums import Phase
from plans.errors import InvalidInput
from plans.issuing.actions.numbers import reserve_number
from plans.models import Letterhead
from plans.plan.actions import change_phase
from plans.system.fields import NonSecret
from taskforce.bodies.actions.seats import make_body
from taskforce.gates.actions.packages import recall_package
from taskforce.models import Gate
from tests.posting import everything, file, form_classes, kept, people, sendings, wanted_by
from tests.world import NAMES, World, client_of

pytestmark = pytest.mark.django_db
SECRET = "机密★ 内部"
PLAIN = "机宓★ 内部"
"""Reads much like it and is no mark: what keeps this would have kept the other."""
SENTENCE = (
    "内容带有密级标志，未予保存。本系统为非涉密系统，严禁处理、存储、传输国家秘密和工作秘密。"
)

KEEPING = {
    *("add", "add_review", "add_step", "answer_objection", "bodies", "change_letter"),
    *("change_opinion", "close_round", "comment", "contact", "delete", "editions", "enter_opinion"),
    *("explanation", "letterhead", "name_chair", "new_letter", "new_letterhead", "new_round"),
    *("note", "opinion", "plan_text", "reason", "reasons", "recall", "release_number"),
    *("remove_step", "reserve_number", "save", "shift_timeline", "step", "tag_one", "vote"),
    *("window", "withdraw_expert"),
}
"""Addresses that keep what the pages' forms send as they are: the test would be blind else."""


@pytest.fixture(autouse=True)
def _asked() -> Iterator[None]:
    """allauth's forms look at the request that brings them."""
    request = RequestFactory().get("/")
    request.session = SessionStore()
    with request_context(request):
        yield


def made(form: type[forms.BaseForm], world: World, **sent: object) -> forms.BaseForm:
    """A form of this class, with one of everything for its arguments."""
    gate = Gate.objects.all()[0]
    plan = gate.stage.timeline.plan
    known = {
        "plan": plan,
        "gate": gate,
        "edition": plan.editions.all()[0],
        "people": plan.provisions.none(),
        "user": world.cast.officer,
        "instance": Authenticator(type="webauthn", data={"name": "手机"}),
        "places": [],
        "provisions": [],
        "things": [],
        "choices": [],
        "needs_seal": True,
        "leaver": world.cast.officer,
        "kinds": [],
    }
    return form(**{name: known[name] for name in wanted_by(form)}, **sent)  # type: ignore[arg-type]


def test_every_form_refuses_a_mark_in_each_of_its_fields(world: World) -> None:
    let_in = []
    for kind in form_classes():
        assert issubclass(kind, NonSecret), kind
        names = [] if kind.__module__ == "plans.system.fields" else [*made(kind, world).fields]
        for name in names:
            typed = made(kind, world, data={name: SECRET})
            uploaded = made(
                kind, world, data={}, files=MultiValueDict({name: [file(f"{SECRET}.txt")]})
            )
            if not all(SENTENCE in str(form.errors) for form in (typed, uploaded)):
                let_in.append(f"{kind.__module__}.{kind.__qualname__}.{name}")
    assert (let_in, len(form_classes()) > 80) == ([], True)


def test_what_is_no_field_is_read_too(world: World) -> None:
    for kind in form_classes():
        if kind.__module__ != "plans.system.fields":
            form = made(kind, world, data={"something": SECRET})
            assert SENTENCE in form.non_field_errors(), kind


def test_no_form_of_any_page_keeps_a_mark(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Each field of each form of each page: where other words are kept, a mark is refused aloud."""
    keeping: set[tuple[str, str]] = set()
    silent, tried, files = [], Counter[tuple[str, str]](), set[str]()
    for person in people(world):
        client = client_of(person)
        client.raise_request_exception = False
        for form in list(sendings(client, world, files)):
            secret = dict(form.bodies(SECRET))
            for field, body in form.bodies(PLAIN):
                one = (form.name, field)
                tried[one] += 1
                if one in keeping or tried[one] > 2:
                    continue
                with transaction.atomic():
                    client.post(form.url, body)
                    where = kept(PLAIN)
                    transaction.set_rollback(True)
                answer = client.post(form.url, secret[field], follow=True)
                if where:
                    keeping.add(one)
                    if SENTENCE not in answer.content.decode():
                        silent.append((*one, answer.status_code))
    assert (kept(SECRET), silent, "机密" in caplog.text) == ([], [], False)
    assert KEEPING - {name for name, _ in keeping} == set()


def test_no_address_keeps_a_mark(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Addresses that a script posts to, too: every name that a view reads holds the mark."""
    broken = []
    for person in people(world):
        client = client_of(person)
        client.raise_request_exception = False
        for name in sorted(set(NAMES) - {"login"}):
            answer = client.post(world.address(name), everything(SECRET))
            if answer.status_code >= 500:
                broken.append((name, str(person)))
    assert (kept(SECRET), broken) == ([], [])
    assert "机密" not in caplog.text


def refused(action: Callable[[], object]) -> None:
    """The action says why, and nothing of it stays; in the caller's transaction as in its own."""
    with pytest.raises(InvalidInput, match="内容带有密级标志"), transaction.atomic():
        action()
    assert kept(SECRET) == []


def test_actions_refuse_it_without_any_form(world: World) -> None:
    cast, by = world.cast, world.cast.drafter
    gate = Gate.objects.all()[0]
    plan = gate.stage.timeline.plan
    asked, package = world.arguments["invitation_id"], world.arguments["package_id"]
    round_ = Round.objects.get(name="征求意见")
    hand_in(asked, by=cast.officer)
    refused(lambda: send_back(asked, by=cast.head, reason=SECRET))
    refused(lambda: change_phase(plan.pk, Phase.REVISING, by=by, reason=SECRET))
    refused(lambda: make_body(plan, "office", SECRET, by=by))
    refused(lambda: close_now(round_, by=by, reason=SECRET))
    refused(lambda: reserve_number(Letterhead.objects.get(), 2021, by=by, purpose=SECRET))
    refused(lambda: recall_package(package, by=by, reason=SECRET))
    refused(
        lambda: draft_comment(
            asked, Opinion("change", "改", "因", quote=SECRET), by=cast.officer, key=uuid.uuid4()
        )
    )
