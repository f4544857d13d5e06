"""``python -m tests.faults.seed``: the people and the plan of a run; prints who and what as JSON.

The database is that of the environment, migrated and empty.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import Any

import django

UNITS = 400
"""Invited; each answers once, so that a long run has enough of them."""


def main() -> int:
    """Make everything and print it."""
    django.setup()
    json.dump(seed(), sys.stdout)
    return 0


def seed() -> dict[str, Any]:
    """Chongqing's plan, a chapter's tasks for each writer, a round that asks the units."""
    from consultation.rounds.actions.rounds import RoundTerms, invite, open_round  # noqa: PLC0415
    from plans.editions.actions.freezing import freeze_edition  # noqa: PLC0415
    from plans.models import Unit  # noqa: PLC0415
    from plans.permissions import DRAFT_REPLY, RELEASE_REPLY  # noqa: PLC0415
    from plans.system import clock  # noqa: PLC0415
    from tests.cast import appoint, make_cast, make_chongqing  # noqa: PLC0415

    cast = make_cast()
    plan = make_chongqing(cast.drafter)
    edition = freeze_edition(plan.pk, by=cast.drafter, label="征求意见稿")
    now = clock.now()
    span = (now - timedelta(hours=1), now + timedelta(days=20))
    round_ = open_round(edition, RoundTerms("征求意见", "units", *span), by=cast.drafter)
    units = [
        Unit.objects.create(name=f"{n}号单位", kind="district", email=f"unit{n}@test.invalid")
        for n in range(UNITS)
    ]
    for unit in units:
        appoint(DRAFT_REPLY, cast.officer, unit)
        appoint(RELEASE_REPLY, cast.head, unit)
    asked = invite(round_, by=cast.drafter, units=units)
    tasks = plan.provisions.filter(kind="task").order_by("pk")
    return {
        "slug": plan.slug,
        "round": round_.pk,
        "asked": [one.pk for one in asked],
        "tasks": [[one.pk, one.title, one.version] for one in tasks],
        "sessions": {
            one.username: _session(one) for one in (cast.drafter, cast.officer, cast.head)
        },
    }


def _session(user: Any) -> str:
    from tests.world import client_of  # noqa: PLC0415

    return str(client_of(user).cookies["sessionid"].value)


if __name__ == "__main__":
    sys.exit(main())
