"""Two at the same moment: steps that wait for each other, and dates that move under a vote."""

from __future__ import annotations

import pytest

from plans.system import clock
from taskforce.bodies.actions.seats import end_seat
from taskforce.deciding.actions.opinions import give_opinion
from taskforce.enums import StepState
from taskforce.gates.actions.packages import recall_package
from taskforce.models import Gate, Package, Stage, Step, Timeline
from taskforce.process.actions.editing import shift_timeline
from taskforce.process.actions.steps import Proof, add_evidence, change_step_state
from tests.at_once import second_told
from tests.taskforce.deciding.test_opinions import begin as begin_deciding
from tests.taskforce.process.test_steps import step_of
from tests.taskforce.running_process import Process, begin

pytestmark = [pytest.mark.production, pytest.mark.django_db(transaction=True)]


def to(process: Process, key: str, state: StepState) -> Step:
    return change_step_state(step_of(process, key).pk, state, by=process.office)


def states(process: Process) -> tuple[str, str]:
    return step_of(process, "mobilise").state, step_of(process, "study").state


def test_a_step_is_not_done_while_its_predecessor_is_reopened() -> None:
    process = begin("chongqing-2020")
    process.do("mobilise", "minutes")
    add_evidence(step_of(process, "study").pk, Proof("材料"), by=process.office)
    told = second_told(
        lambda: to(process, "mobilise", StepState.ACTIVE),
        lambda: to(process, "study", StepState.DONE),
    )
    assert told == "前面的步骤还没有完成：动员部署。"
    assert states(process) == ("active", "waiting")
    process.do("mobilise", "minutes")
    told = second_told(
        lambda: to(process, "study", StepState.DONE),
        lambda: to(process, "mobilise", StepState.ACTIVE),
    )
    assert told == "后面的步骤已经完成，请先将其退回：开展课题研究。"
    assert states(process) == ("done", "done")


@pytest.mark.parametrize(("shift_first", "recalled"), [(True, True), (False, False)])
def test_dates_move_beside_a_vote_and_a_recall(shift_first: bool, recalled: bool) -> None:
    scene = begin_deciding("head")
    package, by = scene.seal(), scene.cast.drafter

    def act() -> object:
        if recalled:
            return recall_package(package.pk, by=by, reason="再看")
        return give_opinion(package.pk, by=scene.cast.chief, vote="approve")

    def shift() -> object:
        return shift_timeline(Timeline.objects.get().pk, by=by, years=1, reason="顺延")

    assert second_told(*((shift, act) if shift_first else (act, shift))) == "done"
    found = Gate.objects.get(pk=package.gate_id).state
    assert found == ("waiting" if recalled else "passed")
    assert Package.objects.get().closed_at is not None
    assert Stage.objects.get(gates=package.gate_id).state == ("active" if recalled else "deciding")


@pytest.mark.parametrize("shift_first", [True, False])
def test_dates_move_beside_a_step_that_is_done(shift_first: bool) -> None:
    """Neither undoes the other: the step stays done, and has its new dates."""
    process = begin("chongqing-2020")
    add_evidence(step_of(process, "mobilise").pk, Proof("纪要", key="minutes"), by=process.office)
    due = step_of(process, "mobilise").due_on
    assert due is not None

    def shift() -> object:
        return shift_timeline(Timeline.objects.get().pk, by=process.office, years=1, reason="顺延")

    def do() -> object:
        return to(process, "mobilise", StepState.DONE)

    assert second_told(*((shift, do) if shift_first else (do, shift))) == "done"
    found = step_of(process, "mobilise")
    assert (found.state, found.due_on) == ("done", due.replace(year=due.year + 1))


def test_who_sits_there_is_not_changed_while_the_gate_is_put_to_them() -> None:
    """Both begin with the timeline: the second waits, and finds the package."""
    scene = begin_deciding("head")
    seat, by = scene.seat(scene.cast.member), scene.cast.drafter
    told = second_told(scene.seal, lambda: end_seat(seat, by=by, to_on=clock.today()))
    assert told == "这个机构正在审议报审材料，形成结果或撤回材料之后才能调整成员和代理人。"
