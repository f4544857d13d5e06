"""Text not yet saved, and who is writing now."""

from __future__ import annotations

from django.db import transaction

from plans.drafting.actions.revising import checked_text, require_edit
from plans.models import Autosave, Presence, Provision, User
from plans.system import clock
from plans.system.secrecy import refuse_secret


def autosave(
    provision: Provision, *, by: User, base_version: int, title: str, text: str
) -> Autosave:
    """Keep a person's unsaved text; it is theirs alone and no revision."""
    text = checked_text(text)
    refuse_secret(title)
    with transaction.atomic():
        require_edit(by, provision)
        kept, _ = Autosave.objects.update_or_create(
            user=by,
            provision=provision,
            defaults={
                "base_version": base_version,
                "title": title[:300],
                "text": text,
                "saved_at": clock.now(),
            },
        )
    return kept


def drop_autosave(provision: Provision, *, by: User) -> None:
    """Throw one's own unsaved text away."""
    Autosave.objects.filter(user=by, provision=provision).delete()


def show_presence(provision: Provision, *, by: User, typing: bool) -> None:
    """Say that a person is in the provision's editor just now."""
    now = clock.now()
    values = {"seen_at": now} | ({"typed_at": now} if typing else {})
    Presence.objects.update_or_create(user=by, provision=provision, defaults=values)
