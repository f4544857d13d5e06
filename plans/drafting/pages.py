"""正在落实: where a change made on a page comes from."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from plans.drafting.actions.revising import Origin
from plans.models import Attachment, Plan, Provision


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


@dataclass(frozen=True)
class Editor:
    """Where the editor of a text is: a provision's, or that of the plan's title and preamble."""

    plan: Plan
    row: Provision | Plan

    @property
    def name(self) -> str:
        """What the text is called."""
        return "规划名称和引言" if isinstance(self.row, Plan) else self.row.title

    @property
    def page(self) -> str:
        """The editor itself."""
        return self._address("plan_text", "provision")

    @property
    def keep(self) -> str:
        """Takes unsaved text."""
        return self._address("keep_plan_unsaved", "keep_unsaved")

    @property
    def drop(self) -> str:
        """Goes back to the saved text."""
        return self._address("drop_plan_unsaved", "drop_unsaved")

    @property
    def kept(self) -> str:
        """All copies that are kept."""
        return self._address("kept_plan_texts", "kept_texts")

    def _address(self, of_plan: str, of_provision: str) -> str:
        if isinstance(self.row, Plan):
            return reverse(of_plan, args=[self.plan.slug])
        return reverse(of_provision, args=[self.plan.slug, self.row.pk])
