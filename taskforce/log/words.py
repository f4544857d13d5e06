"""The audit log's actions in the words of the office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.dateparse import parse_datetime

from consultation.enums import (
    AssessmentState,
    CommentKind,
    ContactKind,
    Disposition,
    EntryKind,
    ReplyState,
)
from plans.enums import (
    EditionKind,
    Phase,
    ProvisionKind,
    ReviewKind,
    ReviewOutcome,
    UnitKind,
    WritingState,
)
from plans.system.chinese_dates import chinese_time
from taskforce.enums import ACTIONS, BodyKind, Outcome, StageState, StepState, Vote

OBJECTS = {
    "appointment": "任职",
    "provision": "正文",
    "plan": "规划",
    "edition": "稿",
    "chapter": "章",
    "note": "批注",
    "round": "征求意见",
    "reply": "反馈",
    "comment": "意见",
    "assessment": "意见处理",
    "results": "办理情况公开",
    "suggestion": "建言",
    "decision": "审议结果",
    "record": "会议和批示登记",
    "step": "工作步骤",
    "package": "报审材料",
    "opinion": "审议意见",
    "gate": "审议",
    "item": "审议意见",
    "review": "审查意见",
    "seat": "任职",
    "deputy": "代理",
    "body": "机构",
    "timeline": "工作进度",
    "stage": "阶段",
    "attachment": "文件",
    "link": "专用链接",
    "invitation": "对象",
    "job": "任务",
    "group": "意见归并",
    "check": "校核",
    "number": "文号",
    "letterhead": "版头",
    "explanation": "编制说明",
    "expert": "专家",
    "experts": "专家论证",
    "letter": "来函",
    "objection": "异议",
    "reason": "常用理由",
    "view": "常用筛选",
    "unit": "单位",
    "user": "账号",
    "calendar": "日历订阅",
    "mail": "邮件",
    "demo": "演示",
    "trouble": "运行状况",
    "system": "平台",
}
"""What actions are done to: the first half of their names."""


def action_word(action: str) -> str:
    """启封专家意见 for expert.unseal; a name that no app knows is said to be so."""
    known = ACTIONS.get(action)
    return str(known.label) if known else f"事项表中没有的操作（{action}）"


FIELDS = {
    "title": "名称",
    "label": "名称",
    "name": "名称",
    "issues_as": "发文名称",
    "number": "编号",
    "secret": "输错的是",
    "failures": "次数",
    "to": "收件",
    "username": "账号",
    "full_name": "姓名",
    "position": "职务",
    "email": "电子邮箱",
    "unit": "单位",
    "ends_on": "到期日",
    "person": "人员",
    "duty": "职责",
    "for": "单位、规划或者对象",
    "gate": "环节",
    "body": "机构",
    "seat": "任职",
    "deputy": "代理人",
    "from_on": "起始日期",
    "to_on": "截止日期",
    "stage": "阶段",
    "phase": "阶段",
    "kind": "类别",
    "state": "状态",
    "outcome": "结果",
    "vote": "意见",
    "disposition": "处理意见",
    "due_on": "期限",
    "closes_at": "截止",
    "answer": "落实情况",
    "purpose": "用途",
    "papers": "材料",
    "gaps": "缺少",
    "backup": "备份",
    "note": "说明",
    "reason": "理由",
}
"""What of an entry's old and new values is said, in this order."""
STATES: dict[str, type[TextChoices]] = {
    "assessment": AssessmentState,
    "reply": ReplyState,
    "invitation": ReplyState,
    "chapter": WritingState,
    "step": StepState,
    "stage": StageState,
}
"""Whose states an action's first half means; the same code is another word elsewhere."""
KINDS: dict[str, type[TextChoices]] = {
    "body": BodyKind,
    "comment": CommentKind,
    "edition": EditionKind,
    "invitation": ContactKind,
    "provision": ProvisionKind,
    "reply": EntryKind,
    "unit": UnitKind,
}
"""Whose kinds they are, in the same way."""
CODES: dict[str, str] = {
    str(code): str(label)
    for words in (
        *(StepState, Phase, ReviewKind, ReviewOutcome),
        *(Disposition, Outcome, Vote),
    )
    for code, label in words.choices
}
MOMENTS = ("closes_at",)
CODED = ("phase", "kind", "state", "outcome", "vote", "disposition")


def change_words(action: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """What changed: 状态：未开始→已完成；理由：…; empty where nothing of it can be said."""
    noun = action.partition(".")[0]
    own = [named[noun].choices for named in (STATES, KINDS) if noun in named]
    codes = CODES | {str(code): str(label) for words in own for code, label in words}
    said = []
    for key, label in FIELDS.items():
        was, now = (_value(key, values.get(key), codes) for values in (old, new))
        if was and now and was != now:
            said.append(f"{label}：{was}→{now}")
        elif was or now:
            said.append(f"{label}：{now or was}")
    return "；".join(said)


def _value(key: str, value: Any, codes: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value))
    text = "" if value is None or isinstance(value, dict) else str(value)
    if key in MOMENTS and (moment := parse_datetime(text)):
        return chinese_time(moment)
    return codes.get(text, text) if key in CODED else text
