"""Reading a work plan 编制工作方案: its stages, steps, leading group and office."""

from taskforce.work_plans.proposing import propose, seat_role
from taskforce.work_plans.reading import NotAWorkPlan, read_work_plan
from taskforce.work_plans.values import ListedSeat, PlannedStage, PlannedStep, WorkPlan

__all__ = [
    "WorkPlan", "PlannedStage", "PlannedStep", "ListedSeat", "NotAWorkPlan", "read_work_plan",
    "propose", "seat_role",
]  # fmt: skip
