"""正在落实: where a change made on a page comes from."""

from __future__ import annotations

from django.http import HttpRequest

from plans.drafting.actions.revising import Origin
from plans.models import Attachment, Plan


def working_source(request: HttpRequest, plan: Plan) -> dict[str, str] | None:
    """``{"source", "label"}`` that this visitor's edits of the plan carry out just now."""
    kept = request.session.get("working-source", {}).get(plan.slug)
    return kept if isinstance(kept, dict) else None


def origin_of(
    request: HttpRequest,
    plan: Plan,
    reason: str = "",
    *,
    source: str = "",
    recorded_for: str = "",
    scan: Attachment | None = None,
) -> Origin:
    """Where a change made on this page comes from: what is being carried out before ``source``."""
    working = working_source(request, plan)
    return Origin(reason, working["source"] if working else source, recorded_for, scan)
