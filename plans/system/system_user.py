"""The account under which the clock acts."""

from __future__ import annotations

from plans.enums import UserKind
from plans.models import SYSTEM_USERNAME, User


def system_user() -> User:
    """The user ``system``: the clock, and visitors who have no account."""
    user, made = User.objects.get_or_create(
        username=SYSTEM_USERNAME,
        defaults={"full_name": "系统", "kind": UserKind.SYSTEM, "is_active": False},
    )
    if made:
        user.set_unusable_password()
        user.save()
    return user
