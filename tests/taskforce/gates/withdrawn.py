"""A process of two stages run to its approval, for tests of what comes after."""

from __future__ import annotations

from plans.editions.actions.freezing import freeze_edition
from plans.models import Edition, Plan
from taskforce import process_templates
from taskforce.bodies.actions.seats import SeatTerms
from taskforce.deciding.actions.opinions import give_opinion
from taskforce.gates.actions.packages import Paper, seal_package
from taskforce.models import Body, Gate, Stage
from taskforce.process.actions.starting import start_timeline
from tests.cast import make_cast, make_plan
from tests.taskforce.deciding.test_opinions import Scene
from tests.taskforce.seating import take_seat

LAST = "领导小组审定"
TEMPLATE = """
key: two-stages
title: 两阶段方案
bodies: [{key: it, kind: leading_group, name: 审议机构}]
stages:
  - {key: first, title: 研究, gates: [{key: a, title: 研究成果, body: it, rule: head}]}
  - key: second
    title: 审议
    gates:
"""
GATES = (
    "      - {key: b, title: 初审, body: it, rule: head}\n",
    "      - {key: c, title: 领导小组审定, body: it, rule: head}\n",
)


def approved(gates: int = 2) -> Scene:
    """Two stages, the last with so many gates, all passed: the plan is approved."""
    cast = make_cast()
    plan = make_plan(cast.drafter)
    text = TEMPLATE + "".join(GATES[-gates:])
    start_timeline(plan, process_templates.load(text, set()), by=cast.drafter)
    body = Body.objects.get(name="审议机构")
    for user, role in ((cast.chief, "head"), (cast.member, "member")):
        take_seat(body, SeatTerms(role, user=user), by=cast.drafter)
    scene = Scene(cast, plan)
    for number, gate in enumerate(Gate.objects.order_by("stage__number", "order")):
        edition = None if number == 0 else _edition(scene)
        package = seal_package(
            gate.pk, by=cast.drafter, question="请审议", edition=edition,
            papers=[Paper("材料", text="内容")],
        )  # fmt: skip
        give_opinion(package.pk, by=cast.chief, vote="approve")
    plan.refresh_from_db()
    return scene


def _edition(scene: Scene) -> Edition:
    kept = scene.plan.editions.first()
    return kept or freeze_edition(scene.plan.pk, by=scene.cast.drafter, label="送审稿")


def states() -> tuple[str, list[str], list[str]]:
    """The plan's phase, the stages' states and the gates', in their order."""
    return (
        Plan.objects.values_list("phase", flat=True).get(),
        list(Stage.objects.order_by("number").values_list("state", flat=True)),
        list(Gate.objects.order_by("stage__number", "order").values_list("state", flat=True)),
    )
