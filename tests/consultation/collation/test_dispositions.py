"""意见汇总: answers with reasons, adoption proved from the text, groups, bulk, completion."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from consultation.collation.actions.completion import complete_round
from consultation.collation.actions.dispositions import (
    Answer,
    adopt_into_text,
    assess,
    assess_many,
    prove,
)
from consultation.collation.actions.groups import group, ungroup
from consultation.collation.actions.handling import assign, tag
from consultation.collation.carried import why_unproved
from consultation.collation.listing import Criteria, collation, page_of
from consultation.collation.queries import changes_without_source, unproved
from consultation.enums import AssessmentState, Disposition
from consultation.models import Assessment
from consultation.replies.actions.opinions import Opinion, draft_comment
from consultation.replies.actions.replies import release
from consultation.rounds.figures import covering_figures
from plans.drafting.actions.revising import Origin
from plans.drafting.actions.writing import save_provision
from plans.errors import InvalidInput, NotAllowed, StaleVersion, WrongState
from plans.models import Change, Provision
from plans.permissions import READ_DRAFT, grant
from tests.consultation.replies.test_replies import Scene, make_scene

pytestmark = pytest.mark.django_db
ADOPT = Answer(Disposition.ADOPTED)
REFUSE = Answer(Disposition.NOT_ADOPTED, "已有规定")


@pytest.fixture
def scene() -> Scene:
    made = make_scene()
    place = made.round.edition.provisions.get(title="强化引领")
    for proposal in ("甲意见", "乙意见", "丙意见"):
        opinion = Opinion("change", proposal, place=place, quote="深入开展活动。")
        draft_comment(made.invitation.pk, opinion, by=made.cast.officer, key=uuid.uuid4())
    release(made.invitation.pk, by=made.cast.head)
    return made


def row(scene: Scene, number: int) -> Assessment:
    return Assessment.objects.get(round=scene.round, number=number)


def task(scene: Scene) -> Provision:
    return scene.round.plan.provisions.get(title="强化引领")


def test_partly_and_not_adopted_need_a_reason(scene: Scene) -> None:
    for value in (Disposition.PARTLY, Disposition.NOT_ADOPTED):
        with pytest.raises(InvalidInput, match="写明理由"):
            assess(row(scene, 1).pk, Answer(value, " "), by=scene.cast.drafter)
    assess(row(scene, 1).pk, REFUSE, by=scene.cast.drafter)
    done = row(scene, 1)
    assert (done.state, done.reason) == (AssessmentState.DONE, "已有规定")


def test_adopted_is_not_done_until_the_text_proves_it(scene: Scene) -> None:
    assess(row(scene, 1).pk, ADOPT, by=scene.cast.drafter)
    assert row(scene, 1).state == AssessmentState.TO_PROVE
    assert [one.number for one in unproved(scene.round)] == [1]
    save_provision(
        task(scene).pk,
        by=scene.cast.drafter,
        expected_version=1,
        title="强化引领",
        text="新文",
        origin=Origin("修改"),
    )
    change = Change.objects.latest("id")
    assert list(changes_without_source(scene.round)) == [change]
    prove(row(scene, 1).pk, change, by=scene.cast.drafter)
    assert (row(scene, 1).state, list(unproved(scene.round))) == (AssessmentState.DONE, [])


def test_adopting_into_the_text_points_at_its_revision(scene: Scene) -> None:
    adopt_into_text(
        row(scene, 2).pk,
        ADOPT,
        by=scene.cast.drafter,
        provision_id=task(scene).pk,
        expected_version=1,
        title="强化引领",
        text="乙意见",
    )
    done = row(scene, 2)
    assert done.proof is not None
    assert (done.state, done.proof.source) == ("done", f"comment:{done.comment_id}")
    assert task(scene).text == "乙意见"


def test_adopting_without_a_change_keeps_nothing(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="没有变化"):
        adopt_into_text(
            row(scene, 2).pk,
            ADOPT,
            by=scene.cast.drafter,
            provision_id=task(scene).pk,
            expected_version=1,
            title="强化引领",
            text="深入开展活动。",
        )
    assert row(scene, 2).state == AssessmentState.OPEN


def test_adopting_over_a_colleagues_text_is_refused(scene: Scene) -> None:
    with pytest.raises(StaleVersion):
        adopt_into_text(
            row(scene, 2).pk,
            ADOPT,
            by=scene.cast.drafter,
            provision_id=task(scene).pk,
            expected_version=9,
            title="强化引领",
            text="乙",
        )
    assert row(scene, 2).disposition == ""


def test_an_answer_given_meanwhile_is_not_overwritten(scene: Scene) -> None:
    assess(row(scene, 1).pk, REFUSE, by=scene.cast.drafter, expected_version=1)
    with pytest.raises(StaleVersion):
        assess(row(scene, 1).pk, ADOPT, by=scene.cast.drafter, expected_version=1)
    assert row(scene, 1).disposition == Disposition.NOT_ADOPTED


def test_bulk_is_all_or_nothing_and_names_the_rows(scene: Scene) -> None:
    assess(row(scene, 2).pk, REFUSE, by=scene.cast.drafter)
    ids = [row(scene, n).pk for n in (1, 2, 3)]
    with pytest.raises(WrongState, match="0002"):
        assess_many(ids, REFUSE, by=scene.cast.drafter)
    assert [row(scene, n).disposition for n in (1, 3)] == ["", ""]


def test_a_group_is_answered_once_and_can_be_undone(scene: Scene) -> None:
    made = group([row(scene, 1).pk, row(scene, 3).pk], by=scene.cast.drafter)
    assess(row(scene, 1).pk, REFUSE, by=scene.cast.drafter)
    assert [row(scene, n).disposition for n in (1, 2, 3)] == ["not_adopted", "", "not_adopted"]
    ungroup(made, by=scene.cast.drafter)
    assert (row(scene, 3).group, row(scene, 3).disposition) == (None, "not_adopted")


def test_a_round_is_complete_with_everything_answered_and_proved(scene: Scene) -> None:
    with pytest.raises(WrongState, match="还有3条意见没有处理"):
        complete_round(scene.round, by=scene.cast.drafter)
    assess_many([row(scene, n).pk for n in (1, 2, 3)], REFUSE, by=scene.cast.drafter)
    done = complete_round(scene.round, by=scene.cast.drafter)
    assert done.figures == covering_figures(scene.round)
    assert {k: done.figures[k] for k in ("invited", "replied", "comments", "not_adopted")} == {
        "invited": 1, "replied": 1, "comments": 3, "not_adopted": 3,
    }  # fmt: skip
    with pytest.raises(WrongState, match="已经办结"):
        assess(row(scene, 1).pk, ADOPT, by=scene.cast.drafter)


def test_an_outsider_answers_nothing(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        assess(row(scene, 1).pk, REFUSE, by=scene.cast.outsider)


def test_the_list_filters_and_turns_pages_by_number(scene: Scene) -> None:
    rows = collation(scene.round, Criteria(q="乙意"))
    assert [one.number for one in page_of(rows).rows] == [2]
    assess(row(scene, 1).pk, REFUSE, by=scene.cast.drafter)
    answered = collation(scene.round, Criteria(disposition="not_adopted"))
    assert [one.number for one in page_of(answered).rows] == [1]
    behind = page_of(collation(scene.round, Criteria()), after=2)
    assert ([one.number for one in behind.rows], behind.before, behind.after) == ([3], 3, None)


def edit(scene: Scene, text: str, version: int) -> Change:
    save_provision(
        task(scene).pk, by=scene.cast.drafter, expected_version=version, title="强化引领",
        text=text, origin=Origin("改"),
    )  # fmt: skip
    return Change.objects.latest("id")


def test_an_adopted_opinion_whose_text_was_put_back_is_listed_again(scene: Scene) -> None:
    before = task(scene).text
    assess_many([row(scene, 2).pk, row(scene, 3).pk], REFUSE, by=scene.cast.drafter)
    adopt_into_text(
        row(scene, 1).pk, ADOPT, by=scene.cast.drafter, provision_id=task(scene).pk,
        expected_version=1, title="强化引领", text="甲意见",
    )  # fmt: skip
    assert list(unproved(scene.round)) == []
    edit(scene, before, 2)
    fallen = list(unproved(scene.round))
    assert why_unproved(fallen) == {row(scene, 1).pk: ["“甲意见”已不在正文中"]}
    with pytest.raises(WrongState, match="1条采纳的意见没有落实"):
        complete_round(scene.round, by=scene.cast.drafter)
    edit(scene, "甲意见。", 3)
    assert complete_round(scene.round, by=scene.cast.drafter).completed_at is not None


def test_a_change_that_an_adopted_opinion_points_at_has_a_source(scene: Scene) -> None:
    change = edit(scene, "新文", 1)
    assess(row(scene, 1).pk, ADOPT, by=scene.cast.drafter)
    assert list(changes_without_source(scene.round)) == [change]
    prove(row(scene, 1).pk, change, by=scene.cast.drafter)
    assert list(changes_without_source(scene.round)) == []


def test_a_change_before_the_edition_proves_nothing(scene: Scene) -> None:
    assess(row(scene, 1).pk, ADOPT, by=scene.cast.drafter)
    first = Change.objects.filter(provision=task(scene)).earliest("id")
    with pytest.raises(InvalidInput, match="早于"):
        prove(row(scene, 1).pk, first, by=scene.cast.drafter)


def test_bulk_answers_the_groups_of_its_rows_too(scene: Scene) -> None:
    group([row(scene, 1).pk, row(scene, 3).pk], by=scene.cast.drafter)
    assess_many([row(scene, 1).pk], REFUSE, by=scene.cast.drafter)
    assert [row(scene, n).disposition for n in (1, 2, 3)] == ["not_adopted", "", "not_adopted"]


def test_a_new_group_leaves_no_group_of_one_behind(scene: Scene) -> None:
    old = group([row(scene, 1).pk, row(scene, 2).pk], by=scene.cast.drafter)
    new = group([row(scene, 2).pk, row(scene, 3).pk], by=scene.cast.drafter)
    assert [row(scene, n).group for n in (1, 2, 3)] == [None, new, new]
    assert not type(old).objects.filter(pk=old.pk).exists()


def test_a_handler_answers_the_own_opinions_and_no_other(scene: Scene) -> None:
    plan, writer = scene.round.plan, scene.cast.writer
    with pytest.raises(InvalidInput, match="不参与"):
        assign([row(scene, 1).pk], by=scene.cast.drafter, handler=writer, due_on=None)
    grant(READ_DRAFT, writer, plan)
    writer = type(writer).objects.get(pk=writer.pk)
    due = date(2026, 12, 1)
    assign([row(scene, 1).pk], by=scene.cast.drafter, handler=writer, due_on=due)
    assert (row(scene, 1).handler, row(scene, 1).due_on) == (writer, due)
    assess(row(scene, 1).pk, REFUSE, by=writer)
    with pytest.raises(NotAllowed, match="0002"):
        assess_many([row(scene, 1).pk, row(scene, 2).pk], REFUSE, by=writer)
    with pytest.raises(NotAllowed):
        assign([row(scene, 1).pk], by=writer, handler=None, due_on=None)


def test_tags_are_put_on_and_taken_off_in_bulk(scene: Scene) -> None:
    ids = [row(scene, n).pk for n in (1, 2)]
    tag(ids, " 体制 ", by=scene.cast.drafter)
    label = scene.round.tags.get()
    assert (label.name, numbers(scene, Criteria(tags=label.pk))) == ("体制", [1, 2])
    tag(ids[:1], "体制", by=scene.cast.drafter, on=False)
    assert numbers(scene, Criteria(tags=label.pk)) == [2]
    tag(ids[1:], "体制", by=scene.cast.drafter, on=False)
    assert not scene.round.tags.exists()
    for wrong in ("", "长" * 31):
        with pytest.raises(InvalidInput):
            tag(ids, wrong, by=scene.cast.drafter)


def numbers(scene: Scene, criteria: Criteria) -> list[int]:
    return [one.number for one in collation(scene.round, criteria)]
