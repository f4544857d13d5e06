"""Verbs of official prose, from the word lists."""

from __future__ import annotations

from plans.checks.lexicon import word_set, words

PURE = word_set("transitive_verbs")
"""Hardly ever anything but a transitive verb."""

MIXED = word_set("mixed_verbs")
"""Verbs that are also names of an activity (建设、管理)."""

ADVERBS = words("adverbs")
"""What may stand before a verb at the head of a clause."""
