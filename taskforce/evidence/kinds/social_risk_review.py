"""社会稳定风险评估."""

from __future__ import annotations

from plans.enums import ReviewKind
from taskforce.evidence.reviewed import by_review

KIND = by_review("social_risk_review", ReviewKind.SOCIAL_RISK, 130)
