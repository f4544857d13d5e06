"""Documents of editions and publications: what the options of the pages put into them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

import pytest

from plans.issuing.actions.publishing import notice_document
from plans.issuing.papers import Notice
from plans.models import DocumentNumber, Edition, Publication
from plans.rendering.blocks import (
    AttachmentNote,
    Colophon,
    Document,
    Letterhead,
    Note,
    Signature,
    Toc,
)
from tests.cast import make_cast, make_plan
from tests.plans.issuing.steps import NOTICE, frozen

DAY = date(2021, 9, 14)
pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    cast = make_cast()
    return frozen(cast, make_plan(cast.drafter))


def issued(edition: Edition, **parts: Any) -> Document:
    notice = Notice(**asdict(NOTICE) | parts)
    return notice_document(
        edition, document_number="渝科协发〔2021〕60号", issued_on=DAY, notice=notice
    )


def blocks(document: Document, kind: type) -> list[Any]:
    return [block for part in document.parts for block in part.blocks if isinstance(block, kind)]


def test_the_plain_notice(edition: Edition) -> None:
    document = issued(edition)
    assert document.letterhead == Letterhead(("重庆市科学技术协会",), "渝科协发〔2021〕60号")
    assert document.colophon == Colophon("办公室", "2021年9月14日")
    assert blocks(document, Signature) == [
        Signature(("重庆市科学技术协会",), "2021年9月14日", seal=True)
    ]
    assert [blocks(document, kind) for kind in (Toc, Note, AttachmentNote)] == [[], [], []]


def test_a_look_at_the_notice_keeps_nothing(edition: Edition) -> None:
    issued(edition)
    assert (Publication.objects.count(), DocumentNumber.objects.count()) == (0, 0)


def test_a_joint_issue_bears_every_body_in_order_and_the_sponsors_number(edition: Edition) -> None:
    document = issued(edition, joint=[["重庆市教育委员会", "市教委"]], sealed=False)
    names = ("重庆市科学技术协会", "市教委")
    assert blocks(document, Signature) == [Signature(names, "2021年9月14日", seal=False)]
    assert document.letterhead == Letterhead(
        ("重庆市科学技术协会", "重庆市教育委员会"), "渝科协发〔2021〕60号"
    )


def test_contents_note_and_colophon_as_asked(edition: Edition) -> None:
    document = issued(
        edition, toc=True, note="此件公开发布", printed_on="2021-09-15", copies_to="市委办公厅"
    )
    assert blocks(document, Toc) == [Toc()]
    assert blocks(document, Note) == [Note("此件公开发布")]
    assert document.colophon == Colophon("办公室", "2021年9月15日", "市委办公厅。")


def test_a_notice_kept_before_there_was_joint_issue_is_read(edition: Edition) -> None:
    old = asdict(NOTICE)
    for later in ("joint", "note", "printed_on", "toc"):
        del old[later]
    assert Notice.read(old | {"gone": 1}) == NOTICE
