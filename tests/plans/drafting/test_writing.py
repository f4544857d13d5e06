"""Saving text: one Version per save, nothing overwritten unseen, nothing written when refused."""

from __future__ import annotations

import pytest
import reversion
from reversion.models import Revision, Version

from plans.drafting.actions.revising import Origin
from plans.drafting.actions.tree import delete_provision
from plans.drafting.actions.unsaved import Unsaved, autosave
from plans.drafting.actions.writing import restore_provision_text, save_plan_text, save_provision
from plans.editions.actions.freezing import freeze_edition
from plans.enums import WRITABLE_PHASES, Phase
from plans.errors import InvalidInput, NotAllowed, StaleVersion, WrongState
from plans.models import AuditEntry, Autosave, Change, Plan, Provision
from tests.cast import Cast, make_cast, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return make_plan(cast.drafter)


@pytest.fixture
def row(plan: Plan) -> Provision:
    return plan.provisions.get(title="强化引领")


def written() -> tuple[int, int, int, int]:
    """How many revisions, versions, changes and audit entries there are."""
    counts = (Revision.objects, Version.objects, Change.objects, AuditEntry.objects)
    first, second, third, fourth = (rows.count() for rows in counts)
    return first, second, third, fourth


def save(cast: Cast, row: Provision, text: str, expected: int | None = None, **more):
    return save_provision(
        row.pk,
        by=more.pop("by", cast.drafter),
        expected_version=row.version if expected is None else expected,
        title=more.pop("title", row.title),
        text=text,
        origin=more.pop("origin", Origin("试改")),
        **more,
    )


def test_a_save_is_one_version_with_author_reason_and_source(cast, row):
    before = written()
    origin = Origin("按意见修改", source="comment:137", recorded_for="李主席")
    version = save(cast, row, "深入开展活动。\n再加一段。", origin=origin)
    assert written() == tuple(count + 1 for count in before)
    change = version.change
    assert (version.revision.user, version.revision.comment) == (cast.drafter, "按意见修改")
    assert (change.number, change.kind, change.source, change.recorded_for, change.scan) == (
        2,
        "edit",
        "comment:137",
        "李主席",
        None,
    )
    assert version.field_dict["text"] == "深入开展活动。\n再加一段。"
    row.refresh_from_db()
    assert (row.version, row.text, row.run_in) == (2, "深入开展活动。\n再加一段。", True)


def test_a_save_leaves_one_audit_row_with_old_and_new(cast, plan, row):
    version = save(cast, row, "新。", title="新标题。")
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.actor, entry.plan, entry.object_type, entry.object_id) == (
        "provision.save",
        cast.drafter,
        plan,
        "plans.provision",
        str(row.pk),
    )
    assert entry.old == {"title": "强化引领", "version": 1}
    assert entry.new == {"title": "新标题", "version": 2, "revision": version.revision_id}


def test_an_unchanged_save_makes_no_revision(cast, row):
    first = save(cast, row, "新。")
    before = written()
    row.refresh_from_db()
    assert (save(cast, row, "新。"), written()) == (first, before)


def test_line_ends_alone_are_no_change(cast, row):
    save(cast, row, "甲\n乙")
    row.refresh_from_db()
    before = written()
    save(cast, row, "甲\r\n乙")
    assert written() == before


def test_the_same_text_sent_twice_is_saved_once(cast, row):
    first = save(cast, row, "新。")
    before = written()
    assert save(cast, row, "新。", expected=1) == first
    assert written() == before


def test_a_stale_save_writes_nothing_and_keeps_the_unsaved_text(cast, row):
    save(cast, row, "别人先改。")
    autosave(row, Unsaved(1, row.title, "我的。"), by=cast.drafter)
    before = written()
    with pytest.raises(StaleVersion) as refused:
        save(cast, row, "我的。", expected=1)
    assert refused.value.current_version == 2
    row.refresh_from_db()
    assert (row.text, written()) == ("别人先改。", before)
    assert [one.text for one in Autosave.objects.all()] == ["我的。"]


