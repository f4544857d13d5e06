"""Similar opinions: proposed by a job, confirmed by a person, answered once, undone at will."""

from __future__ import annotations

import pytest

from consultation.collation.actions.dispositions import Answer, assess, ungroup
from consultation.collation.actions.groups import (
    confirm_group,
    find_groups,
    leave_group,
    request_groups,
)
from consultation.collation.queries import group_page, similar_answers
from consultation.enums import Disposition
from consultation.models import Assessment, OpinionGroup
from consultation.replies.actions.opinions import Opinion
from consultation.replies.actions.replies import release
from plans.errors import NotAllowed
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
