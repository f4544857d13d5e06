"""Lines of the log say whose they are, and a page of a fault says under which number it stands."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from config.logs import JsonLines, PlainLines
from plans.system import jobs
from plans.system.views.broken import BARE
from tests.cast import make_cast

NUMBER = re.compile(r"[0-9a-f]{12}")
SLOW = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s) "
    "SELECT count(*) FROM n"
)


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the log of production says, requests among it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines(json_ensure_ascii=False))
    done, root = logging.getLogger("portal.done"), logging.getLogger()
    level = done.level
    done.setLevel("INFO")
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)
    done.setLevel(level)


def said(lines: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


@pytest.mark.django_db
def test_a_request_leaves_one_line_with_its_person_and_address(lines: io.StringIO) -> None:
    cast = make_cast()
    client = Client()
    client.force_login(cast.officer, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse("asked"), {"q": "private"}, REMOTE_ADDR="203.0.113.9")
    (line,) = said(lines)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d", str(line["time"]))
    assert isinstance(line["ms"], int)
    assert {name: line[name] for name in line if name not in ("time", "ms")} == {
        "level": "INFO",
        "logger": "portal.done",
        "message": "GET /asked/",
        "request": answer.headers["X-Request-ID"],
        "user": cast.officer.pk,
        "address": "203.0.113.9",
        "status": 200,
    }


@pytest.mark.parametrize(
    ("proxy", "forwarded", "given", "kept"),
    [
        ("127.0.0.1", "203.0.113.9", "from-the-proxy_1", True),
        ("127.0.0.1", "", "from-somebody", False),
        (None, "203.0.113.9", "from-somebody", False),
        ("127.0.0.1", "203.0.113.9", "short", False),
        ("127.0.0.1", "203.0.113.9", "a" * 65, False),
        ("127.0.0.1", "203.0.113.9", "line\nend-of-line", False),
    ],
)
def test_the_number_of_a_trusted_proxy_is_taken_and_no_other(
    client: Client, settings: Settings, proxy: str | None, forwarded: str, given: str, kept: bool
) -> None:
    settings.TRUSTED_PROXY = proxy
    headers = {"x-request-id": given} | ({"x-forwarded-for": forwarded} if forwarded else {})
    number = client.get("/healthz", headers=headers).headers["X-Request-ID"]
    assert number == given if kept else NUMBER.fullmatch(number)


@pytest.mark.django_db
def test_a_fault_shows_the_number_under_which_the_log_knows_it(
    settings: Settings, lines: io.StringIO
) -> None:
    settings.ROOT_URLCONF = "tests.plans.system.fault_urls"
    client = Client(raise_request_exception=False)
    answer = client.get("/fault/")
    number = answer.headers["X-Request-ID"]
    assert (answer.status_code, number in answer.content.decode()) == (500, True)
    (line,) = [one for one in said(lines) if "exception" in one]
    assert (line["request"], "RuntimeError" in str(line["exception"])) == (number, True)
    assert "sIg-9" not in lines.getvalue()
    told = client.get("/fault/", headers={"x-requested-with": "fetch"})
    assert told.json() == {
        "message": "系统出现故障，操作没有完成，请过几分钟再试。"
        f"编号：{told.headers['X-Request-ID']}。"
    }


@pytest.mark.django_db
def test_a_fault_in_the_page_of_the_fault_is_still_no_english(
    settings: Settings, tmp_path: Path
) -> None:
    """Static files that were never collected: the page's own styles have no address."""
    settings.ROOT_URLCONF = "tests.plans.system.fault_urls"
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    answer = Client(raise_request_exception=False).get("/fault/")
    number = answer.headers["X-Request-ID"]
    assert (answer.status_code, answer.content.decode()) == (500, BARE.format(number=number))


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/nowhere/", "/?x=%00"])
def test_a_refusal_shows_the_number_too(client: Client, address: str) -> None:
    answer = client.get(address)
    number = answer.headers["X-Request-ID"]
    assert (answer.status_code in (400, 404), number in answer.content.decode()) == (True, True)


@pytest.mark.django_db
def test_a_slow_query_is_named_without_its_values(settings: Settings, lines: io.StringIO) -> None:
    settings.SLOW_QUERY_MS = 1
    with connection.cursor() as cursor:
        cursor.execute(SLOW, [234_567])
    (line,) = [one for one in said(lines) if one["logger"] == "portal.queries"]
    assert str(line["message"]).startswith("slow query: WITH RECURSIVE n(i) AS")
    assert (line["level"], "234567" in lines.getvalue()) == ("WARNING", False)


@pytest.mark.django_db
def test_what_a_worker_says_bears_the_jobs_id(lines: io.StringIO) -> None:
    job = jobs.enqueue("plans.render", by=make_cast().drafter, label="试验", key="0" * 64)

    def work(_attempt: jobs.Attempt) -> dict[str, str]:
        logging.getLogger("anywhere").warning("in the middle")
        raise RuntimeError("broken")

    jobs.run(job.pk, work)
    found = {str(one["message"]): one.get("job") for one in said(lines)}
    assert found == {
        "in the middle": job.pk,
        f"job {job.pk} failed": job.pk,
        "plans.render, attempt 1": job.pk,
    }


def test_a_plain_line_has_the_same_in_brackets() -> None:
    record = logging.LogRecord("a", logging.WARNING, "", 0, "slow", None, None)
    record.ms = 12
    line = PlainLines("%(levelname)s %(name)s: %(message)s").format(record)
    assert re.fullmatch(r"WARNING a: slow \[(.* )?ms=12\]", line)
