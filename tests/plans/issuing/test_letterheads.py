"""Letterheads: list, form with a picture of the page, retiring; the register's pages."""

from __future__ import annotations

import re
from base64 import b64decode
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from plans.errors import InvalidInput, NotAllowed
from plans.issuing.actions.numbers import (
    remove_letterhead,
    reserve_number,
    save_letterhead,
    take_number,
)
from plans.issuing.papers import letterhead_sample
from plans.issuing.queries import unregistered_numbers
from plans.models import AuditEntry, DocumentNumber, Letterhead
from plans.rendering.blocks import Colophon, Signature
from plans.rendering.blocks import Letterhead as Mark
from tests.cast import Cast, make_cast

VALUES = {
    "body_name": "江北区科学技术协会", "code": "江科协发", "signature": "江北区科协",
    "copies_to": "区委办公室", "printed_by": "江北区科协办公室",
}  # fmt: skip


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.drafter, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def head(cast: Cast) -> Letterhead:
    return Letterhead.objects.get()


def numbered(cast: Cast, head: Letterhead) -> DocumentNumber:
    return reserve_number(head, 2021, by=cast.drafter, purpose="试验")


def test_the_sample_shows_every_part_of_the_form() -> None:
    document = letterhead_sample(VALUES)
    year = timezone.localdate().year
    assert document.letterhead == Mark(("江北区科学技术协会",), f"江科协发〔{year}〕1号")
    signed = [block for block in document.parts[0].blocks if isinstance(block, Signature)]
    assert [one.names for one in signed] == [("江北区科协",)]
    assert isinstance(document.colophon, Colophon)
    assert (document.colophon.printed_by, document.colophon.copies_to) == (
        "江北区科协办公室",
        "区委办公室。",
    )


def test_the_form_as_it_stands_is_shown_as_a_picture(desk: Client) -> None:
    address = reverse("preview_letterhead")
    shown = desk.post(address, VALUES, headers={"HX-Request": "true"}).content.decode()
    found = re.search('src="data:image/png;base64,([^"]+)"', shown)
    assert found is not None
    with Image.open(BytesIO(b64decode(found[1]))) as picture:
        pixels = picture.convert("RGB").tobytes()
        reds = sum(r > 180 > 90 > g for r, g in zip(pixels[::3], pixels[1::3], strict=True))
        assert (picture.format, picture.size) == ("PNG", (720, 1019))
        assert reds > 3000
    assert b"".join(desk.post(address, VALUES))[:5] == b"%PDF-"


def test_an_empty_form_is_shown_too(desk: Client) -> None:
    shown = desk.post(reverse("preview_letterhead"), headers={"HX-Request": "true"})
    assert "data:image/png" in shown.content.decode()


def test_a_used_code_does_not_change(cast: Cast, head: Letterhead) -> None:
    values = {"code": "新代字"}
    assert save_letterhead(values, by=cast.drafter, pk=head.pk).code == "新代字"
    numbered(cast, head)
    with pytest.raises(InvalidInput, match="不能修改代字"):
        save_letterhead({"code": "又一个"}, by=cast.drafter, pk=head.pk)
    assert str(DocumentNumber.objects.get()) == "新代字〔2021〕1号"


def test_what_was_used_is_retired_and_what_was_not_is_deleted(cast: Cast, head: Letterhead) -> None:
    other = save_letterhead(VALUES | {"unit": cast.district}, by=cast.drafter, pk=None)
    numbered(cast, head)
    assert [remove_letterhead(h.pk, by=cast.drafter) for h in (head, other)] == [False, True]
    assert list(Letterhead.objects.values_list("pk", "is_active")) == [(head.pk, False)]
    actions = AuditEntry.objects.filter(action__startswith="letterhead.").order_by("pk")
    assert list(actions.values_list("action", "object_id"))[1:] == [
        ("letterhead.retire", str(head.pk)),
        ("letterhead.delete", str(other.pk)),
    ]


def test_an_outsider_removes_nothing(cast: Cast, head: Letterhead) -> None:
    with pytest.raises(NotAllowed):
        remove_letterhead(head.pk, by=cast.outsider)


def test_pages_lead_from_the_list_to_each_step(cast: Cast, head: Letterhead, desk: Client) -> None:
    listed = desk.get(reverse("letterheads")).content.decode()
    for name in ("letterhead", "remove_letterhead"):
        assert reverse(name, args=[head.pk]) in listed
    assert (
        "删除后不再出现" in desk.get(reverse("remove_letterhead", args=[head.pk])).content.decode()
    )
    numbered(cast, head)
    assert "只能停用" in desk.get(reverse("remove_letterhead", args=[head.pk])).content.decode()
    desk.post(reverse("remove_letterhead", args=[head.pk]))
    assert "已停用" in desk.get(reverse("letterheads")).content.decode()
    desk.post(reverse("new_letterhead"), VALUES | {"unit": cast.district.pk, "is_active": "on"})
    assert Letterhead.objects.filter(code="江科协发", is_active=True).exists()


def test_numbers_given_outside_are_named_as_missing(cast: Cast, head: Letterhead) -> None:
    assert unregistered_numbers() == []
    for serial in (3, 4, 7):
        take_number(head, 2021, serial, by=cast.drafter, purpose="外来")
    take_number(head, 2022, 1, by=cast.drafter, purpose="外来")
    assert unregistered_numbers() == [(head, 2021, [(1, 2), (5, 6)])]


def test_the_register_is_filtered_and_turned(cast: Cast, head: Letterhead, desk: Client) -> None:
    for _ in range(51):
        numbered(cast, head)
    reserve_number(head, 2022, by=cast.drafter, purpose="来年")
    page = desk.get(reverse("numbers") + "?year=2022").content.decode()
    assert ("渝科协发〔2022〕1号" in page, "渝科协发〔2021〕" in page, "共1个" in page) == (
        True,
        False,
        True,
    )
    first = desk.get(reverse("numbers"))
    assert len(first.context["rows"]) == 50
    second = desk.get(reverse("numbers") + first.context["next_url"])
    assert [str(row["number"]) for row in second.context["rows"]] == [
        "渝科协发〔2021〕2号",
        "渝科协发〔2021〕1号",
    ]


def test_the_page_says_which_number_comes_next(desk: Client) -> None:
    year = timezone.localdate().year
    page = reverse("reserve_number")
    assert f"渝科协发〔{year}〕1号" in desk.get(page).content.decode()
    head = Letterhead.objects.get()
    desk.post(page, {"letterhead": head.pk, "year": year, "purpose": "印发通知"})
    assert str(DocumentNumber.objects.get()) == f"渝科协发〔{year}〕1号"
    assert f"渝科协发〔{year}〕2号" in desk.get(page).content.decode()


def test_lists_take_the_same_queries_for_one_row_and_for_three(
    cast: Cast, head: Letterhead, desk: Client
) -> None:
    def counted(page: str) -> int:
        with CaptureQueriesContext(connection) as taken:
            desk.get(reverse(page))
        return len(taken)

    numbered(cast, head)
    few = [counted(page) for page in ("numbers", "letterheads")]
    for turn in range(2):
        other = VALUES | {"unit": cast.district, "code": f"江科协发{turn}"}
        numbered(cast, save_letterhead(other, by=cast.drafter, pk=None))
    assert [counted(page) for page in ("numbers", "letterheads")] == few
