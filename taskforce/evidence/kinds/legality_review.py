"""合法性审核."""

from __future__ import annotations

from plans.enums import ReviewKind
from taskforce.evidence.reviewed import by_review

KIND = by_review("legality_review", ReviewKind.LEGALITY, 110)
