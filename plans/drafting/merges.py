"""Two people's changes of one version put together, and what a person must decide of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plans.drafting.queries import history
from plans.drafting.versions import version_of
from plans.models import Provision
from plans.text.comparing import RowDiff, compare_texts
from plans.text.merging import MergeResult, Side, merge

TITLE = "title"


@dataclass(frozen=True)
class Wording:
    """What stands in one person's editor, and the version that it was written on."""

    base_version: int
    title: str
    text: str
    run_in: bool


@dataclass(frozen=True)
class Conflict:
    """One's own wording against what ``by`` saved since; ``title`` and ``run_in`` as merged."""

    current: Provision
    by: str
    merged: MergeResult
    theirs: Sequence[RowDiff]
    mine: Sequence[RowDiff]
    title: str
    titles: tuple[str, str] | None
    run_in: bool

    @property
    def asks(self) -> list[str]:
        """Names of what has to be decided: the title, and each conflict by its number."""
        numbers = [str(number) for number, _ in enumerate(self.merged.conflicts)]
        return [TITLE, *numbers] if self.titles else numbers

    @property
    def touches(self) -> bool:
        """Whether both changed the same place, so that a person has to look."""
        return bool(self.asks or self.merged.reviews)

    def decided(self, choices: Mapping[str, Side]) -> tuple[str, str]:
        """Title and text with one choice for each of ``asks``."""
        title = self.title
        if self.titles:
            title = self.titles[0 if choices[TITLE] is Side.THEIRS else 1]
        numbers = [choices[name] for name in self.asks if name != TITLE]
        return title, self.merged.resolved(numbers)


def conflict_of(current: Provision, own: Wording) -> Conflict:
    """Both sides' changes since the version that one's own wording was written on."""
    base = version_of(current.pk, own.base_version)
    text = base.text if base else ""
    old_title, old_run_in = (base.title, base.run_in) if base else ("", None)
    mine = own.title == current.title or current.title == old_title
    return Conflict(
        current=current,
        by=saved_by(current),
        merged=merge(text, own.text, current.text),
        theirs=compare_texts(text, current.text),
        mine=compare_texts(text, own.text),
        title=own.title if mine else current.title,
        titles=None if mine or own.title == old_title else (current.title, own.title),
        run_in=own.run_in if current.run_in == old_run_in else current.run_in,
    )


def saved_by(row: Provision) -> str:
    """The name of who saved the version that stands."""
    change = history(row.plan, [row.pk]).first()
    return str(change.version.revision.user) if change else ""
