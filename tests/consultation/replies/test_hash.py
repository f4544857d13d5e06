"""The hash of a released reply covers what was said and for whom, to the letter."""

from __future__ import annotations

import hashlib

import pytest

from consultation.models import Comment, Invitation, Reply, Round
from consultation.replies.actions.replies import note_enclosed, reply_of, reply_sha256
from plans.models import Edition, Unit
from plans.system.actions.attachments import keep_upload
from tests.cast import make_unit
from tests.consultation.replies.test_replies import make_scene

EDITION = "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"
FILE = "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
SAID = (
    '{"comments":[[1,41,"服务大局","change","改为“全局”","更准确"],'
    '[2,null,"","other","","补充一章"]],'
    f'"edition":"{EDITION}",'
    f'"enclosed":{{"files":["{FILE}"],"for":["渝中区农技协"]}},'
    '"from":"渝中区科协","no_opinion":false}'
)
DIGEST = "44f350d254bb0b4f57693c9881fc15c483d7961f771f09cfbab57adf707cbbb6"
"""Of SAID, taken with sha256sum."""


def test_what_the_hash_of_a_reply_covers() -> None:
    invitation = Invitation(
        round=Round(edition=Edition(sha256=EDITION)), unit=Unit(name="渝中区科协")
    )
    reply = Reply(no_opinion=False, enclosed={"for": ["渝中区农技协"], "files": [FILE]})
    comments = [
        Comment(
            number=1, place_id=41, quote="服务大局", kind="change", proposal="改为“全局”",
            reason="更准确",
        ),
        Comment(number=2, kind="other", reason="补充一章"),
    ]  # fmt: skip
    assert hashlib.sha256(SAID.encode()).hexdigest() == DIGEST
    assert reply_sha256(reply, invitation, comments) == DIGEST


@pytest.mark.django_db
def test_what_the_reply_writes_down_of_files_and_units() -> None:
    scene = make_scene()
    reply = reply_of(scene.invitation)
    written = (("乙.txt", b"2"), ("甲.txt", b"1"))
    reply.attachments.set([keep_upload(*one, by=scene.cast.officer) for one in written])
    units = [make_unit(name) for name in ("巴南区科协", "丙区科协")]
    reply.speaks_for.set([scene.cast.other_district, *units])
    note_enclosed(reply)
    reply.refresh_from_db()
    assert reply.enclosed == {
        "files": [
            "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b",
            "d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35",
        ],
        "for": ["丙区科协", "巴南区科协", "江北区科协"],
    }
