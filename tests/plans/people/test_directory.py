"""单位名录: a sheet is read line by line, written whole or not at all."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from plans.errors import InvalidInput
from plans.models import Unit, User
from plans.people.queries import people_of
from plans.people.unit_sheet import read_sheet
from plans.permissions import may_release_reply
from tests.cast import Cast, make_cast

HEAD = ["单位名称", "类别", "责任领导", "联系电话", "电子邮箱"]


def sheet(*rows: Sequence[object]) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_sheet_becomes_rows() -> None:
    content = sheet(HEAD, ["市气象学会", "市级学会", "张三", 63001234.0, None], [None] * 5)
    found = read_sheet("单位.xlsx", content)
    assert (found.rows, found.errors) == (
        [{"name": "市气象学会", "kind": "society", "leader": "张三", "phone": "63001234"}],
        [],
    )


def test_each_wrong_line_is_named() -> None:
    content = sheet(
        HEAD,
        ["甲", "学会", None, None, None],
        [None, "市级学会", None, None, "不是邮箱"],
        ["甲", "市级学会", None, None, None],
    )
    assert read_sheet("单位.xlsx", content).errors == [
        "第2行：类别“学会”不在范围内，应为机关部室、区县科协、市级学会、直属单位、企事业科协、"
        "市级部门、上级单位、其他之一。",
        "第3行：没有填写单位名称。",
        "第3行：电子邮箱“不是邮箱”格式不对。",
        "第4行：单位名称与第2行重复。",
    ]


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"text", sheet(["名称"]), sheet(HEAD)])
def test_what_is_no_such_sheet_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidInput):
        read_sheet("单位.xlsx", content)


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_an_import_is_previewed_then_written_whole(cast: Cast) -> None:
    client = client_of(cast.drafter)
    content = sheet(HEAD, ["市气象学会", "市级学会", "张三"], ["渝中区科协", "区县科协", "李四"])
    seen = client.post(reverse("import_units"), {"file": SimpleUploadedFile("单位.xlsx", content)})
    assert not Unit.objects.filter(name="市气象学会").exists()
    client.post(reverse("keep_units"), {"kept": seen.context["kept"]})
    found = Unit.objects.filter(name__in=["市气象学会", "渝中区科协"]).values_list("name", "leader")
    assert dict(found) == {"市气象学会": "张三", "渝中区科协": "李四"}


def test_a_forged_preview_writes_nothing(cast: Cast) -> None:
    before = Unit.objects.count()
    client_of(cast.drafter).post(reverse("keep_units"), {"kept": '[{"name": "x"}]'})
    assert Unit.objects.count() == before


def test_a_person_is_made_and_named_and_the_units_facts_are_saved(cast: Cast) -> None:
    client = client_of(cast.drafter)
    person = {"username": "zhao", "full_name": "赵六"}
    client.post(reverse("new_person", args=[cast.other_district.pk]), person)
    made = User.objects.get(username="zhao")
    named = {"duty": "release_reply"}
    client.post(reverse("name_for_unit", args=[cast.other_district.pk, made.pk]), named)
    roles = {
        one.user.username: [role.duty.label for role in one.roles if role.appointment]
        for one in people_of(cast.other_district)
    }
    assert roles == {"局外人": [], "zhao": ["单位负责人"]}
    assert (made.opened_by, may_release_reply(made, cast.other_district)) == (cast.drafter, False)
    client.post(reverse("unit", args=[cast.other_district.pk]), {"kind": "district", "leader": ""})
    cast.other_district.refresh_from_db()
    assert cast.other_district.leader == ""
