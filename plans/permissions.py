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

from plans.enums import PORTAL_DUTIES, WRITABLE_PHASES, Duty, ProvisionKind, UserKind
from plans.errors import WrongState
from plans.models import (
    Appointment,
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
    """Whether the user holds one of these rights on the plan."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return bool(rights_on(user, plan).plan.intersection(codenames))


def speaks(user: Visitor) -> bool:
    """Whether a person's word counts: with an account in use, whose password nobody else has given
    anew since it was last confirmed (``User.voice_rests``). Whatever decides, releases, confirms
    or manages asks this; what only reads or drafts does not.
    """
    return isinstance(user, User) and user.is_active and not user.voice_rests


def may_manage(user: Visitor, plan: Plan) -> bool:
    """主持: settings, import, rights, freezing, rounds, issue and publication."""
    return speaks(user) and is_staff_of(user, plan, MANAGE_PLAN)


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


def holds(user: Visitor, *duties: Duty) -> bool:
    """Whether one of these rights in the whole portal is in force; read once per user object."""
    if not isinstance(user, User) or not speaks(user):
        return False
    known: set[str] | None = user.__dict__.get("_portal_rights")
    if known is None:
        held = Appointment.objects.in_force().filter(user=user, permission__in=PORTAL_DUTIES)
        known = set(held.values_list("permission", flat=True))
        user.__dict__["_portal_rights"] = known
    return not known.isdisjoint(duties)


def holders(*duties: Duty) -> QuerySet[User]:
    """Whose right in the whole portal is in force, with an account in use."""
    held = Appointment.objects.in_force().filter(permission__in=duties)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk")


def may_create_plan(user: Visitor) -> bool:
    """Start a plan by hand or by import."""
    return holds(user, Duty.CREATE_PLAN)


def may_manage_units(user: Visitor) -> bool:
    """Maintain the directory of units, and name who acts for them."""
    return holds(user, Duty.KEEP_UNITS)


def may_keep_accounts(user: Visitor) -> bool:
    """系统管理员: change, end and reopen accounts; gives no right."""
    return holds(user, Duty.SYSTEM)


def may_see_accounts(user: Visitor) -> bool:
    """See accounts and what rights they hold in the portal."""
    return holds(user, Duty.SYSTEM, Duty.SECURITY)


def may_open_accounts(user: Visitor) -> bool:
    """Open an account and give its link: who keeps accounts, or units with their people."""
    return holds(user, Duty.SYSTEM, Duty.KEEP_UNITS)


def may_keep_mail(user: Visitor) -> bool:
    """系统管理员: see to mail that was not delivered."""
    return holds(user, Duty.SYSTEM)


def may_give_rights(user: Visitor) -> bool:
    """安全管理员: name for the rights in the whole portal, and take them.

    While nobody holds that office, the 系统管理员 names for it, so that there can be one.
    """
    return holds(user, Duty.SECURITY) or (
        holds(user, Duty.SYSTEM) and not holders(Duty.SECURITY).exists()
    )


def may_operate(user: Visitor) -> bool:
    """系统管理员: see to the running of the portal, its state and everybody's jobs."""
    return holds(user, Duty.SYSTEM)


def may_number(user: Visitor) -> bool:
    """Keep the register of document numbers 发文字号 and the letterheads."""
    return may_manage_units(user) or may_create_plan(user)


def may_read_audit(user: Visitor) -> bool:
    """审计管理员: search, export and verify the log."""
    return holds(user, Duty.AUDIT)


def may_draft_reply(user: Visitor, unit: Unit, asked_by: Plan | None = None) -> bool:
    """经办人 of the unit; ``asked_by``: and nobody who manages this plan, which asks the unit."""
    return _unit_right(user, unit, (DRAFT_REPLY, RELEASE_REPLY), asked_by)


def may_release_reply(user: Visitor, unit: Unit, asked_by: Plan | None = None) -> bool:
    """单位负责人 of the unit. ``asked_by``: as for the 经办人."""
    return speaks(user) and _unit_right(user, unit, (RELEASE_REPLY,), asked_by)


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
    return held.exists()


def heads_of(unit: Unit) -> QuerySet[User]:
    """单位负责人: who releases the unit's replies, with an account in use."""
    held = UnitUserObjectPermission.objects.filter(
        content_object=unit, permission__codename=RELEASE_REPLY
    )
    return User.objects.filter(
        pk__in=held.values("user"), is_active=True, kind=UserKind.PERSON
    ).order_by("pk")


def manages_a_plan(user: User) -> bool:
    """Whether the person manages any plan, and may therefore ask units."""
    held = PlanUserObjectPermission.objects.filter(user=user, permission__codename=MANAGE_PLAN)
    return held.exists()


def readable_plans(user: User) -> QuerySet[Plan]:
    """The plans whose draft the user may read, as one query."""
    on_plan = PlanUserObjectPermission.objects.filter(user=user).values("content_object")
    on_chapter = ProvisionUserObjectPermission.objects.filter(user=user).values(
        "content_object__plan"
    )
    return Plan.objects.filter(Q(pk__in=on_plan) | Q(pk__in=on_chapter))


def units_of(user: User) -> QuerySet[Unit]:
    """The units for which the user drafts or releases replies."""
    held = UnitUserObjectPermission.objects.filter(user=user).values("content_object")
    return Unit.objects.filter(pk__in=held)
