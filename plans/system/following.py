"""What higher apps do when something of plans has happened: named in the settings, unknown here.

They are called in the same transaction, so that what follows stands with it or not at all.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string

TEXT = "text"
"""``rows`` of the text, provisions or the plan itself, were saved ``by`` somebody."""
EDITION = "edition"
"""An ``edition`` was frozen."""


def follow(what: str, **happened: object) -> None:
    """Call whatever follows."""
    for name in settings.FOLLOWERS[what]:
        import_string(name)(**happened)
