"""The audit log: a chain that names the first row touched."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.management import call_command

from plans.models import AuditEntry, AuditSeal
from plans.system.actions.audit_chain import Broken, seal_entries, verify
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
