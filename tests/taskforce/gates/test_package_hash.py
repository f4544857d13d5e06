"""The hash of a sealed package covers the question and every paper, edition and file, in order."""

from __future__ import annotations

import hashlib

from plans.models import Attachment, Edition
from taskforce.gates.actions.packages import Paper, package_sha256

EDITION = "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"
FILE = "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
TEXT = "27e4c6f8dc0b03f40109a2337a39494aa55423441b4e41fa993c4342973be9e5"
"""Of 调研成果, taken with sha256sum, as the next of SEALED."""
SEALED = (
    f'{{"papers":[["规划草案","{EDITION}"],["编制说明","{FILE}"],'
    f'["送审稿","{FILE}","{EDITION}"],["成果","{TEXT}"]],"question":"请审议"}}'
)
DIGEST = "2e8116a9f1db4695d056db232216524365e79e1b297033b40d80079959b46c12"


def test_what_the_hash_of_a_package_covers() -> None:
    edition, file = Edition(sha256=EDITION), Attachment(sha256=FILE)
    papers = [
        Paper("规划草案", edition=edition),
        Paper("编制说明", file=file),
        Paper("送审稿", edition=edition, file=file),
        Paper("成果", text="调研成果"),
    ]
    assert hashlib.sha256(SEALED.encode()).hexdigest() == DIGEST
    assert package_sha256("请审议", papers) == DIGEST
    assert [paper.sha256 for paper in papers] == [EDITION, FILE, FILE, TEXT]
