"""What a frozen 稿 is, where nobody says otherwise."""

from __future__ import annotations

from plans.enums import EditionKind, Phase

USUAL_EDITION_KINDS: dict[Phase, EditionKind] = {
    Phase.DRAFTING: EditionKind.CONSULTATION,
    Phase.CONSULTING: EditionKind.REVISED,
    Phase.REVISING: EditionKind.SUBMITTED,
    Phase.DELIBERATING: EditionKind.DELIBERATED,
    Phase.APPROVED: EditionKind.FINAL,
    Phase.PUBLISHED: EditionKind.FINAL,
}
"""By the phase in which it is frozen."""
