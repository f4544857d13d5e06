"""Who may do what with a plan: named predicates (user, object) → bool.

guardian says who belongs to which plan, chapter or unit; the plan's phase says whether it may
be done now; a predicate asks both. Views and templates ask these and nothing else. Rights are
granted and revoked by ``grant`` and ``revoke`` alone, those of a ``Duty`` as appointments say.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Q, QuerySet
from guardian.shortcuts import assign_perm, remove_perm

from plans.enums import WRITABLE_PHASES, Duty, ProvisionKind, UserKind
from plans.errors import WrongState
from plans.models import (
    Appointment,
    FourEyes,
    Plan,
    PlanUserObjectPermission,
    Provision,
    ProvisionUserObjectPermission,
    Unit,
    UnitUserObjectPermission,
    User,
)

MANAGE_PLAN, DRAFT_PLAN, READ_DRAFT = "manage_plan", "draft_plan", "read_draft"
LEAD_CHAPTER, WRITE_CHAPTER = "lead_chapter", "write_chapter"
DRAFT_REPLY, RELEASE_REPLY = "draft_reply", "release_reply"
Visitor = User | AnonymousUser


@dataclass(frozen=True)
class Rights:
    """What guardian knows of one user on one plan; read in two queries."""

    plan: frozenset[str]
    chapters: dict[int, frozenset[str]]


def grant(permission: str, user: User, target: Plan | Provision | Unit) -> None:
    """Give one user one right on a plan, chapter or unit.

    A ``Duty`` is given by an appointment in force and by nothing else: WrongState without one.
    """
    if permission in Duty.values and not _is_appointed(permission, user, target):
        raise WrongState("这项职责须先提名，经另一人确认后才生效。")
    assign_perm(permission, user, target)
    user.__dict__.pop("_plan_rights", None)


def revoke(permission: str, user: User, target: Plan | Provision | Unit) -> None:
    """Take the right back; nothing happens where it was not given.

    A ``Duty`` is taken back when its appointment has ended: WrongState before.
    """
    if permission in Duty.values and _is_appointed(permission, user, target):
        raise WrongState("这项职责还在任职期内，须先终止任职。")
    remove_perm(permission, user, target)
    user.__dict__.pop("_plan_rights", None)


def _is_appointed(permission: str, user: User, target: Plan | Provision | Unit) -> bool:
    of_this = {"plan" if isinstance(target, Plan) else "unit": target}
    held = Appointment.objects.in_force().filter(user=user, permission=permission)
    return held.filter(**of_this).exists()


def rights_on(user: User, plan: Plan) -> Rights:
    """The user's rights, read once per user object."""
    known: dict[int, Rights] = user.__dict__.setdefault("_plan_rights", {})
    if plan.pk not in known:
        known[plan.pk] = _read_rights(user, plan)
    return known[plan.pk]


def _read_rights(user: User, plan: Plan) -> Rights:
    on_plan = PlanUserObjectPermission.objects.filter(user=user, content_object=plan)
    on_chapters = ProvisionUserObjectPermission.objects.filter(user=user, content_object__plan=plan)
    chapters: dict[int, set[str]] = {}
    for chapter, codename in on_chapters.values_list("content_object", "permission__codename"):
        chapters.setdefault(chapter, set()).add(codename)
    return Rights(
        frozenset(on_plan.values_list("permission__codename", flat=True)),
        {chapter: frozenset(names) for chapter, names in chapters.items()},
    )


def is_staff_of(user: Visitor, plan: Plan, *codenames: str) -> bool:
    """Whether the user holds one of these rights on the plan; a superuser holds all."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.is_superuser or bool(rights_on(user, plan).plan.intersection(codenames))


def may_manage(user: Visitor, plan: Plan) -> bool:
    """主持: settings, import, rights, freezing, rounds, issue and publication."""
    return is_staff_of(user, plan, MANAGE_PLAN)


def may_read_draft(user: Visitor, plan: Plan) -> bool:
    """See the text under work, its history and editions."""
    if is_staff_of(user, plan, MANAGE_PLAN, DRAFT_PLAN, READ_DRAFT):
        return True
    return isinstance(user, User) and user.is_active and bool(rights_on(user, plan).chapters)


def may_draft(user: Visitor, plan: Plan) -> bool:
    """Change anything in the plan's text and tree, now."""
    return plan.phase in WRITABLE_PHASES and is_staff_of(user, plan, MANAGE_PLAN, DRAFT_PLAN)


