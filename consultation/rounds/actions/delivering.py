"""Sending out what asks and what reminds, by the channels that reach each; told in true numbers."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from consultation.enums import (
    Audience,
    Channel,
    DeliveryState,
    Purpose,
)
from consultation.models import Delivery, ExpertPanel, Invitation, PersonalLink, Round
from consultation.permissions import takes_link
from consultation.rounds.actions.channels import WAYS, Asked, Parcel, Way
from consultation.rounds.actions.links import address_of, end_of_link
from consultation.rounds.queries import units_with_account
from consultation.rounds.wording import asking, reminding
from plans.enums import UserKind
from plans.models import User
from plans.system import clock

BATCH = 500


@dataclass(frozen=True)
class Told:
    """Whom a sending reached: how many by each channel, and the names of those by none."""

    by_channel: dict[str, int] = field(default_factory=dict)
    nobody: list[str] = field(default_factory=list)
    ways: dict[int, list[Channel]] = field(default_factory=dict)
    """By invitation; who is in ``nobody`` is not here."""

    @property
    def reached(self) -> int:
        return len(self.ways)

    @property
    def words(self) -> str:
        """账号12个、邮件31个；无法送达1个：秀山县科协"""
        counted = "、".join(
            f"{Channel(key).label}{count}个" for key, count in self.by_channel.items()
        )
        few = "、".join(self.nobody[:5]) + ("等" if len(self.nobody) > 5 else "")
        none = f"；无法送达{len(self.nobody)}个：{few}" if self.nobody else ""
        return f"{counted or '没有送到任何对象'}{none}"


def ways_of(asked: Sequence[Invitation]) -> list[list[tuple[Way, str]]]:
    """For each how a letter goes to them, and where to; nothing where no channel reaches them.

    An account is always told. Else the first channel that reaches them, or the one that staff
    chose.
    """
    account = units_with_account({one.unit_id for one in asked if one.unit_id})
    return [_ways(one, account) for one in asked]


def _ways(one: Invitation, account: set[int]) -> list[tuple[Way, str]]:
    person = one.person
    known = person.kind == UserKind.PERSON if person is not None else one.unit_id in account
    fitting = [
        (way, to) for way in WAYS.values() if (to := way.address(Asked(one, known))) is not None
    ]
    told = [found for found in fitting if found[0].kind == Channel.ACCOUNT]
    chosen = [found for found in fitting if found[0].kind == one.channel]
    usual = [found for found in fitting if not found[0].asked_for]
    return told + [found for found in chosen if found not in told] or usual[:1]


def deliver(round_: Round, asked: Sequence[Invitation], purpose: Purpose, *, by: User) -> Told:
    """Send to these, inside the transaction of whoever asks or reminds, in few statements."""
    ways = ways_of(asked)
    links = _links(
        round_,
        [one for one, found in zip(asked, ways, strict=True) if _need_link(one, found)],
        by,
    )
    rows: dict[Way, list[tuple[Invitation, Delivery]]] = {}
    nobody = []
    for one, found in zip(asked, ways, strict=True):
        sent = [(way, to) for way, to in found if one.pk in links or not way.needs_link]
        nobody += [] if sent else [str(one)]
        for way, to in sent:
            link = links.get(one.pk) if way.needs_link else None
            rows.setdefault(way, []).append((one, _row(one, way, to, link, purpose, by)))
    made = [row for pairs in rows.values() for _, row in pairs]
    Delivery.objects.bulk_create(made, batch_size=BATCH)
    went: dict[int, list[Channel]] = {}
    for way, pairs in rows.items():
        way.send([_parcel(round_, one, row, purpose) for one, row in pairs])
        for asked_one, _ in pairs:
            went.setdefault(asked_one.pk, []).append(way.kind)
    return Told({way.kind.value: len(pairs) for way, pairs in rows.items()}, nobody, went)


def _need_link(one: Invitation, found: Iterable[tuple[Way, str]]) -> bool:
    return takes_link(one) and any(way.needs_link for way, _ in found)


def _row(
    one: Invitation, way: Way, to: str, link: PersonalLink | None, purpose: Purpose, by: User
) -> Delivery:
    state = way.first_state
    sent = clock.now() if state == DeliveryState.SENT else None
    return Delivery(
        invitation=one, channel=way.kind, to=to, link=link, purpose=purpose, state=state,
        sent_at=sent, by=by,
    )  # fmt: skip


def _parcel(round_: Round, one: Invitation, row: Delivery, purpose: Purpose) -> Parcel:
    say = asking if purpose == Purpose.ASK else reminding
    subject, body = say(round_, one)
    return Parcel(row, address_of(row.link) if row.link else "", subject, body)


def _links(round_: Round, asked: Sequence[Invitation], by: User) -> dict[int, PersonalLink]:
    """A link in force for each, the one that is there or a new one that outlives the window."""
    now = clock.in_database()
    known = PersonalLink.objects.filter(
        invitation__in=[one.pk for one in asked], revoked_at__isnull=True, expires_at__gt=now
    )
    found = {link.invitation_id: link for link in known.order_by("pk")}
    if round_.audience == Audience.EXPERTS and not _has_chair(round_):
        return found
    new = PersonalLink.objects.bulk_create(
        [
            PersonalLink(
                invitation=one,
                nonce=secrets.token_urlsafe(18),
                expires_at=end_of_link(round_, one),
                created_by=by,
            )
            for one in asked
            if one.pk not in found
        ],
        batch_size=BATCH,
    )
    return found | {link.invitation_id: link for link in new}


def _has_chair(round_: Round) -> bool:
    return ExpertPanel.objects.filter(round=round_, chair__isnull=False).exists()


def foretell(asked: Sequence[Invitation]) -> Told:
    """Whom a sending would reach, before it is done; nothing is written."""
    ways = ways_of(asked)
    went = {one.pk: [way.kind for way, _ in found] for one, found in zip(asked, ways, strict=True)}
    counted: dict[str, int] = {}
    for found in ways:
        for way, _ in found:
            counted[way.kind.value] = counted.get(way.kind.value, 0) + 1
    nobody = [str(one) for one, found in zip(asked, ways, strict=True) if not found]
    return Told(counted, nobody, {pk: kinds for pk, kinds in went.items() if kinds})
