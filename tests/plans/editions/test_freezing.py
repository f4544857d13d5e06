"""定版: hashed, complete, unique by label, and never changed again: not even by SQL."""

from __future__ import annotations

import hashlib
import json
from importlib import import_module

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from plans.drafting.actions.revising import Origin
from plans.drafting.actions.writing import save_provision
from plans.drafting.queries import plan_tree
from plans.editions.actions.freezing import edition_is_intact, freeze_edition
from plans.editions.queries import edition_tree
from plans.enums import EditionKind
from plans.errors import InvalidInput, NotAllowed
from plans.models import AuditEntry, Edition, EditionProvision, Plan
from plans.text.tree import PlanTree
from tests.cast import Cast, make_cast, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return make_plan(cast.drafter)


@pytest.fixture
def edition(cast: Cast, plan: Plan) -> Edition:
    return freeze_edition(plan.pk, by=cast.drafter, label=" 初稿 ", note="第一次")


def test_an_edition_holds_the_text_with_its_numbers(plan, edition):
    assert (edition.label, edition.note) == ("初稿", "第一次")
    assert edition_tree(edition) == plan_tree(plan)
    rows = edition.provisions.values_list("order", "number", "title", "parent__title")
    assert list(rows) == [
        (0, "一、", "总体要求", None),
        (1, "二、", "重点任务", None),
        (2, "1.", "强化引领", "重点任务"),
        (3, "2.", "服务创新", "重点任务"),
    ]


def test_the_hash_is_that_of_the_canonical_content(plan, edition):
    ids = {row.title: row.pk for row in plan.provisions.all()}

    def row(number, kind, title, text, parent=None, run_in=False):
        above = ids[parent] if parent else None
        return {
            "id": ids[title],
            "parent": above,
            "kind": kind,
            "number": number,
            "title": title,
            "run_in": run_in,
            "text": text,
        }

    content = {
        "schema": 1,
        "title": "测试规划",
        "preamble": "引言一段。",
        "provisions": [
            row("一、", "chapter", "总体要求", "坚持服务大局。\n——坚持守正创新。"),
            row("二、", "chapter", "重点任务", ""),
            row("1.", "task", "强化引领", "深入开展活动。", "重点任务", True),
            row("2.", "task", "服务创新", "建设创新平台。", "重点任务", True),
        ],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert edition.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_later_edits_do_not_reach_an_edition(cast, plan, edition):
    row = plan.provisions.get(title="强化引领")
    save_provision(
        row.pk, by=cast.drafter, expected_version=1, title="改", text="改。", origin=Origin()
    )
    frozen = edition_tree(edition)
    assert frozen != plan_tree(plan)
    assert edition_is_intact(edition, frozen)
    assert not edition_is_intact(edition, PlanTree(frozen.title, "", frozen.nodes))


@pytest.mark.parametrize(
    ("phase", "kind"),
    [
        *(("drafting", "consultation"), ("consulting", "revised"), ("revising", "submitted")),
        ("deliberating", "deliberated"),
    ],
)
def test_the_kind_is_what_the_phase_is_for_unless_one_is_named(cast, plan, phase, kind):
    Plan.objects.filter(pk=plan.pk).update(phase=phase)
    usual = freeze_edition(plan.pk, by=cast.drafter, label="初稿")
    named = freeze_edition(plan.pk, by=cast.drafter, label="定稿", kind=EditionKind.OTHER)
    assert (usual.kind, named.kind) == (kind, "other")
    assert usual.sha256 == named.sha256


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        *(("征求意见稿", "consultation"), ("第二次征求意见稿（修改）", "consultation")),
        *(("送审稿", "submitted"), ("审议稿（二稿）", "deliberated"), ("规划草案", "draft")),
        *(("修改稿", "revised"), ("初稿", "first"), ("定稿", "final"), ("压测稿", "other")),
    ],
)
def test_the_migration_reads_the_kind_of_an_old_edition_from_its_label(label, kind):
    migration = import_module("plans.migrations.0005_kind_of_edition")
    assert migration.kind_of(label) == kind


def test_a_label_is_used_once(cast, plan, edition):
    for label in ("初稿", "", "稿" * 41, "秘密★稿"):
        with pytest.raises(InvalidInput):
            freeze_edition(plan.pk, by=cast.drafter, label=label)
    assert [one.label for one in Edition.objects.all()] == ["初稿"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(
            plan=plan, label="初稿", title="甲", frozen_by=cast.drafter, frozen_at=edition.frozen_at
        )


def test_only_a_manager_freezes(cast, plan):
    for user in (cast.outsider, cast.writer, cast.officer):
        with pytest.raises(NotAllowed):
            freeze_edition(plan.pk, by=user, label="初稿")
    assert not Edition.objects.exists()


def test_an_empty_plan_is_not_frozen(cast):
    empty = make_plan(cast.drafter, "kong", PlanTree("空规划"))
    with pytest.raises(InvalidInput):
        freeze_edition(empty.pk, by=cast.drafter, label="初稿")


def test_freezing_is_audited(plan, edition):
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.plan, entry.new) == (
        "edition.freeze",
        plan,
        {"kind": "consultation", "label": "初稿", "sha256": edition.sha256},
    )


@pytest.mark.parametrize(
    ("model", "column"),
    [
        (Edition, "title"),
        (Edition, "sha256"),
        (Edition, "note"),
        (EditionProvision, "text"),
        (EditionProvision, "number"),
        (AuditEntry, "new"),
        (AuditEntry, "at"),
    ],
)
def test_the_database_refuses_to_change_what_is_sealed(edition, model, column):
    before = list(model.objects.order_by("pk").values())
    update = f"UPDATE {model._meta.db_table} SET {column} = {column}"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(update)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.order_by("pk").first().save()
    assert list(model.objects.order_by("pk").values()) == before