def test_a_save_settles_only_ones_own_copies_that_say_the_same(cast, row):
    for user, text in ((cast.drafter, "新。"), (cast.drafter, "另。"), (cast.writer, "新。")):
        Autosave.objects.create(
            user=user, provision=row, base_version=1, title=row.title, text=text
        )
    save(cast, row, "新。")
    waiting = Autosave.objects.filter(settled_at=None).order_by("pk")
    assert [(one.user, one.text) for one in waiting] == [
        (cast.drafter, "另。"),
        (cast.writer, "新。"),
    ]


def test_it_refuses_to_run_inside_an_open_revision(cast, row):
    before = written()
    with pytest.raises(RuntimeError), reversion.create_revision():
        save(cast, row, "新。")
    row.refresh_from_db()
    assert (row.version, row.text, written()) == (1, "深入开展活动。", before)


@pytest.mark.parametrize("mark", ["秘密★1年", "机密★", "绝 密☆"])
@pytest.mark.parametrize("where", ["title", "text"])
def test_a_mark_of_secrecy_is_refused_and_not_kept(cast, row, mark, where):
    before = written()
    values = {"title": row.title, "text": row.text} | {where: f"前{mark}后"}
    with pytest.raises(InvalidInput):
        save(cast, row, values["text"], title=values["title"])
    with pytest.raises(InvalidInput):
        autosave(row, Unsaved(1, **values), by=cast.drafter)
    assert (written(), Autosave.objects.count()) == (before, 0)


@pytest.mark.parametrize(
    ("title", "text"), [("", "甲"), ("。", "甲"), ("甲\n乙", ""), ("甲" * 301, ""), ("甲", "\x00")]
)
def test_what_cannot_be_kept_is_refused(cast, row, title, text):
    before = written()
    with pytest.raises(InvalidInput):
        save(cast, row, text, title=title)
    assert written() == before


def test_only_who_may_edit_saves(cast, row):
    before = written()
    for user in (cast.outsider, cast.officer, cast.writer):
        with pytest.raises(NotAllowed):
            save(cast, row, "新。", by=user)
    assert written() == before


@pytest.mark.parametrize("phase", Phase)
def test_the_phase_says_whether_text_may_be_saved(cast, plan, row, phase):
    edition = freeze_edition(plan.pk, by=cast.drafter, label="初稿")
    Plan.objects.filter(pk=plan.pk).update(phase=phase, approved_edition=edition)
    if phase in WRITABLE_PHASES:
        assert save(cast, row, "新。").change.number == 2
        return
    with pytest.raises(NotAllowed):
        save(cast, row, "新。")


def test_what_was_deleted_is_not_saved(cast, row):
    delete_provision(row.pk, by=cast.drafter, origin=Origin())
    before = written()
    with pytest.raises(WrongState):
        save(cast, row, "删后。", expected=2)
    assert written() == before


def test_the_plans_title_and_preamble_are_versioned_text(cast, plan):
    def rename(title: str, expected: int):
        return save_plan_text(
            plan.pk,
            by=cast.drafter,
            expected_version=expected,
            title=title,
            preamble="引言。",
            origin=Origin("改名"),
        )

    version = rename("第十四个五年规划", 1)
    assert (version.change.number, version.change.provision) == (2, None)
    assert version.field_dict == {"title": "第十四个五年规划", "preamble": "引言。"}
    assert rename("第十四个五年规划", 2) == version
    with pytest.raises(StaleVersion):
        rename("又一个名称", 1)


def test_restoring_is_a_new_save_of_the_old_text(cast, row):
    first = Change.objects.get(provision=row)
    save(cast, row, "新。", title="新标题")
    version = restore_provision_text(first, by=cast.drafter, expected_version=2)
    row.refresh_from_db()
    assert (row.title, row.text, row.run_in, row.version) == (
        "强化引领",
        "深入开展活动。",
        True,
        3,
    )
    assert (version.change.source, version.revision.comment) == (
        f"restore:{first.pk}",
        "恢复到第1版",
    )
    assert Change.objects.filter(provision=row).count() == 3
