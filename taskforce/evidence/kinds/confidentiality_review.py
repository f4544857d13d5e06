"""保密审查."""

from __future__ import annotations

from plans.enums import ReviewKind
from taskforce.evidence.reviewed import by_review

KIND = by_review("confidentiality_review", ReviewKind.CONFIDENTIALITY, 140)
