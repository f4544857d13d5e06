"""Where opinions under treatment stand in a text: with their passage, or where staff put them."""

from __future__ import annotations

from collections.abc import Iterable

from consultation.models import Assessment
from consultation.passages.quoting import body_of
from consultation.passages.whereabouts import Found, Text, Whereabouts, whereabouts


def stand_now(rows: Iterable[Assessment], text: Text) -> dict[int, Found]:
    """By assessment where it stands; opinions on the whole plan are left out.

    Each row comes with ``place`` and ``comment``. What staff put elsewhere is not looked for by
    its passage: it stands in that provision for as long as there is one.
    """
    known = list(rows)
    found = whereabouts([row.comment for row in known if not row.moved], text)
    by_row = {row.pk: found[row.comment_id] for row in known if row.comment_id in found}
    return by_row | {row.pk: _placed(row, text) for row in known if row.moved and row.place}


def _placed(row: Assessment, text: Text) -> Found:
    assert row.place is not None
    provision = row.place.provision_id
    if provision not in text.bodies:
        return Found(Whereabouts.GONE, None)
    quote = row.comment.quote
    words = quote if quote and quote in body_of(row.place) else ""
    return Found(Whereabouts.PLACED, provision, text.marks[provision], words)
