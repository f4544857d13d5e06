"""经审议的稿: an edition that an earlier gate decided."""

from __future__ import annotations

from taskforce.evidence.kind import Kind
from taskforce.models import DECIDED, Package, Stage


def decided_edition(stage: Stage) -> tuple[bool, str]:
    """Any gate of the timeline with a decision on a package that holds an edition."""
    passed = Package.objects.filter(
        DECIDED, gate__stage__timeline=stage.timeline, edition__isnull=False
    ).exists()
    return passed, "已有经审议的稿" if passed else "还没有经审议的稿"


KIND = Kind(
    "decided_edition",
    "经审议的稿",
    150,
    decided_edition,
    "timeline",
    "先提请前面的审议环节并形成结果。",
)
