"""Filters of the process pages: audit entries in words."""

from __future__ import annotations

from typing import Any

from django import template

from plans.models import AuditEntry
from taskforce.audit_words import action_word

register = template.Library()


@register.filter
def audit_word(entry: AuditEntry) -> str:
    """正文：保存 for provision.save."""
    return action_word(entry.action)


@register.filter
def audit_change(entry: AuditEntry) -> str:
    """What changed, as far as it can be said in words: titles, reasons, labels."""
    words = [_said(entry.new.get(key)) for key in ("title", "label", "reason", "note", "number")]
    return "；".join(word for word in words if word)[:120] or "—"


def _said(value: Any) -> str:
    return value if isinstance(value, str) else ""


@register.filter
def state_words(words: dict[str, tuple[str, str]], state: str) -> tuple[str, str]:
    """Word and tone of a state."""
    return words[state]
