"""Filters of the process pages: audit entries in words."""

from __future__ import annotations

from django import template

from plans.models import AuditEntry
from taskforce.log.words import action_word, change_words

register = template.Library()
LONGEST = 160


@register.filter
def audit_word(entry: AuditEntry) -> str:
    """保存正文 for provision.save."""
    return action_word(entry.action)


@register.filter
def audit_change(entry: AuditEntry) -> str:
    """What changed, as far as it can be said in words, old and new."""
    words = change_words(entry.action, entry.old, entry.new)
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"


@register.filter
def state_words(words: dict[str, tuple[str, str]], state: str) -> tuple[str, str]:
    """Word and tone of a state."""
    return words[state]
