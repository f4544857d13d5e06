"""1,000 opinions of 20 units through the whole way: group, answer, adopt, tell, complete."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from consultation.collation.actions.answers import release_answers
from consultation.collation.actions.completion import complete_round
from consultation.collation.actions.dispositions import Answer, assess, assess_many, prove
from consultation.collation.actions.exports import make_table, request_table
from consultation.collation.actions.groups import confirm_group, find_groups, request_groups
from consultation.collation.listing import Criteria, collation, page_of
from consultation.load.actions import make_load
from consultation.models import Assessment, OpinionGroup, Round
from consultation.rounds.figures import covering_figures
from plans.drafting.actions.revising import Origin
from plans.drafting.actions.writing import save_provision
from plans.errors import WrongState
from plans.models import Change
from plans.system import storage
from plans.system.jobs import claim
from tests.cast import make_cast, make_plan

pytestmark = pytest.mark.django_db
COUNT = 1_000


def test_a_thousand_opinions_go_the_whole_way(files: Path) -> None:
    cast = make_cast()
    plan, by = make_plan(cast.drafter), cast.drafter
    round_ = make_load(plan, by=by, comments=COUNT, units=20, label="征求意见稿")
    attempt = claim(request_groups(round_, by=by).pk)
    assert attempt is not None
    assert find_groups(attempt)["groups"] > 0
    first = OpinionGroup.objects.earliest("pk")
    members = list(first.members.values_list("pk", flat=True))
    confirm_group(first.pk, by=by)
    assess(members[0], Answer("not_adopted", "已有规定"), by=by)
    rest = list(
        Assessment.objects.filter(round=round_, disposition="").values_list("pk", flat=True)
    )
    adopted, noted = rest[0], rest[1:]
    assess_many(noted, Answer("noted"), by=by)
    assess(adopted, Answer("adopted"), by=by)
    with pytest.raises(WrongState, match="1条采纳的意见没有落实"):
        complete_round(round_, by=by)
    task = plan.provisions.get(title="强化引领")
    save_provision(
        task.pk, by=by, expected_version=1, title=task.title, text="新文。", origin=Origin("改")
    )
    prove(adopted, Change.objects.latest("id"), by=by)
    release_answers(round_, by=by)
    figures = complete_round(round_, by=by).figures
    expected = {"comments": COUNT, "adopted": 1, "not_adopted": len(members), "noted": len(noted)}
    assert {name: figures[name] for name in expected} == expected
    assert figures == covering_figures(round_)
    _all_pages_hold_all(round_)
    _the_table_holds_all(round_)


def _all_pages_hold_all(round_: Round) -> None:
    seen: list[int] = []
    rows = collation(round_, Criteria())
    after: int | None = 0
    while after is not None:
        page = page_of(rows, after=after)
        seen += [row.number for row in page.rows]
        after = page.after
    assert seen == list(range(1, COUNT + 1))


def _the_table_holds_all(round_: Round) -> None:
    attempt = claim(request_table(round_, Criteria(), by=round_.created_by).pk)
    assert attempt is not None
    content = storage.read(make_table(attempt)["path"])
    sheet = load_workbook(io.BytesIO(content), read_only=True)["意见汇总处理表"]
    assert sum(1 for _ in sheet.iter_rows(values_only=True)) == COUNT + 1
