"""Text not yet saved, and who is writing now."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from plans.drafting.actions.revising import checked_text, require_edit
from plans.drafting.queries import kept_copies
from plans.errors import DomainError
from plans.models import Autosave, Presence, Provision, User
from plans.system import clock
from plans.system.secrecy import refuse_secret

KEPT_COPIES = 5
KEPT_FOR = timedelta(days=7)
SITTING = timedelta(minutes=10)
"""A page that is written in for longer leaves what it held as a copy of its own."""


@dataclass(frozen=True)
class Unsaved:
    """What an open editor holds: the words, the page's own key, the copy that it went on from."""

    base_version: int
    title: str
    text: str
    key: UUID = field(default_factory=uuid4)
    went_on_from: tuple[int, datetime] | None = None


def autosave(provision: Provision, unsaved: Unsaved, *, by: User) -> None:
    """Keep what stands in a person's editor; theirs alone, no revision.

    Only the page's own copy is written over. The one that the page showed when it was opened is
    settled, as long as it still is what was shown.
    """
    text = checked_text(unsaved.text)
    refuse_secret(unsaved.title)
    title = unsaved.title[:300]
    with transaction.atomic():
        require_edit(by, provision)
        copies = kept_copies(by, provision).select_for_update()
        own = copies.filter(key=unsaved.key).first()
        is_saved = (provision.title, provision.text) == (title, text)
        if own is None and is_saved:
            return
        own = _page_copy(own, Autosave(user=by, provision=provision, key=unsaved.key))
        own.base_version, own.title, own.text = unsaved.base_version, title, text
        own.saved_at, own.settled_at = clock.now(), clock.now() if is_saved else None
        own.save()
        _settle_shown(unsaved, provision, by)
        _forget_oldest(provision, by)


def _page_copy(own: Autosave | None, fresh: Autosave) -> Autosave:
    """The row to write: the page's own; a long sitting leaves the old one as a past copy."""
    if own is None or own.begun_at > clock.now() - SITTING:
        return own or fresh
    own.key, own.settled_at = uuid4(), clock.now()
    own.save()
    return fresh


def _settle_shown(unsaved: Unsaved, provision: Provision, by: User) -> None:
    if unsaved.went_on_from is None:
        return
    pk, saved_at = unsaved.went_on_from
    shown = kept_copies(by, provision).filter(pk=pk, saved_at=saved_at, settled_at=None)
    shown.exclude(key=unsaved.key).update(settled_at=clock.now())


def _forget_oldest(provision: Provision, by: User) -> None:
    past = kept_copies(by, provision).exclude(settled_at=None)
    Autosave.objects.filter(pk__in=[one.pk for one in past[KEPT_COPIES:]]).delete()


def settle_page(provision: Provision, unsaved: Unsaved, *, by: User) -> None:
    """The page's text is dealt with: its copy, and the one that it went on from, wait no more."""
    with transaction.atomic():
        kept_copies(by, provision).filter(key=unsaved.key, settled_at=None).update(
            settled_at=clock.now()
        )
        _settle_shown(unsaved, provision, by)
        _forget_oldest(provision, by)


def refuse_unsaved(provision: Provision, unsaved: Unsaved, *, by: User) -> None:
    """Go back to the saved text; what stood in the editor is kept among the past copies."""
    with suppress(DomainError):  # what may not be kept is thrown away, as it was asked for
        autosave(provision, unsaved, by=by)
    settle_page(provision, unsaved, by=by)


def take_copy(copy: Autosave, *, by: User) -> None:
    """Take a past copy up again: it waits in the editor as unsaved text, newest of all."""
    with transaction.atomic():
        require_edit(by, copy.provision)
        now = clock.now()
        Autosave.objects.filter(pk=copy.pk, user=by).update(settled_at=None, saved_at=now)


def forget_old_copies() -> None:
    """Past copies of anybody that have been kept long enough; what waits is never among them."""
    Autosave.objects.filter(settled_at__lt=clock.now() - KEPT_FOR).delete()


def show_presence(provision: Provision, *, by: User, typing: bool) -> None:
    """Say that a person is in the provision's editor just now."""
    now = clock.now()
    values = {"seen_at": now} | ({"typed_at": now} if typing else {})
    Presence.objects.update_or_create(user=by, provision=provision, defaults=values)
