"""意见办理情况: what came in, from whom, about what, and what became of each; for everybody.

Names are those that their owners agreed to show; all other words pass ``masked``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q, QuerySet

from consultation.enums import AssessmentState, CommentSource, Speaker
from consultation.models import Assessment, PublicContact, PublishedResults, Round
from consultation.passages.personal import UNNAMED, masked
from consultation.rounds.figures import OUTCOMES, UNTREATED
from plans.enums import ProvisionKind
from plans.models import Change, Plan
from plans.text.comparing.characters import redline
from plans.text.comparing.rows import compare_texts
from plans.text.comparing.values import RowOp, Segment

LINES = 12
"""So many changed lines of one change are shown."""
WHOLE = "全文"
UNSAID = "未说明身份"
SCALE = 100.0


@dataclass(frozen=True)
class Part:
    """One outcome's share of a bar, in hundredths of the longest."""

    key: str
    label: str
    count: int
    at: float
    width: float


@dataclass(frozen=True)
class Bar:
    """A line of a chart, with its figures in words; ``key`` narrows the list to it."""

    label: str
    total: int
    parts: tuple[Part, ...]
    key: int | None = None

    @property
    def words(self) -> str:
        """采纳3条、不采纳1条."""
        return "、".join(f"{one.label}{one.count}条" for one in self.parts if one.label)


@dataclass(frozen=True)
class Treated:
    """One published suggestion and what became of it."""

    number: int
    kind: str
    place: str
    who: str
    quote: str
    proposal: str
    reason: str
    answer: str
    answer_reason: str
    changed: tuple[tuple[Segment, ...], ...]


def published_results(plan: Plan) -> QuerySet[PublishedResults]:
    """What the public may read of the plan's rounds, the latest first."""
    return PublishedResults.objects.filter(round__plan=plan).order_by("-round")


def suggestions_of(round_: Round) -> QuerySet[Assessment]:
    """Every numbered suggestion of a public round, with what its lists show."""
    rows = Assessment.objects.filter(round=round_, source=CommentSource.PUBLIC)
    return rows.select_related("comment__contact", "place", "proof__version").order_by("number")


def open_to_all(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Those whose words are published: their author agrees, and staff keep none of it back."""
    return rows.filter(comment__contact__may_publish=True, comment__contact__withheld_reason="")


def by_chapter(round_: Round) -> list[Bar]:
    """One bar for each chapter that somebody wrote about, in the order of the text; 全文 last."""
    rows = Assessment.objects.filter(round=round_).order_by()
    found: dict[int | None, dict[str, int]] = {}
    for chapter, outcome, count in rows.values_list("chapter", "disposition").annotate(Count("pk")):
        found.setdefault(chapter, {})[outcome or UNTREATED] = count
    chapters = round_.edition.provisions.filter(kind=ProvisionKind.CHAPTER).order_by("order")
    names = {one.provision_id: f"{one.number}{one.title}" for one in chapters}
    longest = max((sum(counts.values()) for counts in found.values()), default=1)
    bars = [_bar(name, found[pk], longest, pk) for pk, name in names.items() if pk in found]
    rest = [_bar(WHOLE, found[None], longest, 0)] if None in found else []
    return bars + rest


def by_speaker(round_: Round) -> list[Bar]:
    """How many came from which kind of people, as they said; those who said nothing last."""
    rows = PublicContact.objects.filter(comment__round=round_).order_by()
    counts = dict(rows.values_list("speaker").annotate(Count("pk")))
    longest = max(counts.values(), default=1)
    named = [*Speaker.choices, ("", UNSAID)]
    return [
        Bar(
            str(label),
            counts[key],
            (Part("all", "", counts[key], 0, _share(counts[key], longest)),),
        )
        for key, label in named
        if key in counts
    ]


def _bar(label: str, counts: dict[str, int], longest: int, key: int) -> Bar:
    parts, at = [], 0.0
    for outcome, name in OUTCOMES:
        if count := counts.get(outcome, 0):
            width = _share(count, longest)
            parts.append(Part(outcome, str(name), count, round(at, 2), width))
            at += width
    return Bar(label, sum(counts.values()), tuple(parts), key)


def _share(count: int, longest: int) -> float:
    return round(SCALE * count / longest, 2)


def treated(rows: Sequence[Assessment]) -> list[Treated]:
    """Suggestions as everybody may read them."""
    changes = changed_text(rows)
    return [_treated(row, changes.get(row.pk, ())) for row in rows]


def _treated(row: Assessment, changed: tuple[tuple[Segment, ...], ...]) -> Treated:
    said = row.comment
    place = row.place
    return Treated(
        number=row.number,
        kind=said.get_kind_display(),
        place=f"{place.number}{place.title}" if place else WHOLE,
        who=_who(said.author_name, said.contact),
        quote=said.quote if said.start is not None else masked(said.quote),
        proposal=masked(row.gist or said.proposal),
        reason="" if row.gist else masked(said.reason),
        answer=row.answer,
        answer_reason=masked(row.reason, said.contact.name),
        changed=changed,
    )


def _who(author_name: str, contact: PublicContact) -> str:
    """王五（市民）; 市民 of who stays unnamed."""
    speaker = contact.get_speaker_display() if contact.speaker else ""
    if author_name == UNNAMED:
        return speaker or UNNAMED
    return f"{author_name}（{speaker}）" if speaker else author_name


def changed_text(rows: Iterable[Assessment]) -> dict[int, tuple[tuple[Segment, ...], ...]]:
    """By suggestion: the lines of the text that the change which carries it altered, old to new."""
    proved = [row for row in rows if row.proof is not None and row.state == AssessmentState.DONE]
    if not proved:
        return {}
    proofs = [row.proof for row in proved if row.proof is not None]
    earlier = _before(proofs)
    return {
        row.pk: _lines(earlier.get(_key(one), {}), one.version.field_dict)
        for row, one in zip(proved, proofs, strict=True)
    }


def _key(change: Change) -> tuple[int, int | None, int]:
    return change.plan_id, change.provision_id, change.number


def _before(changes: Iterable[Change]) -> dict[tuple[int, int | None, int], dict[str, Any]]:
    """By change: the fields of the version that it took the place of; one query for all."""
    wanted = reduce(
        or_,
        (
            Q(plan=one.plan_id, number=one.number - 1)
            & (Q(provision=one.provision_id) if one.provision_id else Q(provision__isnull=True))
            for one in changes
        ),
    )
    found = Change.objects.filter(wanted).select_related("version")
    return {
        (one.plan_id, one.provision_id, one.number + 1): one.version.field_dict for one in found
    }


def _lines(before: dict[str, Any], after: dict[str, Any]) -> tuple[tuple[Segment, ...], ...]:
    (old_title, old), (title, new) = _wording(before), _wording(after)
    titles = [redline(old_title, title)] if old_title != title else []
    rows = [row.segments for row in compare_texts(old, new) if row.op is not RowOp.EQUAL]
    return tuple((titles + rows)[:LINES])


def _wording(fields: dict[str, Any]) -> tuple[str, str]:
    """Title and text of a version; nothing of what it took out of the plan."""
    if not fields or fields.get("deleted_at") is not None:
        return "", ""
    return fields["title"], fields["text"] if "text" in fields else fields["preamble"]
