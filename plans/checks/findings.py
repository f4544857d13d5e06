"""What a rule of 校核 finds.

``start`` and ``end`` of a finding and of its fix count code points in the *stored* string of its
``field`` (the markup of plans.text, not what the reader sees), so that a fix is applied by
``stored[:fix.start] + fix.replacement + stored[fix.end:]`` and a place is shown by mapping
through plans.checks.offsets.
"""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass
from typing import Literal

from plans.text.tree import NodeId

Severity = Literal["error", "warning", "info"]
Field = Literal["title", "text", "number", "plan_title", "preamble"]


@dataclass(frozen=True)
class Fix:
    """A replacement that is safe without a second look; offsets in the stored string."""

    start: int
    end: int
    replacement: str

    def apply(self, stored: str) -> str:
        """The stored string with the fix in it."""
        return stored[: self.start] + self.replacement + stored[self.end :]


@dataclass(frozen=True)
class Finding:
    """One thing to look at. ``place`` and ``message`` are Chinese for the drafter.

    ``field`` names the string that the offsets count in: the node's title or text, its source
    number (offsets 0, 0), or the plan's own title and preamble (``node_id`` None).
    ``subject`` is what the finding is about, free of offsets; it makes the fingerprint.
    ``order`` sorts findings as their passages are read.
    """

    rule: str
    node_id: NodeId
    place: str
    excerpt: str
    message: str
    severity: Severity
    start: int
    end: int
    fix: Fix | None = None
    field: Field = "text"
    subject: str = dataclasses.field(default="", repr=False)
    order: tuple[int, int] = dataclasses.field(default=(0, 0), compare=False, repr=False)

    @property
    def fingerprint(self) -> str:
        """The same as long as rule, provision and subject are: edits elsewhere leave it alone.

        64 hexadecimal digits. Findings that are alike in all three share it, so a reason to
        leave one of them holds for the others.
        """
        owner = "" if self.node_id is None else str(self.node_id)
        whole = "\x1f".join((self.rule, owner, self.field, self.subject or self.excerpt))
        return hashlib.sha256(whole.encode()).hexdigest()

    def as_dict(self) -> dict[str, str]:
        """What ``check_plan --json`` prints."""
        return {
            "rule": self.rule,
            "place": self.place,
            "excerpt": self.excerpt,
            "message": self.message,
            "severity": self.severity,
        }