def may_edit(user: Visitor, chapter: Provision) -> bool:
    """Change the text of this chapter and what is below it, now.

    A section or task asks its chapter: pass the chapter (``queries.chapter_of``).
    """
    assert chapter.kind == ProvisionKind.CHAPTER
    plan = chapter.plan
    if may_draft(user, plan):
        return True
    if plan.phase not in WRITABLE_PHASES or not isinstance(user, User) or not user.is_active:
        return False
    return bool(rights_on(user, plan).chapters.get(chapter.pk))


def may_lead(user: Visitor, chapter: Provision) -> bool:
    """Assign writers of the chapter and move its drafting state."""
    if may_manage(user, chapter.plan):
        return True
    if not isinstance(user, User) or not user.is_active:
        return False
    return LEAD_CHAPTER in rights_on(user, chapter.plan).chapters.get(chapter.pk, frozenset())


def may_create_plan(user: Visitor) -> bool:
    """Start a plan by hand or by import."""
    return user.is_active and user.has_perm("plans.create_plan")


def may_manage_units(user: Visitor) -> bool:
    """Maintain the directory of units and people."""
    return user.is_active and user.has_perm("plans.manage_units")


def may_number(user: Visitor) -> bool:
    """Keep the register of document numbers 发文字号 and the letterheads."""
    return may_manage_units(user) or may_create_plan(user)


def may_read_audit(user: Visitor) -> bool:
    """Search and export the audit log."""
    return user.is_active and user.has_perm("plans.read_audit")


def may_draft_reply(user: Visitor, unit: Unit, asked_by: Plan | None = None) -> bool:
    """经办人 of the unit; ``asked_by``: and nobody who manages this plan, which asks the unit."""
    return _unit_right(user, unit, (DRAFT_REPLY, RELEASE_REPLY), asked_by)


def may_release_reply(user: Visitor, unit: Unit, asked_by: Plan | None = None) -> bool:
    """单位负责人 of the unit; a superuser is not. ``asked_by``: as for the 经办人."""
    return _unit_right(user, unit, (RELEASE_REPLY,), asked_by)


def _unit_right(
    user: Visitor, unit: Unit, codenames: tuple[str, ...], asked_by: Plan | None
) -> bool:
    if not isinstance(user, User) or not user.is_active:
        return False
    held = UnitUserObjectPermission.objects.filter(
        user=user, content_object=unit, permission__codename__in=codenames
    )
    if asked_by is not None:
        managing = PlanUserObjectPermission.objects.filter(
            user=user, content_object=asked_by, permission__codename=MANAGE_PLAN
        )
        held = held.exclude(Exists(managing))
    return not (asked_by and user.is_superuser) and held.exists()


def may_be_second(user: Visitor, row: FourEyes, *, about: User | None = None) -> bool:
    """Whether a person is independent enough to confirm what another made or entered.

    Not who made it, nor any account that its maker opened (or that such an account opened): the
    maker may know its password; nor who opened the maker's account, who may have made the row
    through it; nor whose account one manager of a plan opened as well as the maker's
    (``are_in_one_hand``). ``about``: to whom the row gives a voice; who opened that account
    is no second person either. Whether the office fits is for the caller to ask as well.
    """
    if not isinstance(user, User) or not user.is_active or user.kind != UserKind.PERSON:
        return False
    maker = row.made_by
    if maker is None or row.in_force:
        return False
    if about is not None and user.pk != about.pk and opened_account(user, about):
        return False
    return not are_in_one_hand(maker, user)


