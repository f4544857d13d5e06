"""The hash of a released reply covers what was said and for whom, to the letter."""

from __future__ import annotations

import hashlib

from consultation.models import Comment, Invitation, Reply, Round
from consultation.replies.actions.replies import reply_sha256
from plans.models import Edition, Unit

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
