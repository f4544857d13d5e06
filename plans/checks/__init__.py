"""校核: checks of a draft; pure. ``run_checks`` runs every rule in plans/checks/rules.

A rule is a module there that brings ``RULE = Rule(key, label, find)``, its key the module's name;
``find(draft)`` yields findings, mostly by ``passage.finding(key, start, end, message)``. Adding
one touches nothing else. Word lists are in plans/checks/lexicon, to be kept by people.
"""

from plans.checks.rule import Finding, Fix, Rule
from plans.checks.running import RULES, run_checks

__all__ = ["RULES", "Finding", "Fix", "Rule", "run_checks"]
