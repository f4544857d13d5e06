"""Where a commented passage stands in a later text (原处、已移动、已不在).

Computed from the immutable comment and the text at hand; what was not found in its place at
once is kept in the cache under the text's hash, so that it is looked for once per text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from django.core.cache import cache
from django.db.models import TextChoices

from consultation.models import Comment
from consultation.passages.anchoring import Anchor, PlanMatch, State, find, find_in_plan
from consultation.passages.quoting import body_of
from plans.models import Edition
from plans.text.markup import plain
from plans.text.tree import PlanTree, walk

KEPT_SECONDS = 24 * 3600


class Whereabouts(TextChoices):
    """What became of a commented passage, in the words of the page."""

    HOME = "home", "原处"
    CHANGED = "changed", "原处，文字已改"
    MOVED = "moved", "已移动"
    MOVED_CHANGED = "moved_changed", "已移动，文字已改"
    REPLACED = "replaced", "文字已不在，条目仍在"
    GONE = "gone", "已不在"
    PLACED = "placed", "由办理人员放到此处"


@dataclass(frozen=True)
class Found:
    """Where a passage stands now: the provision (None: gone with its place), and the words."""

    state: Whereabouts
    provision: int | None
    mark: str = ""
    words: str = ""

    @property
    def tone(self) -> str:
        """The tone of the status that a page shows."""
        return {Whereabouts.HOME: "good", Whereabouts.GONE: "bad"}.get(self.state, "wait")


@dataclass(frozen=True)
class Text:
    """A whole text to look in: by provision its body (title, line end, plain text) and mark."""

    key: str
    bodies: Mapping[int, str]
    marks: Mapping[int, str]


def text_of_tree(tree: PlanTree) -> Text:
    """The text of a plan's or an edition's tree whose nodes have ids."""
    nodes = [node for node, _ in walk(tree)]
    bodies = {int(n.id or 0): f"{n.title}\n{plain(n.text)}" for n in nodes}
    marks = {int(n.id or 0): f"{n.number}{n.title}" for n in nodes}
    return Text(_hash(bodies), bodies, marks)


def text_of_edition(edition: Edition) -> Text:
    """The text of an edition, with its numbers as printed."""
    rows = list(edition.provisions.all())
    bodies = {row.provision_id: body_of(row) for row in rows}
    marks = {row.provision_id: f"{row.number}{row.title}" for row in rows}
    return Text(_hash(bodies), bodies, marks)


def _hash(bodies: Mapping[int, str]) -> str:
    return blake2b(repr(sorted(bodies.items())).encode(), digest_size=12).hexdigest()


def whereabouts(comments: Iterable[Comment], text: Text) -> dict[int, Found]:
    """By comment where its passage stands; comments on the whole plan are left out."""
    found: dict[int, Found] = {}
    searched: dict[str, Comment] = {}
    for comment in comments:
        if comment.place is None:
            continue
        home = comment.place.provision_id
        if home in text.bodies and find(_anchor(comment), text.bodies[home]).state is State.EXACT:
            found[comment.pk] = Found(Whereabouts.HOME, home, text.marks[home], comment.quote)
        else:
            searched[f"whereabouts:{text.key}:{comment.pk}"] = comment
    return found | _searched(searched, text)


def _searched(comments: dict[str, Comment], text: Text) -> dict[int, Found]:
    kept: dict[str, Found] = cache.get_many(comments)
    new = {key: _found(comment, text) for key, comment in comments.items() if key not in kept}
    if new:
        cache.set_many(new, KEPT_SECONDS)
    return {comments[key].pk: one for key, one in (kept | new).items()}


def _anchor(comment: Comment) -> Anchor:
    return Anchor(comment.quote, comment.prefix, comment.suffix, comment.start)


def _found(comment: Comment, text: Text) -> Found:
    assert comment.place is not None
    home = comment.place.provision_id
    match = find_in_plan(_anchor(comment), text.bodies, home)
    state = _state(match, home)
    place = match.place
    if place is None:
        return Found(state, None)
    start, end = match.match.start, match.match.end
    words = text.bodies[place][start:end] if start is not None else ""
    return Found(state, place, text.marks[place], words)


def _state(match: PlanMatch[int], home: int) -> Whereabouts:
    state = match.match.state
    if match.place is None:
        return Whereabouts.GONE
    if state is State.GONE:
        return Whereabouts.REPLACED
    changed = state is State.CHANGED
    if match.place == home:
        return Whereabouts.CHANGED if changed else Whereabouts.HOME
    return Whereabouts.MOVED_CHANGED if changed else Whereabouts.MOVED
