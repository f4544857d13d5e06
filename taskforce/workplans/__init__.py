"""Reading a work plan 编制工作方案: its stages, steps, leading group and office."""

from taskforce.workplans.proposing import propose, seat_role
from taskforce.workplans.reading import NotAWorkPlan, read_work_plan
from taskforce.workplans.values import ListedSeat, PlannedStage, PlannedStep, WorkPlan

__all__ = [
    "WorkPlan", "PlannedStage", "PlannedStep", "ListedSeat", "NotAWorkPlan", "read_work_plan",
    "propose", "seat_role",
]  # fmt: skip