def are_in_one_hand(one: User, other: User) -> bool:
    """Whether one person may have acted through both accounts: they are the same, one opened the
    other, or somebody who manages a plan opened both, directly or in a chain.

    Who only maintains units and people has no part in what is decided and may open all accounts.
    """
    if one.pk == other.pk:
        return True
    mine, theirs = _openers(one), _openers(other)
    if one.pk in theirs or other.pk in mine:
        return True
    common = mine & theirs
    managing = Appointment.objects.in_force().filter(user__in=common, permission=Duty.MANAGER)
    return bool(common) and managing.exists()


def opened_account(opener: User, user: User) -> bool:
    """Whether one opened the other's account, directly or in a chain, and may know its password."""
    return opener.pk in _openers(user)


def heads_of(unit: Unit) -> QuerySet[User]:
    """单位负责人: who releases the unit's replies, with an account in use."""
    held = UnitUserObjectPermission.objects.filter(
        content_object=unit, permission__codename=RELEASE_REPLY
    )
    return User.objects.filter(
        pk__in=held.values("user"), is_active=True, kind=UserKind.PERSON
    ).order_by("pk")


def manages_a_plan(user: User) -> bool:
    """Whether the person manages any plan, and may therefore ask units: a superuser does."""
    held = PlanUserObjectPermission.objects.filter(user=user, permission__codename=MANAGE_PLAN)
    return user.is_superuser or held.exists()


def may_confirm(user: Visitor, row: Appointment) -> bool:
    """Confirm that somebody acts for a unit, or manages a plan; never what one named oneself.

    Of a unit: its head, where an independent one is there, else who maintains units; never the
    person concerned, nor who manages a plan. Of a plan: another manager, or the person concerned.
    """
    if not row.waits or not isinstance(user, User) or not may_be_second(user, row, about=row.user):
        return False
    if row.plan is not None:
        return user.pk == row.user_id or may_manage(user, row.plan)
    assert row.unit is not None
    if not _is_fit_for_unit(user, row):
        return False
    if may_release_reply(user, row.unit):
        return True
    return may_manage_units(user) and not independent_heads(row)


def may_keep(user: Visitor, row: Appointment) -> bool:
    """Keep the list in which the appointment stands: withdraw and end it."""
    if row.plan is not None:
        return may_manage(user, row.plan)
    assert row.unit is not None
    return may_manage_units(user) or may_release_reply(user, row.unit)


def may_see_appointment(user: Visitor, row: Appointment) -> bool:
    """Whom it concerns, who named it, who keeps the list or is to confirm it."""
    concerned = user.pk in (row.user_id, row.made_by_id)
    return concerned or may_keep(user, row) or may_confirm(user, row)


def independent_heads(row: Appointment) -> list[User]:
    """The unit's heads who may confirm this appointment; nobody else may where there are any."""
    assert row.unit is not None
    return [
        one
        for one in heads_of(row.unit)
        if _is_fit_for_unit(one, row) and may_be_second(one, row, about=row.user)
    ]


def _is_fit_for_unit(user: User, row: Appointment) -> bool:
    return user.pk != row.user_id and not manages_a_plan(user)


def _openers(user: User) -> set[int]:
    """Who opened the account, who opened theirs, and so on."""
    found: set[int] = set()
    opener = user.opened_by_id
    while opener is not None and opener not in found:
        found.add(opener)
        opener = User.objects.values_list("opened_by", flat=True).get(pk=opener)
    return found


def readable_plans(user: User) -> QuerySet[Plan]:
    """The plans whose draft the user may read, as one query."""
    if user.is_superuser:
        return Plan.objects.all()
    on_plan = PlanUserObjectPermission.objects.filter(user=user).values("content_object")
    on_chapter = ProvisionUserObjectPermission.objects.filter(user=user).values(
        "content_object__plan"
    )
    return Plan.objects.filter(Q(pk__in=on_plan) | Q(pk__in=on_chapter))


def units_of(user: User) -> QuerySet[Unit]:
    """The units for which the user drafts or releases replies."""
    held = UnitUserObjectPermission.objects.filter(user=user).values("content_object")
    return Unit.objects.filter(pk__in=held)
