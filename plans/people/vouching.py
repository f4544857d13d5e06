"""Links to who holds an office: who may confirm one, and who may give the voice back after it."""

from __future__ import annotations

from plans.enums import LinkPurpose
from plans.models import ActivationLink, User
from plans.people.offices import offices_of
from plans.permissions import may_manage_units, may_see_accounts, speaks
from plans.seconds import are_in_one_hand, may_be_second
from plans.system import clock

RELATED = ("user", "given_by", "made_by", "confirmed_by")


def may_confirm_link(user: User, link: ActivationLink) -> bool:
    """A second person who maintains people, of a lost second factor an administrator as well;
    never the owner, nor who gave it."""
    open_ = link.used_at is None and link.ended_at is None and link.expires_at > clock.now()
    other = user.pk != link.user_id and may_be_second(user, link, about=link.user)
    fit = may_manage_units(user) or (of_factor(link) and may_see_accounts(user))
    return open_ and other and fit


def of_factor(link: ActivationLink) -> bool:
    """Whether it is about a lost second factor and no link."""
    return link.purpose == LinkPurpose.FACTOR


def may_give_voice(user: User, link: ActivationLink) -> bool:
    """A third person, who neither gave nor confirmed the link, from beside the owner's office.

    Of a manager and of who decides: another manager of that plan; of a unit's head: who keeps
    the directory; of a right in the whole portal: who holds one of the three offices.
    """
    if not _rests(link) or not speaks(user) or user.pk == link.user_id:
        return False
    hands = (link.made_by, link.confirmed_by)
    if any(are_in_one_hand(other, user) for other in hands if other is not None):
        return False
    return any(office.may_vouch(user) for office in offices_of(link.user))


def _rests(link: ActivationLink) -> bool:
    return link.user.voice_rests and link.used_at is not None and link.voice_at is None


def links_to_confirm(user: User) -> list[ActivationLink]:
    """What this person is to confirm as the second."""
    rows = ActivationLink.objects.filter(used_at=None, ended_at=None, confirmed_at=None)
    return [row for row in rows.select_related(*RELATED) if may_confirm_link(user, row)]


def voices_to_give(user: User) -> list[ActivationLink]:
    """Whose voice this person may give back."""
    return [row for row in _resting() if may_give_voice(user, row)]


def vouchers(owner: User) -> list[User]:
    """Who may give this person's voice back."""
    people = User.objects.filter(is_active=True, voice_rests=False).exclude(pk=owner.pk)
    links = [row for row in _resting() if row.user_id == owner.pk]
    return [one for one in people if any(may_give_voice(one, row) for row in links)]


def _resting() -> list[ActivationLink]:
    """The latest link to each person whose voice rests."""
    rows = ActivationLink.objects.filter(
        user__voice_rests=True, made_by__isnull=False, used_at__isnull=False, voice_at=None
    )
    return list(rows.select_related(*RELATED))
