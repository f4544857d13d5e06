"""我的工作台: what waits for one person, across drafting, consultation and decisions."""

from __future__ import annotations

from plans.models import User
from taskforce.desk.waiting.appointing import appointments, resets
from taskforce.desk.waiting.consulting import (
    assessments,
    entries,
    held_suggestions,
    panels,
    replies,
    rounds,
)
from taskforce.desk.waiting.deciding import checks, decisions, recordings, reopenings
from taskforce.desk.waiting.drafting import chapters, issues, notes, unifying
from taskforce.desk.waiting.items import Group, Item, by_due
from taskforce.desk.waiting.naming import gate_changes, namings
from taskforce.desk.waiting.process import gates, review_items, steps, to_decide_anew

__all__ = ["Group", "Item", "desk"]


def desk(user: User) -> list[Group]:
    """The groups that have something in them, what is due first on top, undated last."""
    groups = [
        Group("待审议", decisions(user)),
        Group("待确认的任职和代理", namings(user)),
        Group("待复核", checks(user)),
        Group("待确认的审议办法", gate_changes(user)),
        Group("须重新处理的结果", reopenings(user)),
        Group("待确认的单位人员和主持人", appointments(user)),
        Group("待确认的账号重设", resets(user)),
        Group("待反馈意见", replies(user)),
        Group("待复核的代录", entries(user)),
        Group("待撰写论证意见", panels(user)),
        Group("待起草", chapters(user)),
        Group("待统稿", unifying(user)),
        Group("待处理意见", assessments(user)),
        Group("待审的建言", held_suggestions(user)),
        Group("待办结的征求意见", rounds(user)),
        Group("待登记结果", recordings(user)),
        Group("待落实审议意见", review_items(user)),
        Group("待办工作步骤", steps(user)),
        Group("待提请审议", gates(user)),
        Group("待重新审议", to_decide_anew(user)),
        Group("待印发", issues(user)),
        Group("提到我的批注", notes(user)),
    ]
    sorted_groups = [Group(g.label, sorted(g.items, key=by_due)) for g in groups if g.items]
    return sorted(sorted_groups, key=lambda group: by_due(group.items[0]))
