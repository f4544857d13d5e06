"""The proof of work: solved, unsolved, old, used, of another round."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from consultation.models import Comment, HeldSuggestion, Round, SpentProof
from consultation.suggestions.proof import is_solved, new_challenge, read_proof
from tests.consultation.replies.test_replies import Scene, make_scene
from tests.consultation.suggestions.sending import code_of, fields_of, public_round, send, solved

pytestmark = pytest.mark.django_db
BITS = 6


@pytest.fixture
def scene() -> Scene:
    return make_scene()


@pytest.fixture
def round_(scene: Scene, settings: Settings) -> Round:
    settings.PROOF_BITS = BITS
    return public_round(scene)


def doubts() -> list[list[str]]:
    return [one.doubts for one in HeldSuggestion.objects.order_by("pk")]


@pytest.mark.parametrize(
    ("solution", "bits", "true"),
    [
        ("5", 0, True), ("", 0, False), ("-1", 0, False), ("٣", 0, False), ("1" * 16, 0, False),
        ("0", 2, False), ("7", 3, True), ("7", 4, False), ("9", 5, True), ("9", 6, False),
        ("9", 256, False),
    ],
)  # fmt: skip
def test_a_solution_is_a_number_whose_hash_begins_with_zero_bits(
    solution: str, bits: int, true: bool
) -> None:
    assert is_solved("challenge", solution, bits) is true


def test_a_solved_suggestion_is_taken_at_once(round_: Round) -> None:
    code = code_of(send(round_, "多办科普活动", bits=BITS))
    comment = Comment.objects.get()
    assert (comment.number, comment.contact.query_code, doubts()) == (1, code, [])
    assert SpentProof.objects.count() == 1


def test_without_a_solution_it_waits(round_: Round) -> None:
    send(round_, "多办科普活动")
    send(round_, "另一条", told={"solution": "1"})
    send(round_, "再一条", told={"challenge": "", "solution": "5"})
    send(round_, "还有一条", told={"challenge": "forged:1:x", "solution": "5"})
    assert (Comment.objects.count(), doubts()) == (0, [["no_proof"]] * 4)


def test_a_proof_counts_once(round_: Round) -> None:
    challenge = new_challenge(round_.pk)
    proof = {"challenge": challenge, "solution": solved(challenge, BITS)}
    send(round_, "多办科普活动", told=proof)
    send(round_, "另一条", told=proof)
    assert ([one.reason for one in Comment.objects.all()], doubts()) == (
        ["多办科普活动"],
        [["no_proof"]],
    )


def test_the_same_page_sent_twice_is_one_suggestion_and_spends_one_proof(round_: Round) -> None:
    client, url = Client(), reverse("suggest", args=[round_.pk])
    values = fields_of(client.get(url)) | {"reason": "多办科普活动", "key": str(uuid.uuid4())}
    values["solution"] = solved(values["challenge"], BITS)
    assert code_of(client.post(url, values)) == code_of(client.post(url, values))
    assert (Comment.objects.count(), HeldSuggestion.objects.count()) == (1, 0)
    del values["solution"]
    values["key"] = str(uuid.uuid4())
    assert code_of(client.post(url, values)) == code_of(client.post(url, values))
    assert (Comment.objects.count(), HeldSuggestion.objects.count()) == (1, 1)


def test_a_proof_is_of_one_round(scene: Scene, round_: Round) -> None:
    challenge = new_challenge(public_round(scene).pk)
    send(round_, "多办科普活动", told={"challenge": challenge, "solution": solved(challenge, BITS)})
    assert doubts() == [["no_proof"]]


def test_an_old_page_is_asked_again_and_keeps_what_was_typed(
    round_: Round, settings: Settings
) -> None:
    client, url = Client(), reverse("suggest", args=[round_.pk])
    values = fields_of(client.get(url)) | {"reason": "多办科普活动", "key": str(uuid.uuid4())}
    values["solution"] = solved(values["challenge"], BITS)
    settings.PROOF_SECONDS = -1
    answer = client.post(url, values)
    settings.PROOF_SECONDS = 60
    assert answer.status_code == 200
    assert (
        "本页打开的时间太长，验证已经过期，这一条还没有提交。内容都还在，请再提交一次。"
        in answer.content.decode()
    )
    again = fields_of(answer)
    assert (again["reason"].strip(), again.get("solution", "")) == ("多办科普活动", "")
    assert again["challenge"] != values["challenge"]
    again["solution"] = solved(again["challenge"], BITS)
    assert client.post(url, again).status_code == 302
    assert Comment.objects.get().reason == "多办科普活动"


def test_expired_proofs_are_forgotten_with_the_next(round_: Round) -> None:
    old = timezone.now() - timedelta(seconds=1)
    SpentProof.objects.create(digest="0" * 64, expires_at=old)
    send(round_, "多办科普活动", bits=BITS)
    assert list(SpentProof.objects.filter(digest="0" * 64)) == []
    assert SpentProof.objects.get().expires_at > timezone.now() + timedelta(hours=3)


def test_where_none_is_asked_for_none_is_read(scene: Scene, settings: Settings) -> None:
    round_ = public_round(scene)
    assert (new_challenge(round_.pk), read_proof("", "", round_.pk)) == ("", None)
    send(round_, "多办科普活动")
    assert Comment.objects.count() == 1


def test_a_challenge_is_bound_to_what_it_was_made_with(round_: Round, settings: Settings) -> None:
    challenge = new_challenge(round_.pk)
    settings.PROOF_BITS = 20
    assert read_proof(challenge, solved(challenge, BITS), round_.pk) is not None
