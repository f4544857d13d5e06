"""The audit log's actions in the words of the office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from consultation.enums import AssessmentState, Disposition, ReplyState
from plans.enums import Phase, ReviewKind, ReviewOutcome, WritingState
from taskforce.enums import Outcome, StageState, StepState, Vote

VERBS = {
    "save": "保存",
    "add": "新增",
    "move": "移动",
    "delete": "删除",
    "undelete": "恢复",
    "create": "建立",
    "freeze": "定版",
    "grant": "授权",
    "revoke": "取消授权",
    "write": "添加",
    "resolve": "标为已处理",
    "reopen": "重新打开",
    "open": "组织",
    "invite": "邀请",
    "change_window": "调整截止时间",
    "hand_in": "提交审签",
    "release": "审签反馈",
    "send_back": "退回",
    "draft": "起草",
    "answer": "提出处理意见",
    "prove": "落实",
    "seal": "封存",
    "give": "发表意见",
    "confirm": "确认",
    "decide": "形成结果",
    "end": "结束",
    "record": "登记",
    "publish": "印发",
    "withdraw": "撤回",
    "change_phase": "转入阶段",
    "evidence": "登记材料",
    "state": "更新状态",
    "assign": "分工",
    "complete": "办结",
    "contact": "催办",
    "recall": "撤回",
    "read": "阅看",
    "start": "开始",
    "edit": "调整",
    "keep": "上传",
    "retire": "停用",
    "make": "设立",
    "deputy": "安排代理",
    "suggest": "提交建议",
    "argue": "送论证",
    "follow_up": "回应处理情况",
    "change": "修改",
    "delete_draft": "删除草稿",
    "waive": "保留",
    "withdraw_waiver": "撤回保留",
    "restore": "恢复",
    "writing_state": "更新起草状态",
    "chair": "指定组长",
    "declare": "声明回避情况",
    "excuse": "同意不参加",
    "recuse": "回避",
    "restart": "重新开始",
    "conclude": "形成论证意见",
    "sign": "上传签名件",
    "add_paper": "增加材料",
    "assemble": "汇集材料",
    "drop_paper": "不列入材料",
    "replace_paper": "换成上传的材料",
    "leave": "移出",
    "undo": "取消",
    "retry": "重新办理",
    "drop": "删去",
    "enter": "录入",
    "take": "取用",
    "reserve": "预留",
    "object": "提出异议",
    "change_settings": "修改设置",
    "save_text": "保存名称或引言",
    "attach": "附上文件",
    "detach": "去掉文件",
    "none": "登记无意见",
    "speak_for": "代为反馈",
    "take_form": "导入反馈表",
    "take_up": "接手",
    "release_answers": "反馈处理情况",
    "write_letters": "生成函件",
    "remind": "催办",
    "uninvite": "取消邀请",
    "shift": "平移日期",
    "remove": "删除",
    "guess": "密码输错",
    "login": "登录",
    "password": "修改密码",
    "renew": "换成新的地址",
    "fail": "没有送达",
    "export": "导出",
    "tag": "加标签",
    "untag": "去标签",
    "resend": "重发",
}
OBJECTS = {
    "provision": "正文",
    "plan": "规划",
    "edition": "稿",
    "chapter": "章",
    "note": "批注",
    "round": "征求意见",
    "reply": "反馈",
    "comment": "意见",
    "assessment": "意见处理",
    "step": "工作步骤",
    "package": "报审材料",
    "opinion": "审议意见",
    "gate": "审议",
    "item": "审议意见",
    "review": "审查意见",
    "seat": "任职",
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
}


def action_word(action: str) -> str:
    """正文：保存 for provision.save."""
    noun, _, verb = action.partition(".")
    return f"{OBJECTS.get(noun, '其他')}：{VERBS.get(verb, '更新')}"


FIELDS = {
    "title": "名称",
    "label": "名称",
    "name": "名称",
    "number": "编号",
    "to": "收件",
    "username": "账号",
    "gate": "环节",
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
CODES: dict[str, str] = {
    str(code): str(label)
    for words in (StepState, Phase, ReviewKind, ReviewOutcome, Disposition, Outcome, Vote)
    for code, label in words.choices
}
MOMENTS = ("closes_at",)
CODED = ("phase", "kind", "state", "outcome", "vote", "disposition")


def change_words(action: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """What changed: 状态：未开始→已完成；理由：…; empty where nothing of it can be said."""
    states = STATES.get(action.partition(".")[0])
    codes = CODES | ({str(code): str(label) for code, label in states.choices} if states else {})
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
        return f"{timezone.localtime(moment):%Y年%-m月%-d日 %H:%M}"
    return codes.get(text, text) if key in CODED else text
