"""修改对照表, 花脸稿 and 清稿 of two editions."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from django.urls import reverse

from plans.documents.actions import draw
from plans.drafting.actions.revising import Origin
from plans.drafting.actions.tree import add_provision, delete_provision, move_provision
from plans.drafting.actions.writing import save_provision
from plans.editions.actions.freezing import freeze_edition
from plans.editions.actions.redlines import make_redline, request_redline
from plans.editions.papers import comparison_document
from plans.enums import FileFormat, JobState
from plans.errors import InvalidInput
from plans.models import Edition
from plans.system import jobs, storage
from tests.cast import Cast, make_cast, make_plan

pytestmark = pytest.mark.django_db
WHY = Origin("试改")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def pair(cast: Cast) -> tuple[Edition, Edition]:
    """The plan before and after a rewording, an addition, a deletion and a move."""
    plan = make_plan(cast.drafter)
    old = freeze_edition(plan.pk, by=cast.drafter, label="征求意见稿")
    rows = {row.title: row for row in plan.provisions.all()}
    save_provision(
        rows["总体要求"].pk,
        by=cast.drafter,
        expected_version=1,
        title="总体思路",
        text="坚持服务发展大局。\n——坚持守正创新。",
        origin=WHY,
    )
    delete_provision(rows["强化引领"].pk, by=cast.drafter, origin=WHY)
    chapter = rows["总体要求"].pk
    move_provision(
        rows["服务创新"].pk, by=cast.drafter, parent_id=chapter, after_id=None, origin=WHY
    )
    add_provision(
        plan.pk,
        by=cast.drafter,
        kind="task",
        parent_id=rows["重点任务"].pk,
        after_id=None,
        title="培育人才",
        text="办好培训。",
        origin=WHY,
    )
    return old, freeze_edition(plan.pk, by=cast.drafter, label="修改稿")


def cells(document) -> list[list[str]]:
    """The rows of the first table as Word would show them without markup."""
    rows = draw(document, FileFormat.DOCX)
    table = docx.Document(io.BytesIO(rows)).tables[0]
    return [["".join(_texts(cell._tc)) for cell in row.cells] for row in table.rows]


def _texts(element) -> list[str]:
    return [one.text or "" for one in element.iter() if one.tag.endswith(("}t", "}delText"))]


def test_the_table_has_a_row_for_each_change(pair):
    _, *rows = cells(comparison_document(*pair))
    assert rows == [
        ["1", "一、总体思路", "总体要求", "总体思路", "标题修改"],
        ["2", "一、总体思路", "坚持服务大局。", "坚持服务发展大局。", "修改"],
        ["3", "1.服务创新", "2.服务创新", "1.服务创新", "移动位置"],
        ["4", "1.强化引领", "强化引领", "", "删除"],
        ["5", "1.强化引领", "深入开展活动。", "", "删除"],
        ["6", "2.培育人才", "", "培育人才", "新增"],
        ["7", "2.培育人才", "", "办好培训。", "新增"],
    ]


def test_both_files_come_in_one_archive(cast, pair, files):
    job = request_redline(*pair, by=cast.drafter)
    jobs.run(job.pk, make_redline)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.DONE, "")
    with zipfile.ZipFile(io.BytesIO(storage.read(job.result["path"]))) as archive:
        names = archive.namelist()
        tracked, clean = (archive.read(name) for name in names)
    assert names == ["花脸稿（征求意见稿至修改稿）.docx", "清稿（修改稿）.docx"]
    assert [b"w:ins " in _body(content) for content in (tracked, clean)] == [True, False]
    assert "起草人".encode() in _body(tracked)


def _body(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read("word/document.xml")


def test_an_edition_is_not_compared_with_itself(cast, pair):
    with pytest.raises(InvalidInput):
        request_redline(pair[0], pair[0], by=cast.drafter)


def test_the_page_names_the_other_end_of_a_move_and_offers_both_files(client, cast, pair):
    client.force_login(cast.drafter, backend="django.contrib.auth.backends.ModelBackend")
    plan = pair[0].plan
    address = [plan.slug, pair[0].pk, pair[1].pk]
    page = client.get(reverse("compare", args=address)).content.decode()
    assert "移动（原为2.）" in page
    wanted = [
        reverse("redline", args=address),
        *(reverse("comparison", args=[*address, file]) for file in ("docx", "pdf")),
    ]
    for url in wanted:
        assert url in page
        assert client.post(url).headers["Location"].startswith("/jobs/")
    assert client.post(reverse("comparison", args=[*address, "zip"])).status_code == 404
