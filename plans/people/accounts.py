"""The list of accounts: filters, what one line shows, and who is dormant."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db.models import Q, QuerySet, TextChoices

from plans.enums import OFFICES, PORTAL_DUTIES, Act, Duty, UserKind
from plans.models import Appointment, AuditEntry, Unit, User
from plans.system import clock


class AccountState(TextChoices):
    """How accounts are looked for in their list."""

    ACTIVE = "active", "在用"
    DORMANT = "dormant", "长期未登录"
    TERM = "term", "有到期日"
    DEMO = "demo", "演示账号"
    ENDED = "ended", "已停用"


@dataclass(frozen=True)
class Wanted:
    """Filters of the list; what is empty leaves all."""

    q: str = ""
    unit: Unit | None = None
    state: str = ""
    duty: str = ""


@dataclass(frozen=True)
class Line:
    """One account as the list shows it."""

    user: User
    state: str
    tone: str
    duties: list[str] = field(default_factory=list)


def dormant() -> Q:
    """In use on paper: no sign-in for so many days, since it was opened where there was none.

    Those of the demo are none: its years have passed without a sign-in.
    """
    since = clock.now() - timedelta(days=settings.DORMANT_DAYS)
    never = Q(last_login__isnull=True, date_joined__lt=since)
    return Q(is_active=True, is_demo=False) & (never | Q(last_login__lt=since))


def found(wanted: Wanted) -> QuerySet[User]:
    """People's accounts that the filters leave, in the order in which they were opened."""
    rows = User.objects.filter(kind=UserKind.PERSON).select_related("unit")
    if wanted.q:
        words = Q(full_name__icontains=wanted.q) | Q(username__icontains=wanted.q)
        rows = rows.filter(words | Q(email__icontains=wanted.q))
    if wanted.unit is not None:
        rows = rows.filter(unit=wanted.unit)
    if wanted.state:
        rows = rows.filter(_in_state(AccountState(wanted.state)))
    if wanted.duty:
        held = Appointment.objects.in_force().filter(permission=wanted.duty)
        rows = rows.filter(pk__in=held.values("user"))
    return rows


def _in_state(state: AccountState) -> Q:
    return {
        AccountState.ACTIVE: Q(is_active=True),
        AccountState.ENDED: Q(is_active=False),
        AccountState.DORMANT: dormant(),
        AccountState.DEMO: Q(is_active=True, is_demo=True),
        AccountState.TERM: Q(is_active=True, ends_on__isnull=False),
    }[state]


def lines(users: list[User]) -> list[Line]:
    """What the list shows of these accounts, in two queries however many."""
    asleep = set(
        User.objects.filter(dormant(), pk__in=[one.pk for one in users]).values_list(
            "pk", flat=True
        )
    )
    held: dict[int, list[str]] = {}
    rows = Appointment.objects.in_force().filter(user__in=users, permission__in=PORTAL_DUTIES)
    for user, duty in rows.values_list("user", "permission"):
        held.setdefault(user, []).append(Duty(duty).label)
    return [Line(one, *_state(one, one.pk in asleep), held.get(one.pk, [])) for one in users]


def _state(user: User, asleep: bool) -> tuple[str, str]:
    if not user.is_active:
        return "已停用", "bad"
    return ("长期未登录", "wait") if asleep else ("在用", "good")


def state_of(user: User) -> Line:
    """The line of one account."""
    return lines([user])[0]


def two_offices(user: User) -> list[Appointment]:
    """The offices of somebody who holds more than one, from before; else none."""
    held = list(Appointment.objects.in_force().filter(user=user, permission__in=OFFICES))
    return held if len(held) > 1 else []


def portal_rights(user: User) -> dict[str, Appointment]:
    """What stands of rights in the whole portal, by duty."""
    rows = Appointment.objects.standing().filter(user=user, permission__in=PORTAL_DUTIES)
    related = rows.select_related("user__opened_by", "made_by", "confirmed_by", "unit", "plan")
    return {row.permission: row for row in related}


def other_duties(user: User) -> QuerySet[Appointment]:
    """What the person is appointed to, or named for, in units and plans."""
    rows = Appointment.objects.standing().filter(user=user).exclude(permission__in=PORTAL_DUTIES)
    return rows.select_related("unit", "plan")


def why_ended(user: User) -> AuditEntry | None:
    """The log's last word on why an account was ended; None while it is in use."""
    if user.is_active:
        return None
    told = AuditEntry.objects.filter(
        action=Act.USER_END, object_type="plans.user", object_id=str(user.pk)
    )
    return told.select_related("actor").order_by("pk").last()
