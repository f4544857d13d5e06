"""Links to who holds an office: who may confirm one, and who may give the voice back after it."""

from __future__ import annotations

from django.db.models import Max

from plans.enums import LinkPurpose, UserKind
from plans.models import ActivationLink, MailChange, User, Vouch
from plans.people.offices import Office, offices_of
from plans.permissions import may_manage_units, may_see_accounts, speaks
from plans.seconds import are_in_one_hand, may_be_second
from plans.system import clock

RELATED = ("user", "given_by", "made_by", "confirmed_by")


def may_confirm_link(user: User, link: ActivationLink) -> bool:
    """A second person who maintains people or accounts; never the owner, nor who gave it."""
    waits = link.used_at is None and link.ended_at is None
    open_ = waits and link.expires_at > clock.database_now()
    other = user.pk != link.user_id and may_be_second(user, link, about=link.user)
    return open_ and other and (may_manage_units(user) or may_see_accounts(user))


def is_given_by_one(link: ActivationLink) -> bool:
    """Whether it is for who holds an office and only one gave it: before the office, mostly.

    What whoever runs the server gives needs no second.
    """
    alone = link.made_by_id is None and link.given_by.kind == UserKind.PERSON
    return alone and bool(offices_of(link.user))


def of_factor(link: ActivationLink) -> bool:
    """Whether it is about a lost second factor and no link."""
    return link.purpose == LinkPurpose.FACTOR


def may_give_voice(user: User, link: ActivationLink) -> bool:
    """A third person, who gave and confirmed no link of this owner since the voice rests, from
    beside an office of theirs that nobody has vouched for yet.

    Of a manager and of who decides: another manager of that plan; of a unit's head: who keeps
    the directory; of a right in the whole portal: who holds one of the three offices.
    """
    resting = _resting(link.user)
    if not resting or resting[-1].pk != link.pk or not _is_third(user, link.user, resting):
        return False
    left = unvouched(link) or offices_of(link.user)
    return any(office.may_vouch(user) for office in left)


def _is_third(user: User, owner: User, links: list[ActivationLink]) -> bool:
    if not speaks(user) or user.pk == owner.pk:
        return False
    hands = [hand for row in links for hand in (row.made_by, row.confirmed_by) if hand]
    return not any(are_in_one_hand(hand, user) for hand in hands)


def unvouched(link: ActivationLink) -> list[Office]:
    """The offices of the owner for which nobody has said yet that the account is theirs again."""
    given = Vouch.objects.filter(link=link).select_related("by")
    words = [row.by for row in given if speaks(row.by)]
    return [
        office for office in offices_of(link.user) if not any(office.may_vouch(by) for by in words)
    ]


def may_confirm_mail(user: User, change: MailChange) -> bool:
    """The owner, while their voice does not rest, or a second person who maintains people or
    accounts; never who asked for it."""
    if change.in_force or change.ended_at is not None or not speaks(user):
        return False
    if user.pk == change.user_id:
        return user.pk != change.made_by_id
    second = may_be_second(user, change, about=change.user)
    return second and (may_manage_units(user) or may_see_accounts(user))


def may_decline_mail(user: User, change: MailChange) -> bool:
    """Who asked for it, or may confirm it, or whose address it is."""
    if change.in_force or change.ended_at is not None or not user.is_active:
        return False
    return user.pk in (change.made_by_id, change.user_id) or may_confirm_mail(user, change)


def mails_to_confirm(user: User) -> list[MailChange]:
    """What this person may confirm: their own address, or another's as the second."""
    rows = MailChange.objects.filter(confirmed_at=None, ended_at=None)
    related = rows.select_related("user", "made_by")
    return [row for row in related if may_confirm_mail(user, row)]


def mail_that_waits(user: User) -> MailChange | None:
    """Another address of this account that nobody has confirmed yet."""
    rows = MailChange.objects.filter(user=user, confirmed_at=None, ended_at=None)
    return rows.select_related("user", "made_by").first()


def links_to_confirm(user: User) -> list[ActivationLink]:
    """What this person is to confirm as the second."""
    rows = ActivationLink.objects.filter(used_at=None, ended_at=None, confirmed_at=None)
    return [row for row in rows.select_related(*RELATED) if may_confirm_link(user, row)]


def voices_to_give(user: User) -> list[ActivationLink]:
    """Whose voice this person may give back."""
    resting = User.objects.filter(voice_rests=True, is_active=True)
    rows = [links[-1] for owner in resting if (links := _resting(owner))]
    return [row for row in rows if may_give_voice(user, row)]


def vouchers(owner: User) -> list[tuple[str, list[User]]]:
    """Each office of this person that nobody has vouched for yet, and who may."""
    links = _resting(owner)
    if not links:
        return []
    people = User.objects.filter(is_active=True, voice_rests=False, kind=UserKind.PERSON)
    left = [
        (office, [one for one in people if office.may_vouch(one)])
        for office in unvouched(links[-1])
    ]
    return [
        (office.words, [one for one in fit if _is_third(one, owner, links)]) for office, fit in left
    ]


def _resting(owner: User) -> list[ActivationLink]:
    """What was given and used since the voice rests, oldest first; the last one is vouched for."""
    if not owner.voice_rests:
        return []
    rows = ActivationLink.objects.filter(user=owner, made_by__isnull=False, used_at__isnull=False)
    after = rows.filter(voice_at__isnull=False).aggregate(last=Max("used_at"))["last"]
    since = rows.filter(used_at__gt=after) if after else rows
    return list(since.select_related(*RELATED).order_by("used_at", "pk"))
