"""The three probes: what machines are told, and whom they are told it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from plans.operation import parts
from plans.system.tasks import sweep_jobs
from tests.cast import make_cast


@pytest.fixture(autouse=True)
def looked_at_anew() -> Iterator[None]:
    """What was found a second ago counts for nothing here."""
    parts._readiness.cache_clear()
    yield
    parts._readiness.cache_clear()


def told(client: Client, **extra: str) -> tuple[int, dict[str, tuple[bool, str]]]:
    answer = client.get("/readyz", **extra)  # type: ignore[arg-type]
    found = json.loads(answer.content)
    assert found["ready"] is (answer.status_code == 200)
    return answer.status_code, {
        one["part"]: (one["good"], one["sentence"]) for one in found["parts"]
    }


GOOD = {
    "database": (True, "数据库可以连接。"),
    "migrations": (True, "数据表与程序版本一致。"),
    "broker": (True, "消息队列可以写入。"),
    "storage": (True, "文件存储可以写入。"),
}


def test_alive_asks_no_database(client: Client) -> None:
    """Not marked for the database: any query would fail."""
    answer = client.get("/healthz", headers={"host": "10.1.2.3:8000"})
    assert (answer.status_code, answer.json()) == (200, {"alive": True})
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db
def test_ready_says_a_sentence_for_each_part(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = ""
    status, parts = told(client, HTTP_HOST="10.1.2.3:8000")
    assert (status, parts) == (200, GOOD)


@pytest.mark.django_db
def test_a_table_that_is_not_there_yet_is_no_readiness(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("plans", "0013_appointments")
    status, parts = told(client)
    assert (status, parts["migrations"]) == (503, (False, "数据表不是这个版本的，还差1步。"))


@pytest.mark.django_db
def test_a_folder_that_cannot_be_written_is_no_readiness(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("x")
    settings.FILES_ROOT = in_the_way / "files"
    status, parts = told(client)
    wanted = (False, "文件存储不能写入：路径上有一个不是文件夹。")
    assert (status, parts["storage"]) == (503, wanted)
    assert str(tmp_path) not in client.get("/readyz").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("networks", "address", "status"),
    [
        ([], "127.0.0.1", 404),
        (["10.0.0.0/8"], "10.200.3.4", 200),
        (["10.0.0.0/8"], "::ffff:10.200.3.4", 200),
        (["10.0.0.0/8"], "11.0.0.1", 404),
        (["10.0.0.0/8"], "not an address", 404),
        (["2001:db8::/32"], "2001:db8::7", 200),
        (["2001:db8::/32"], "10.0.0.1", 404),
    ],
)
def test_figures_are_for_the_addresses_that_were_named(
    client: Client, settings: Settings, networks: list[str], address: str, status: int
) -> None:
    settings.METRICS_FROM = tuple(map(ip_network, networks))
    assert client.get("/metrics", REMOTE_ADDR=address).status_code == status


@pytest.mark.django_db
def test_prometheus_reads_the_figures(client: Client, settings: Settings) -> None:
    make_cast()
    settings.METRICS_FROM = (ip_network("127.0.0.1"),)
    sweep_jobs.apply()
    answer = client.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain")
    families = {one.name: one for one in text_string_to_metric_families(answer.content.decode())}
    assert sorted(families) == [
        "portal_audit_oldest_unsealed_seconds",
        "portal_clock_age_seconds",
        "portal_clock_skew_seconds",
        "portal_disk_free_bytes",
        "portal_job_oldest_waiting_seconds",
        "portal_jobs",
        "portal_mail",
        "portal_mail_oldest_waiting_seconds",
        "portal_ready",
        "portal_troubles",
    ]
    labels = {
        name: [next(iter(one.labels.values()), "") for one in family.samples]
        for name, family in families.items()
    }
    assert labels["portal_ready"] == ["database", "migrations", "broker", "storage"]
    assert labels["portal_clock_age_seconds"] == ["plans.sweep_jobs"]
    assert labels["portal_jobs"] == ["queued", "running", "failed"]
    assert labels["portal_mail"] == ["waiting", "failed"]
    assert labels["portal_disk_free_bytes"] == ["data", "files"]
    (skew,) = families["portal_clock_skew_seconds"].samples
    assert abs(skew.value) < 5


@pytest.mark.django_db
def test_figures_cost_few_queries_however_much_waits(
    client: Client, settings: Settings, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    settings.METRICS_FROM = (ip_network("127.0.0.1"),)
    with django_assert_max_num_queries(16):
        client.get("/metrics")
