"""What changed since a person last decided: the earlier package, and how much is different."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Q, QuerySet

from plans.editions.queries import edition_tree
from plans.models import IN_FORCE, Edition, User
from plans.text.comparing import TreeDiff, compare_trees
from taskforce.enums import Rule, Vote
from taskforce.models import DECIDED, MemberOpinion, Package
from taskforce.permissions import seats_of


@dataclass(frozen=True)
class Counts:
    """Provisions that differ between two editions; ``edges``: the title or the preamble does."""

    added: int
    deleted: int
    rewritten: int
    moved: int
    edges: bool

    @property
    def total(self) -> int:
        """All places that differ."""
        return self.added + self.deleted + self.rewritten + self.moved + self.edges

    @property
    def words(self) -> str:
        """新增1处、改写3处; empty when nothing differs."""
        parts = {
            "新增": self.added, "删去": self.deleted, "改写": self.rewritten, "移动": self.moved,
        }  # fmt: skip
        found = [f"{word}{number}处" for word, number in parts.items() if number]
        return "、".join([*found, *(["题目或引言有改动"] if self.edges else [])])


@dataclass(frozen=True)
class Since:
    """The package judged last, what was said on it, and what is different now.

    ``counts`` where both packages have an edition. ``papers`` names the papers that are new or
    replaced where the same gate asks again. ``own``: by this person; else by the plan's bodies.
    """

    package: Package
    said: str
    own: bool
    counts: Counts | None
    papers: tuple[str, ...]


def since_last(user: User, package: Package) -> Since | None:
    """What changed since this person last decided on the plan; None the first time.

    For a visitor without a seat it is the last package that any body judged.
    """
    seated = seats_of(user).filter(body=package.gate.body_id).exists()
    earlier = _judged_by(user, package) if seated else _judged(package)
    found = _preferred(earlier, package)
    if found is None:
        return None
    return Since(
        package=found,
        said=_said(user, found),
        own=seated,
        counts=_counts(found.edition, package.edition),
        papers=_new_papers(found, package),
    )


def compare_editions(old: Edition, new: Edition) -> TreeDiff:
    """修改对照 of two editions."""
    return compare_trees(edition_tree(old), edition_tree(new))


def _earlier(package: Package) -> QuerySet[Package]:
    timeline = package.gate.stage.timeline_id
    return Package.objects.filter(gate__stage__timeline=timeline, pk__lt=package.pk)


def _judged(package: Package) -> QuerySet[Package]:
    return _earlier(package).filter(DECIDED)


def _judged_by(user: User, package: Package) -> QuerySet[Package]:
    own = _of(user).filter(objection=None)
    bodies = seats_of(user).values("body")
    met = DECIDED & Q(gate__rule=Rule.MEETING, gate__body__in=bodies)
    return _earlier(package).filter(met | Q(pk__in=own.values("package")))


def _of(user: User) -> QuerySet[MemberOpinion]:
    """What this person said, or had said for them, and was once in force."""
    return MemberOpinion.objects.filter(IN_FORCE, Q(given_by=user) | Q(seat__user=user))


def _preferred(earlier: QuerySet[Package], package: Package) -> Package | None:
    rows = earlier.select_related("edition", "gate").order_by("-pk")
    if package.edition_id is not None:
        rows = rows.filter(edition__isnull=False)
    return rows.first()


def _said(user: User, package: Package) -> str:
    last = _of(user).filter(package=package).order_by("-pk").first()
    if last is not None:
        return Vote(last.vote).label
    decision = package.decision
    return decision.get_outcome_display() if decision else ""


def _counts(old: Edition | None, new: Edition | None) -> Counts | None:
    if old is None or new is None:
        return None
    if old.sha256 == new.sha256:
        return Counts(0, 0, 0, 0, edges=False)
    key = f"since-{old.sha256[:40]}-{new.sha256[:40]}"
    found: Counts | None = cache.get(key)
    if found is None:
        found = _count(compare_editions(old, new))
        cache.set(key, found)
    return found


def _count(diff: TreeDiff) -> Counts:
    changes = diff.changes
    kept = [node for node in changes if not (node.added or node.deleted)]
    rewritten = sum(node.rewritten or node.renamed for node in kept)
    return Counts(
        added=sum(node.added for node in changes),
        deleted=sum(node.deleted for node in changes),
        rewritten=rewritten,
        moved=len(kept) - rewritten,
        edges=TreeDiff(diff.title, diff.preamble, ()).is_change,
    )


def _new_papers(old: Package, new: Package) -> tuple[str, ...]:
    if old.gate_id != new.gate_id:
        return ()
    before = set(old.materials.values_list("sha256", flat=True))
    papers = new.materials.filter(edition__isnull=True).exclude(sha256__in=before)
    return tuple(papers.values_list("title", flat=True))
