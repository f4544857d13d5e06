"""Putting an opinion where it belongs, and parting one that speaks of several things.

What was submitted stays as it is; place and part stand beside it, on the assessment.
"""

from __future__ import annotations

from django.db import transaction

from consultation.collation.actions.locking import lock_as_manager
from consultation.enums import Act
from consultation.models import Assessment, Round, SearchEntry
from consultation.passages.search_index import entry_of_part
from consultation.replies.actions.opinions import TEXT_MAX, chapter_of_place
from plans.errors import InvalidInput, WrongState
from plans.models import EditionProvision, User
from plans.system.audit import record
from plans.system.secrecy import refuse_secret

MOST_PARTS = 20


def put_in_place(assessment_id: int, place: EditionProvision | None, *, by: User) -> Assessment:
    """Treat the opinion at another provision of the round's edition (None: the whole plan).

    Back where its author put it, it follows its passage again.
    """
    with transaction.atomic():
        (row,) = lock_as_manager([assessment_id], by)
        _require_here(row.round, place)
        if row.place == place:
            raise InvalidInput("意见已经放在这一章条。")
        old = {"place": row.place_id}
        row.place, row.moved = place, place != row.comment.place
        row.chapter = chapter_of_place(place)
        row.save(update_fields=["place", "moved", "chapter"])
        new = {"place": row.place_id}
        record(Act.ASSESSMENT_PLACE, row, by=by, plan=row.round.plan, old=old, new=new)
    return row


def part_off(
    assessment_id: int, gist: str, place: EditionProvision | None, *, by: User
) -> Assessment:
    """Treat part of an opinion by itself, under the round's next number; ``gist`` says which.

    The same words a second time are the same part. The rest stays where the whole is treated.
    """
    gist = gist.strip()
    refuse_secret(gist)
    if not gist:
        raise InvalidInput("请写明从这条意见中拆出的内容。")
    if len(gist) > TEXT_MAX:
        raise InvalidInput(f"拆出的内容不能超过{TEXT_MAX}字。")
    with transaction.atomic():
        (row,) = lock_as_manager([assessment_id], by)
        if row.part_of_id is not None:
            raise WrongState("这一条本身是拆出来的，请从原来的意见再拆。")
        known = row.parts.filter(gist=gist).first()
        if known is not None:
            return known
        if row.parts.count() >= MOST_PARTS:
            raise WrongState(f"一条意见最多拆出{MOST_PARTS}条。")
        _require_here(row.round, place)
        part = _new_part(row, gist, place)
        new = {"number": part.number, "of": row.number, "place": part.place_id}
        record(Act.ASSESSMENT_SPLIT, part, by=by, plan=row.round.plan, new=new)
    return part


def _new_part(row: Assessment, gist: str, place: EditionProvision | None) -> Assessment:
    """With the next number of the round, whose row is locked."""
    round_ = row.round
    round_.comment_count += 1
    round_.save(update_fields=["comment_count"])
    part = Assessment.objects.create(
        comment=row.comment,
        part_of=row,
        gist=gist,
        place=place,
        moved=True,
        round=round_,
        number=round_.comment_count,
        unit=row.unit,
        chapter=chapter_of_place(place),
        kind=row.kind,
        source=row.source,
        handler=row.handler,
        due_on=row.due_on,
    )
    SearchEntry.objects.bulk_create([entry_of_part(part)])
    return part


def _require_here(round_: Round, place: EditionProvision | None) -> None:
    if place is not None and place.edition_id != round_.edition_id:
        raise InvalidInput("所选章条不在这一轮的稿中。")
