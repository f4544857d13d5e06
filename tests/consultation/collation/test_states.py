"""The states of an assessment: every pair, written out."""

from __future__ import annotations

import pytest

from consultation.collation.actions.dispositions import set_assessment_state
from consultation.enums import AssessmentState
from consultation.models import Assessment
from consultation.replies.actions.replies import release
from plans.errors import WrongState
from tests.consultation.replies.test_replies import make_scene

STEPS = {
    ("open", "open"): True,
    ("open", "to_prove"): True,
    ("open", "done"): True,
    ("to_prove", "open"): False,
    ("to_prove", "to_prove"): True,
    ("to_prove", "done"): True,
    ("done", "open"): False,
    ("done", "to_prove"): True,
    ("done", "done"): True,
}


def test_the_table_names_every_pair() -> None:
    assert set(STEPS) == {(old, new) for old in AssessmentState for new in AssessmentState}


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new"), STEPS)
def test_every_step(old: str, new: str) -> None:
    scene = make_scene()
    scene.draft()
    release(scene.invitation.pk, by=scene.cast.head)
    one = Assessment.objects.get(round=scene.round)
    one.state, one.disposition = AssessmentState(old), "" if new == "open" else "noted"
    if STEPS[old, new]:
        set_assessment_state(one, AssessmentState(new))
    else:
        with pytest.raises(WrongState, match=r"^意见0001是“(待落实|已办结)”，不能改为“待处理”。$"):
            set_assessment_state(one, AssessmentState(new))
    one.refresh_from_db()
    assert one.state == (new if STEPS[old, new] else "open")
