"""``manage.py changepassword``: Django's, with a row in the log and a word to the owner."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.management.commands import changepassword

from plans.models import User
from plans.people.actions.account import note_server_password


class Command(changepassword.Command):
    """The owner is told at the next sign-in, and sets a password that nobody else has typed."""

    def handle(self, *args: Any, **options: Any) -> str | None:
        said: str | None = super().handle(*args, **options)
        name = options.get("username")
        user = User.objects.filter(username=name).first() if name else None
        if user is not None:
            note_server_password(user)
        return said
