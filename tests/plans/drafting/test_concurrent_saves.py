"""Eight writers save one provision at once: every acknowledged save is found in the history."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from django.db import connection

from plans.drafting.actions.revising import Origin
from plans.drafting.actions.writing import save_provision
from plans.errors import StaleVersion
from plans.models import Change, Provision, User
from plans.text.merging import merge
from tests.cast import make_cast, make_plan

WRITERS, SAVES = 8, 50
pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Diary:
    """What one writer was told: versions acknowledged with their text, and refusals."""

    saved: list[tuple[int, str]] = field(default_factory=list)
    refused: int = 0


def version_of(provision: int, number: int) -> str:
    change = Change.objects.select_related("version").get(provision=provision, number=number)
    return str(change.version.field_dict["text"])


def opened(provision: int) -> tuple[int, str]:
    row = Provision.objects.get(pk=provision)
    return row.version, row.text


def write(provision: int, user: User, mark: int) -> Diary:
    """One person's afternoon: each save rewrites the own line; a refusal is merged, retried."""
    diary = Diary()
    try:
        for turn in range(SAVES):
            _save_once(provision, user, mark, turn, diary)
    finally:
        connection.close()
    return diary


def _save_once(provision: int, user: User, mark: int, turn: int, diary: Diary) -> None:
    base_version, base = opened(provision)
    lines = base.split("\n")
    lines[mark] = f"第{mark}人写的第{turn}稿。"
    mine = "\n".join(lines)
    while True:
        try:
            version = save_provision(
                provision,
                by=user,
                expected_version=base_version,
                title="并发",
                text=mine,
                origin=Origin(f"{mark}-{turn}"),
            )
        except StaleVersion as stale:
            diary.refused += 1
            theirs = version_of(provision, stale.current_version)
            merged = merge(base, mine, theirs)
            assert merged.clean
            base_version, base, mine = stale.current_version, theirs, merged.text
        else:
            diary.saved.append((version.change.number, mine))
            return


def test_every_acknowledged_save_is_in_the_history():
    cast = make_cast()
    plan = make_plan(cast.drafter)
    row = plan.provisions.get(title="总体要求")
    start = "\n".join(f"第{mark}人的段落。" for mark in range(WRITERS))
    save_provision(
        row.pk,
        by=cast.drafter,
        expected_version=1,
        title="并发",
        text=start,
        origin=Origin("开始"),
    )
    with ThreadPoolExecutor(WRITERS) as pool:
        writers = [pool.submit(write, row.pk, cast.drafter, mark) for mark in range(WRITERS)]
        diaries = [one.result() for one in writers]
    history = {
        number: (text, reason)
        for number, text, reason in _history(row.pk)
        if reason != "开始" and number > 1
    }
    acknowledged = {number: text for diary in diaries for number, text in diary.saved}
    assert acknowledged == {number: text for number, (text, _) in history.items()}
    assert sorted(acknowledged) == list(range(3, 3 + WRITERS * SAVES))
    reasons = sorted(reason for _, reason in history.values())
    assert reasons == sorted(f"{m}-{t}" for m in range(WRITERS) for t in range(SAVES))
    last = [f"第{mark}人写的第{SAVES - 1}稿。" for mark in range(WRITERS)]
    row.refresh_from_db()
    assert (row.text.split("\n"), row.version) == (last, 2 + WRITERS * SAVES)
    print(f"refused and merged: {sum(diary.refused for diary in diaries)}")  # noqa: T201 a figure for the reader


def _history(provision: int) -> list[tuple[int, str, str]]:
    changes = Change.objects.filter(provision=provision).select_related("version__revision")
    return [
        (one.number, one.version.field_dict["text"], one.version.revision.comment)
        for one in changes
    ]
