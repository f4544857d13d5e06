"""A small plan of two chapters and four tasks, for tests of writing and of going back."""

from __future__ import annotations

from plans.drafting.actions.revising import Origin
from plans.drafting.actions.writing import save_provision
from plans.models import Plan, Provision
from plans.text.tree import Node, PlanTree
from tests.cast import Cast

WHY = Origin("试改")


BIG = PlanTree(
    "测试规划",
    "",
    (
        Node(
            None,
            "chapter",
            "重点任务",
            text="总说。",
            children=(
                Node(None, "task", "甲", text="甲文。"),
                Node(None, "task", "乙", text="乙文。"),
                Node(None, "task", "丙", text="丙文。"),
            ),
        ),
        Node(None, "chapter", "保障措施", text="保障。", children=(Node(None, "task", "丁"),)),
    ),
)


def find(plan: Plan, title: str) -> Provision:
    return plan.provisions.get(title=title)


def save(cast: Cast, row: Provision, text: str) -> None:
    row.refresh_from_db()
    save_provision(
        row.pk,
        by=cast.drafter,
        expected_version=row.version,
        title=row.title,
        text=text,
        origin=WHY,
    )
