"""Unread notices."""

from __future__ import annotations

from plans.models import User
from taskforce.models import Notice


def unread(user: User) -> int:
    """How many notices the person has not read."""
    return Notice.objects.filter(user=user, read_at__isnull=True).count()
