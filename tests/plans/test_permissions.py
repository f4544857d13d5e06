"""Who may do what with a plan: each predicate against everybody, the answer written out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser

from plans import permissions as may
from plans.editions.actions.freezing import freeze_edition
from plans.enums import Duty, Phase
from plans.models import Appointment, Plan, Provision, User
from plans.system import clock
from tests.cast import Cast, appoint, make_cast, make_plan, make_user, stand

pytestmark = pytest.mark.django_db


class Scene:
    """drafter manages; by right: writer drafts, officer reads; chief leads and member writes
    the second chapter; 停用 holds every right and is not active; 超管 is a superuser, whom
    nothing asks."""

    def __init__(self) -> None:
        self.cast: Cast = make_cast()
        self.plan: Plan = make_plan(self.cast.drafter)
        self.first: Provision = self.plan.provisions.get(title="总体要求")
        self.second: Provision = self.plan.provisions.get(title="重点任务")
        self.retired, self.root = make_user("停用"), make_user("超管")
        for user, right, target in (
            (self.cast.writer, "draft_plan", self.plan),
            (self.cast.officer, "read_draft", self.plan),
            (self.cast.chief, "lead_chapter", self.second),
            (self.cast.member, "write_chapter", self.second),
            (self.retired, "lead_chapter", self.second),
        ):
            may.grant(right, user, target)
        appoint("manage_plan", self.retired, self.plan)
        User.objects.filter(pk=self.retired.pk).update(is_active=False)
        User.objects.filter(pk=self.root.pk).update(is_superuser=True)

    def to(self, phase: str) -> None:
        edition = freeze_edition(self.plan.pk, by=self.cast.drafter, label="送审稿")
        Plan.objects.filter(pk=self.plan.pk).update(phase=phase, approved_edition=edition)
        for row in (self.plan, self.first, self.second):
            row.refresh_from_db()

    def who(self, may_do: Callable[[may.Visitor], bool]) -> set[str]:
        """Names of those who may, read anew from the table; 访客 is nobody in particular."""
        found = {user.full_name for user in User.objects.all() if may_do(user)}
        return found | ({"访客"} if may_do(AnonymousUser()) else set())


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_who_manages_and_who_reads(scene: Scene) -> None:
    assert scene.who(lambda user: may.may_manage(user, scene.plan)) == {"起草人"}
    readers = {"起草人", "协作人", "经办人", "组长", "成员"}
    assert scene.who(lambda user: may.may_read_draft(user, scene.plan)) == readers


def test_a_right_on_one_plan_is_none_on_another(scene: Scene) -> None:
    by = make_user("另一主持人", scene.cast.department)
    stand(by, Duty.CREATE_PLAN)
    other = make_plan(by, "lingyige")
    assert scene.who(lambda user: may.may_read_draft(user, other)) == {"另一主持人"}
    assert scene.who(lambda user: may.may_manage(user, scene.plan)) == {"起草人"}


WRITABLE = ("drafting", "consulting", "revising", "deliberating")


@pytest.mark.parametrize("phase", Phase)
def test_who_drafts_in_each_phase(scene: Scene, phase: Phase) -> None:
    scene.to(phase)
    whole = {"起草人", "协作人"} if phase in WRITABLE else set()
    chapter = whole | {"组长", "成员"} if phase in WRITABLE else set()
    assert scene.who(lambda user: may.may_draft(user, scene.plan)) == whole
    assert scene.who(lambda user: may.may_edit(user, scene.first)) == whole
    assert scene.who(lambda user: may.may_edit(user, scene.second)) == chapter


def test_who_leads_a_chapter(scene: Scene) -> None:
    assert scene.who(lambda user: may.may_lead(user, scene.first)) == {"起草人"}
    assert scene.who(lambda user: may.may_lead(user, scene.second)) == {"起草人", "组长"}


def test_only_a_chapter_is_asked_for_its_right(scene: Scene) -> None:
    task = scene.plan.provisions.get(title="强化引领")
    with pytest.raises(AssertionError):
        may.may_edit(scene.cast.drafter, task)


def test_rights_in_the_whole_portal(scene: Scene) -> None:
    """Each office its own, and none of them anything of the others or of a plan."""
    asked = {
        "create": may.may_create_plan,
        "number": may.may_number,
        "units": may.may_manage_units,
        "accounts": may.may_keep_accounts,
        "see accounts": may.may_see_accounts,
        "mail": may.may_keep_mail,
        "rights": may.may_give_rights,
        "log": may.may_read_audit,
        "read": lambda user: may.may_read_draft(user, scene.plan),
    }
    stand(scene.retired, Duty.SYSTEM, Duty.CREATE_PLAN)
    assert {name: scene.who(predicate) for name, predicate in asked.items()} == {
        "create": {"起草人", "复核人"},
        "number": {"起草人", "复核人"},
        "units": {"起草人", "复核人"},
        "accounts": {"系统员"},
        "see accounts": {"系统员", "安全员"},
        "mail": {"系统员"},
        "rights": {"安全员"},
        "log": {"审计员"},
        "read": {"起草人", "协作人", "经办人", "组长", "成员"},
    }


@pytest.mark.parametrize("duty", ["system_admin", "security_admin", "audit_admin", "create_plan"])
def test_a_right_that_waits_or_has_ended_gives_nothing(scene: Scene, duty: Duty) -> None:
    person = scene.cast.outsider
    row = Appointment.objects.create(user=person, permission=duty, made_by=scene.cast.security)
    assert not may.holds(User.objects.get(pk=person.pk), duty)
    now = clock.now()
    Appointment.objects.filter(pk=row.pk).update(
        confirmed_by=scene.cast.auditor, confirmed_at=now, ended_at=now, ended_by=person
    )
    assert not may.holds(User.objects.get(pk=person.pk), duty)


def test_who_speaks_for_a_unit(scene: Scene) -> None:
    district = scene.cast.district
    appoint("release_reply", scene.retired, district)
    assert scene.who(lambda user: may.may_draft_reply(user, district)) == {"经办人", "负责人"}
    assert scene.who(lambda user: may.may_release_reply(user, district)) == {"负责人"}
    assert scene.who(lambda user: may.may_draft_reply(user, scene.cast.other_district)) == set()
    assert [list(may.units_of(user)) for user in (scene.cast.head, scene.cast.outsider)] == [
        [district], [],
    ]  # fmt: skip


def test_the_list_of_plans_agrees_with_the_right_to_read(scene: Scene) -> None:
    listed = {
        user.full_name
        for user in User.objects.filter(is_active=True)
        if scene.plan in may.readable_plans(user)
    }
    assert listed == {"起草人", "协作人", "经办人", "组长", "成员"}
    assert may.readable_plans(scene.cast.member).count() == 1


def test_a_right_taken_back_is_gone_at_once(scene: Scene) -> None:
    writer = User.objects.get(pk=scene.cast.writer.pk)
    assert may.may_draft(writer, scene.plan)
    may.revoke("draft_plan", writer, scene.plan)
    assert not may.may_draft(writer, scene.plan)
    may.grant("draft_plan", writer, scene.plan)
    assert may.may_draft(writer, scene.plan)


def test_rights_are_read_once_for_a_person(scene: Scene, django_assert_num_queries) -> None:
    writer = User.objects.get(pk=scene.cast.writer.pk)
    with django_assert_num_queries(2):
        assert may.may_draft(writer, scene.plan)
        assert may.may_read_draft(writer, scene.plan)
        assert not may.may_manage(writer, scene.plan)
