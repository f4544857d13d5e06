"""Signed-in browsers of one person, and ending them."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from plans.models import User
from plans.system import clock


def end_sessions(user: User) -> None:
    """Sign the person out everywhere; inside the caller's transaction."""
    for row in Session.objects.filter(expire_date__gt=clock.now()).iterator():
        if row.get_decoded().get(SESSION_KEY) == str(user.pk):
            row.delete()
