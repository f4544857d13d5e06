"""常用理由: what staff may choose from where a reason is left empty."""

from __future__ import annotations

from consultation.models import CannedReason
from plans.models import Plan

DEFAULT_REASONS = (
    "已按所提意见修改。",
    "意见所提内容已在相关章节体现，不再重复。",
    "所提事项属具体工作安排，将在年度工作计划中研究。",
    "所提事项超出本规划职责范围，将转有关单位研究。",
    "现有表述与上级文件一致，拟不作修改。",
    "所提指标缺少统计基础，拟不列入。",
)


def reasons_of(plan: Plan) -> list[str]:
    """The plan's own reasons, or the usual ones where it has none."""
    own = CannedReason.objects.filter(plan=plan).values_list("text", flat=True)
    return list(own) or list(DEFAULT_REASONS)
