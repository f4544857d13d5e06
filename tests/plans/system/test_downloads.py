"""Files sent to the browser: name, type and policy, whatever the content comes from."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.http import Http404
from django.http.response import HttpResponseBase

from plans.models import Attachment
from plans.system.actions.attachments import keep_upload
from plans.system.downloads import download, safe_name, send_file, send_stored, show_pdf
from plans.system.storage import put, remove
from tests.cast import make_cast

VIEWER = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def headers(answer: HttpResponseBase) -> dict[str, str]:
    return {name: value for name, value in answer.items() if name != "Content-Length"}


def test_a_file_is_kept_under_its_chinese_name_and_never_guessed_at() -> None:
    assert headers(send_file(b"a", "意见 表.xlsx", "xlsx")) == {
        "Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Content-Disposition": "attachment; filename*=utf-8''%E6%84%8F%E8%A7%81%20%E8%A1%A8.xlsx",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "Cache-Control": "private, no-store",
    }
    assert "Cache-Control" not in headers(send_file(b"a", "规划.pdf", "pdf", public=True))


def test_only_what_we_know_is_shown() -> None:
    shown = headers(show_pdf(b"%PDF", "样张"))
    assert shown["Content-Disposition"] == "inline; filename*=utf-8''%E6%A0%B7%E5%BC%A0.pdf"
    assert shown["Content-Security-Policy"] == VIEWER
    page = headers(send_file(b"<script>", "a.html", "html", show=True))
    assert page["Content-Type"] == "application/octet-stream"
    assert page["Content-Disposition"] == 'attachment; filename="a.html"'


@pytest.mark.parametrize("content", [b"ab", BytesIO(b"ab"), iter(["a", "b"])])
def test_bytes_files_and_lines_arrive_whole(content: object) -> None:
    answer = send_file(content, "a.csv", "csv")  # type: ignore[arg-type]
    assert b"".join(answer) == b"ab"
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("报告\u202efdp.exe", "报告fdp.exe"),
        ("../../etc/a.pdf", "..／..／etc／a.pdf"),
        ("a\r\nSet-Cookie: b.txt", "aSet-Cookie: b.txt"),
        ("\u200b", "文件"),
    ],
)
def test_a_name_hides_nothing(name: str, shown: str) -> None:
    assert safe_name(name) == shown


@pytest.mark.django_db
def test_an_upload_is_never_shown_and_a_lost_file_is_not_there() -> None:
    kept = keep_upload("页.txt", "文字".encode(), by=make_cast().officer)
    answer = headers(download(Attachment.objects.get(pk=kept.pk)))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%E9%A1%B5.txt"
    remove(kept.path)
    with pytest.raises(Http404):
        download(kept)


@pytest.mark.django_db
def test_the_ending_of_a_stored_file_says_its_type() -> None:
    put("test/a.zip", b"PK")
    answer = send_stored("test/a.zip", "函件.zip")
    assert answer.headers["Content-Type"] == "application/zip"
    answer.close()
    for gone in ("", "test/none.zip"):
        with pytest.raises(Http404):
            send_stored(gone, "函件.zip")
