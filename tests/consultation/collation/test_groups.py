"""Similar opinions: proposed by a job, confirmed by a person, answered once, undone at will."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.collation.actions.completion import complete_round
from consultation.collation.actions.dispositions import Answer, adopt_into_text, assess
from consultation.collation.actions.groups import (
    confirm_group,
    find_groups,
    group,
    leave_group,
    request_groups,
    ungroup,
    unify_group,
)
from consultation.collation.queries import group_page, similar_answers
from consultation.enums import Disposition
from consultation.models import Assessment, DispositionCount, OpinionGroup
from consultation.replies.actions.opinions import Opinion
from consultation.replies.actions.replies import release
from consultation.rounds.actions.rounds import close_now
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Change
from plans.system.jobs import claim
from tests.consultation.replies.test_replies import Scene, make_scene

pytestmark = pytest.mark.django_db
TEXTS = (
    "建议增加农村科普设施建设的内容",
    "希望增加农村科普设施建设的内容。",
    "建议增加农村科普设施建设的内容！",
    "院士专家工作站的数量偏少，应当提高",
)
REFUSE = Answer(Disposition.NOT_ADOPTED, "已有规定")


@pytest.fixture
def scene() -> Scene:
    made = make_scene()
    for text in TEXTS:
        made.draft(Opinion("add", text))
    release(made.invitation.pk, by=made.cast.head)
    return made


def look(scene: Scene) -> list[list[int]]:
    attempt = claim(request_groups(scene.round, by=scene.cast.drafter).pk)
    assert attempt is not None
    find_groups(attempt)
    return [[member.number for member in row.members] for row in group_page(scene.round)]


def row(scene: Scene, number: int) -> Assessment:
    return Assessment.objects.get(round=scene.round, number=number)


def test_a_proposal_binds_nobody_until_it_is_confirmed(scene: Scene) -> None:
    assert look(scene) == [[1, 2, 3]]
    assess(row(scene, 1).pk, REFUSE, by=scene.cast.drafter)
    assert [row(scene, n).disposition for n in (1, 2, 3)] == ["not_adopted", "", ""]
    confirm_group(OpinionGroup.objects.get().pk, by=scene.cast.drafter)
    assess(row(scene, 2).pk, REFUSE, by=scene.cast.drafter)
    assert [row(scene, n).disposition for n in (1, 2, 3, 4)] == [*["not_adopted"] * 3, ""]


def test_looking_again_keeps_what_was_confirmed(scene: Scene) -> None:
    look(scene)
    confirm_group(OpinionGroup.objects.get().pk, by=scene.cast.drafter)
    assert look(scene) == [[1, 2, 3]]


def test_one_leaves_and_the_last_two_are_parted(scene: Scene) -> None:
    look(scene)
    leave_group(row(scene, 3).pk, by=scene.cast.drafter)
    assert [len(one.members) for one in group_page(scene.round)] == [2]
    leave_group(row(scene, 1).pk, by=scene.cast.drafter)
    assert (OpinionGroup.objects.count(), row(scene, 2).group_id) == (0, None)


def test_undoing_keeps_the_answers_given(scene: Scene) -> None:
    look(scene)
    made = confirm_group(OpinionGroup.objects.get().pk, by=scene.cast.drafter)
    assess(row(scene, 1).pk, REFUSE, by=scene.cast.drafter)
    ungroup(made, by=scene.cast.drafter)
    assert [row(scene, n).reason for n in (1, 2, 3)] == ["已有规定"] * 3
    assert similar_answers(row(scene, 2))[0].reason == "已有规定"


def test_only_who_runs_the_round_may_group(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        request_groups(scene.round, by=scene.cast.officer)


NOTE = Answer(Disposition.NOTED)


def answers(scene: Scene) -> list[str]:
    return [row(scene, number).disposition for number in (1, 2, 3)]


def adopted(scene: Scene, number: int) -> Change:
    """One opinion adopted into the text; the change that carries it."""
    task = scene.round.plan.provisions.get(title="服务创新")
    done = adopt_into_text(
        row(scene, number).pk, Answer(Disposition.ADOPTED), by=scene.cast.drafter,
        provision_id=task.pk, expected_version=task.version, title=task.title, text="增加设施。",
    )  # fmt: skip
    assert done.proof is not None
    return done.proof


def test_who_joins_an_answered_group_takes_its_answer(scene: Scene) -> None:
    assess(row(scene, 1).pk, REFUSE, by=scene.cast.drafter)
    made = group([row(scene, n).pk for n in (1, 2)], by=scene.cast.drafter)
    assert answers(scene) == ["not_adopted", "not_adopted", ""]
    assert row(scene, 2).reason == "已有规定"
    assert row(scene, 2).versions.count() == 1
    counts = DispositionCount.objects.get(round=scene.round, disposition="not_adopted")
    assert counts.count == 2
    assert made.members.count() == 2


def test_who_joins_takes_the_proof_too(scene: Scene) -> None:
    change = adopted(scene, 1)
    assess(row(scene, 2).pk, Answer(Disposition.ADOPTED), by=scene.cast.drafter)
    look(scene)
    confirm_group(OpinionGroup.objects.get().pk, by=scene.cast.drafter)
    found = [(row(scene, n).state, row(scene, n).proof) for n in (1, 2, 3)]
    assert found == [("done", change)] * 3


@pytest.mark.parametrize("other", [NOTE, Answer(Disposition.NOT_ADOPTED, "另一理由")])
def test_what_is_answered_differently_is_no_group(scene: Scene, other: Answer) -> None:
    look(scene)
    assess(row(scene, 1).pk, REFUSE, by=scene.cast.drafter)
    assess(row(scene, 3).pk, other, by=scene.cast.drafter)
    for join in (
        lambda: confirm_group(OpinionGroup.objects.get().pk, by=scene.cast.drafter),
        lambda: group([row(scene, n).pk for n in (1, 3)], by=scene.cast.drafter),
    ):
        with pytest.raises(WrongState, match="不一致：0001（不采纳）、0003（"):
            join()
    assert OpinionGroup.objects.get().confirmed_at is None
    assert answers(scene) == ["not_adopted", "", other.disposition]


def test_one_answer_is_chosen_for_the_whole_group(scene: Scene) -> None:
    look(scene)
    change = adopted(scene, 1)
    assess(row(scene, 3).pk, REFUSE, by=scene.cast.drafter)
    with pytest.raises(InvalidInput, match="意见0002还没有处理意见"):
        unify_group(row(scene, 2).pk, by=scene.cast.drafter)
    made = unify_group(row(scene, 1).pk, by=scene.cast.drafter)
    assert made.confirmed_by == scene.cast.drafter
    assert [(row(scene, n).state, row(scene, n).proof) for n in (1, 2, 3)] == [("done", change)] * 3
    unify_group(row(scene, 2).pk, by=scene.cast.drafter)
    with pytest.raises(NotAllowed):
        unify_group(row(scene, 1).pk, by=scene.cast.officer)


def test_an_old_group_with_differing_answers_is_shown_and_mended(
    scene: Scene, client: Client
) -> None:
    """Such groups were made before answers had to agree."""
    look(scene)
    assess(row(scene, 1).pk, REFUSE, by=scene.cast.drafter)
    OpinionGroup.objects.update(confirmed_at=timezone.now(), confirmed_by=scene.cast.drafter)
    client.force_login(scene.cast.drafter, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("groups", args=[scene.round.pk])).content.decode()
    assert "这一组的处理意见或者理由不一致。" in page
    address = reverse("unify_group", args=[scene.round.pk, row(scene, 1).pk])
    assert page.count(address) == 1
    client.post(address)
    assert answers(scene) == ["not_adopted"] * 3
    page = client.get(reverse("groups", args=[scene.round.pk])).content.decode()
    assert "不一致" not in page


def test_a_round_is_not_completed_with_a_group_that_contradicts_itself(scene: Scene) -> None:
    by = scene.cast.drafter
    look(scene)
    for number, answer in ((1, REFUSE), (2, NOTE), (3, NOTE), (4, NOTE)):
        assess(row(scene, number).pk, answer, by=by)
    close_now(scene.round, by=by, reason="齐了")
    OpinionGroup.objects.update(confirmed_at=timezone.now(), confirmed_by=by)
    with pytest.raises(WrongState, match=r"意见0001、0002、0003已归为一组，.*不一致，不能办结"):
        complete_round(scene.round, by=by)
    unify_group(row(scene, 2).pk, by=by)
    assert complete_round(scene.round, by=by).figures["not_adopted"] == 0


def test_who_leaves_keeps_the_answer_and_goes_a_way_of_its_own(scene: Scene) -> None:
    look(scene)
    confirm_group(OpinionGroup.objects.get().pk, by=scene.cast.drafter)
    assess(row(scene, 1).pk, REFUSE, by=scene.cast.drafter)
    leave_group(row(scene, 3).pk, by=scene.cast.drafter)
    assess(row(scene, 2).pk, NOTE, by=scene.cast.drafter)
    assert answers(scene) == ["noted", "noted", "not_adopted"]
