"""Who is told of seats, deputies and changes of gates: those concerned, and who proposed."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from plans.enums import AuditAction
from plans.models import AuditEntry, User
from plans.system import clock
from plans.system.chinese_dates import chinese_date
from taskforce.bodies.waiting import deputy_waits_for, waits_for
from taskforce.enums import Act
from taskforce.gates.terms import change_words
from taskforce.models import Body, Deputy, GateChange, Seat
from taskforce.notices.of_deciding import members_of
from taskforce.notices.values import Telling


def _of_seat(entry: AuditEntry, words: str) -> Telling:
    """For the holder and whoever named; ``words`` take the person and the seat."""
    seat = Seat.objects.select_related("body", "user", "made_by").get(pk=entry.object_id)
    whose = f"{seat.body}{seat.get_role_display()}"
    text = words.format(
        by=entry.actor,
        who=seat.user or seat.who,
        seat=whose,
        waits=waits_for(seat),
        last=chinese_date(seat.to_on) if seat.to_on else "",
    )
    told = (seat.user, seat.made_by, *_deputies(seat))
    people = tuple(one for one in told if one is not None)
    return Telling(people, text, reverse("seat", args=[seat.pk]))


def _deputies(seat: Seat) -> tuple[User, ...]:
    """Who speaks for the seat from today on."""
    left = seat.deputies.in_force().filter(to_on__gte=clock.today())
    return tuple(one.user for one in left.select_related("user"))


def _of_deputy(entry: AuditEntry, words: str) -> Telling:
    """For the seat's holder, the deputy and whoever named."""
    related = Deputy.objects.select_related("seat__body", "seat__user", "user", "made_by")
    deputy = related.get(pk=entry.object_id)
    seat = deputy.seat
    span = f"{chinese_date(deputy.from_on)}至{chinese_date(deputy.to_on)}"
    whose = f"{seat.body}{seat.get_role_display()}{seat.user or seat.who}"
    text = words.format(
        by=entry.actor,
        what=f"由{deputy.user}代理{whose}（{span}）",
        waits=deputy_waits_for(deputy),
    )
    told = (seat.user, deputy.user, deputy.made_by)
    people = tuple(one for one in told if one is not None)
    return Telling(people, text, reverse("seat", args=[seat.pk]))


def _of_change(entry: AuditEntry, words: str) -> Telling:
    """For the members of the body that decides and of the one that shall, and who proposed."""
    related = GateChange.objects.select_related("gate", "body", "made_by")
    change = related.get(pk=entry.object_id)
    bodies = Body.objects.filter(pk__in=(change.body_id, change.old["body"]))
    people = {one for body in bodies for one in members_of(body)}
    if change.made_by is not None:
        people.add(change.made_by)
    what = f"“{change.gate}”的审议办法：{change_words(change)}"
    text = words.format(by=entry.actor, what=what, reason=change.reason)
    return Telling(tuple(people), text, reverse("gate", args=[change.gate_id]))


def _rule(
    tell: Callable[[AuditEntry, str], Telling], words: str
) -> Callable[[AuditEntry], Telling]:
    return lambda entry: tell(entry, words)


NAMING_RULES: dict[AuditAction, Callable[[AuditEntry], Telling | None]] = {
    Act.SEAT_ADD: _rule(_of_seat, "{by}安排{who}担任{seat}，{waits}后生效。"),
    Act.SEAT_CONFIRM: _rule(_of_seat, "{by}确认{who}担任{seat}，已经生效。"),
    Act.SEAT_REFUSE: _rule(_of_seat, "{by}不同意{who}担任{seat}，任职没有生效。"),
    Act.SEAT_WITHDRAW: _rule(_of_seat, "{by}撤回了{who}担任{seat}的安排。"),
    Act.SEAT_END: _rule(_of_seat, "{by}把{who}担任{seat}的任职截止到{last}。"),
    Act.SEAT_DEPUTY: _rule(_of_deputy, "{by}提出{what}，{waits}后生效。"),
    Act.DEPUTY_CONFIRM: _rule(_of_deputy, "{by}确认{what}，已经生效。"),
    Act.DEPUTY_REFUSE: _rule(_of_deputy, "{by}不同意{what}，代理没有生效。"),
    Act.DEPUTY_WITHDRAW: _rule(_of_deputy, "{by}撤回了代理安排：{what}。"),
    Act.DEPUTY_END: _rule(_of_deputy, "{by}结束了代理：{what}。"),
    Act.GATE_CHANGE: _rule(_of_change, "{by}提出调整{what}。理由：{reason}"),
    Act.GATE_CONFIRM: _rule(_of_change, "{by}确认调整{what}，已经生效。"),
    Act.GATE_REFUSE: _rule(_of_change, "{by}不同意调整{what}，审议办法不变。"),
    Act.GATE_WITHDRAW: _rule(_of_change, "{by}撤回了调整{what}。"),
}
