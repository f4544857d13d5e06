"""公平竞争审查."""

from __future__ import annotations

from plans.enums import ReviewKind
from taskforce.evidence.reviewed import by_review

KIND = by_review("fair_competition_review", ReviewKind.FAIR_COMPETITION, 120)
