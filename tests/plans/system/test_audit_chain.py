"""The audit log: a chain that names the first row touched."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.core.management import call_command

from plans.models import AuditEntry, AuditSeal
from plans.system.actions.audit_chain import Broken, next_link, seal_entries, verify
from tests.cast import make_cast, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed() -> list[AuditEntry]:
    make_plan(make_cast().drafter)
    make_plan(AuditEntry.objects.all()[0].actor, "zweiter")
    seal_entries(settle=timedelta(seconds=-1))
    return list(AuditEntry.objects.order_by("id"))


def test_the_chain_holds_and_grows(sealed: list[AuditEntry]) -> None:
    assert verify() is None
    assert AuditSeal.objects.count() == len(sealed)
    assert seal_entries() == 0


def test_young_entries_wait() -> None:
    make_plan(make_cast().drafter)
    assert (seal_entries(), AuditSeal.objects.count()) == (0, 0)


def test_a_removed_link_is_named(sealed: list[AuditEntry]) -> None:
    AuditSeal.objects.get(number=1).delete()
    broken = verify()
    assert broken is not None
    assert (broken.entry_id, broken.reason) == (sealed[1].pk, "链中缺少第1环。")


def test_a_forged_link_is_named(sealed: list[AuditEntry]) -> None:
    AuditSeal.objects.filter(number=1).update(sha256="0" * 64)
    assert verify() == Broken(sealed[0].pk, "记录内容与封存时的散列值不一致。")


def test_the_command_exports_and_verifies(sealed: list[AuditEntry]) -> None:
    out = io.StringIO()
    call_command("export_audit", stdout=out)
    assert len(out.getvalue().splitlines()) == len(sealed)
    call_command("export_audit", "--verify", stdout=out)
    assert "完整" in out.getvalue()
    AuditSeal.objects.filter(number=2).update(sha256="0" * 64)
    with pytest.raises(SystemExit):
        call_command("export_audit", "--verify", stdout=out, stderr=io.StringIO())


def test_each_link_covers_every_column_and_the_links_before() -> None:
    """Both digests were taken with sha256sum from the lines as they stand here."""
    made = AuditEntry(
        pk=7,
        at=datetime(2026, 3, 1, 9, 30, 0, 125, tzinfo=timezone(timedelta(hours=8))),
        actor_id=3,
        action="plan.create",
        object_type="plans.plan",
        object_id="12",
        plan_id=12,
        old={},
        new={"title": "测试规划"},
        address="10.0.0.7",
    )
    first = (
        "0000000000000000000000000000000000000000000000000000000000000000\n"
        '{"action": "plan.create", "actor": 3, "address": "10.0.0.7", '
        '"at": "2026-03-01T01:30:00.000125+00:00", "id": 7, "new": {"title": "测试规划"}, '
        '"object_id": "12", "object_type": "plans.plan", "old": {}, "plan": 12}'
    )
    link = "7d21f4ea9b9b782b1cd6ba7ca89f3a8b6110348cd29cba0efae26c3be82e9c3d"
    assert hashlib.sha256(first.encode()).hexdigest() == link
    assert next_link("0" * 64, made) == link
    came = AuditEntry(
        pk=9, at=datetime(2026, 3, 1, 1, 30, 1, tzinfo=UTC), actor_id=4, action="session.login",
        object_type="plans.user", object_id="4", old={"a": 1}, new={},
    )  # fmt: skip
    second = (
        f"{link}\n"
        '{"action": "session.login", "actor": 4, "address": null, '
        '"at": "2026-03-01T01:30:01+00:00", "id": 9, "new": {}, "object_id": "4", '
        '"object_type": "plans.user", "old": {"a": 1}, "plan": null}'
    )
    link_after = "4b357a0ee444facdf503b75fd077a4b7a518177b4811a64c87409fe221ec0306"
    assert hashlib.sha256(second.encode()).hexdigest() == link_after
    assert next_link(link, came) == link_after


def test_the_chain_begins_at_nothing_and_follows_the_log(sealed: list[AuditEntry]) -> None:
    link = "0000000000000000000000000000000000000000000000000000000000000000"
    expected = []
    for number, entry in enumerate(sealed, start=1):
        link = next_link(link, entry)
        expected.append((number, entry.pk, link))
    kept = AuditSeal.objects.order_by("number").values_list("number", "entry", "sha256")
    assert list(kept) == expected
