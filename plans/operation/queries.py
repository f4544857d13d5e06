"""Who sees to the running of the portal."""

from __future__ import annotations

from django.db.models import QuerySet

from plans.enums import Duty
from plans.models import User
from plans.permissions import holders


def operators() -> QuerySet[User]:
    """Who is told of troubles: whom ``may_operate`` lets see to them."""
    return holders(Duty.SYSTEM)
