"""校核: checks of a draft. ``run_checks`` runs every rule in plans/checks/rules."""

from plans.checks.base import Finding, Fix, Rule
from plans.checks.running import RULES, run_checks

__all__ = ["RULES", "Finding", "Fix", "Rule", "run_checks"]
