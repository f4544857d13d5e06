"""Text not yet saved, and who is writing now."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from plans.drafting.actions.revising import checked_text, require_edit
from plans.drafting.queries import is_saved, kept_copies, owner_of
from plans.errors import DomainError, NotAllowed
from plans.models import Autosave, Plan, Presence, Provision, User
from plans.permissions import may_draft
from plans.system import clock
from plans.system.locking import locked
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
    run_in: bool | None = None
    reason: str = ""
    recorded_for: str = ""
    key: UUID = field(default_factory=uuid4)
    went_on_from: tuple[int, datetime] | None = None


def autosave(row: Provision | Plan, unsaved: Unsaved, *, by: User) -> None:
    """Keep what stands in a person's editor; theirs alone, no revision.

    Only the page's own copy is written over. The one that the page showed when it was opened is
    settled, as long as it still is what was shown.
    """
    text = checked_text(unsaved.text)
    for words in (unsaved.title, unsaved.reason, unsaved.recorded_for):
        refuse_secret(words)
    with transaction.atomic():
        _require_right(by, row)
        copies = locked(kept_copies(by, row))
        fresh = Autosave(user=by, key=unsaved.key, **owner_of(row))
        found = copies.filter(key=unsaved.key).first()
        own = _page_copy(found, fresh)
        own.base_version, own.title, own.text = unsaved.base_version, unsaved.title[:300], text
        own.run_in, own.reason = unsaved.run_in, unsaved.reason[:200]
        own.recorded_for = unsaved.recorded_for[:60]
        says_nothing = is_saved(own, row)
        if found is None and says_nothing:
            return
        own.saved_at, own.settled_at = clock.now(), clock.now() if says_nothing else None
        own.save()
        _settle_shown(unsaved, row, by)
        _forget_oldest(row, by)


def _require_right(by: User, row: Provision | Plan) -> None:
    if isinstance(row, Provision):
        require_edit(by, row)
    elif not may_draft(by, row):
        raise NotAllowed("您没有修改规划名称和引言的权限，或当前阶段不能修改。")


def _page_copy(own: Autosave | None, fresh: Autosave) -> Autosave:
    """The row to write: the page's own; a long sitting leaves the old one as a past copy."""
    if own is None or own.begun_at > clock.now() - SITTING:
        return own or fresh
    own.key, own.settled_at = uuid4(), clock.now()
    own.save()
    return fresh


def _settle_shown(unsaved: Unsaved, row: Provision | Plan, by: User) -> None:
    if unsaved.went_on_from is None:
        return
    pk, saved_at = unsaved.went_on_from
    shown = kept_copies(by, row).filter(pk=pk, saved_at=saved_at, settled_at=None)
    shown.exclude(key=unsaved.key).update(settled_at=clock.now())


def _forget_oldest(row: Provision | Plan, by: User) -> None:
    past = kept_copies(by, row).exclude(settled_at=None)
    Autosave.objects.filter(pk__in=[one.pk for one in past[KEPT_COPIES:]]).delete()


def settle_page(row: Provision | Plan, unsaved: Unsaved, *, by: User) -> None:
    """The page's text is dealt with: its copy, and the one that it went on from, wait no more."""
    with transaction.atomic():
        kept_copies(by, row).filter(key=unsaved.key, settled_at=None).update(settled_at=clock.now())
        _settle_shown(unsaved, row, by)
        _forget_oldest(row, by)


def refuse_unsaved(row: Provision | Plan, unsaved: Unsaved, *, by: User) -> None:
    """Go back to the saved text; what stood in the editor is kept among the past copies."""
    with suppress(DomainError):  # what may not be kept is thrown away, as it was asked for
        autosave(row, unsaved, by=by)
    settle_page(row, unsaved, by=by)


def take_copy(copy: Autosave, *, by: User) -> None:
    """Take a past copy up again: it waits in the editor as unsaved text, newest of all."""
    with transaction.atomic():
        text = copy.provision or copy.plan
        assert text is not None
        _require_right(by, text)
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
