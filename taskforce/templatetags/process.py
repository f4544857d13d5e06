"""Filters of the process pages: audit entries in words."""

from __future__ import annotations

from typing import Any

from django import template

from plans.models import AuditEntry

register = template.Library()

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
}


@register.filter
def audit_word(entry: AuditEntry) -> str:
    """正文：保存 for provision.save."""
    noun, _, verb = entry.action.partition(".")
    return f"{OBJECTS.get(noun, '其他')}：{VERBS.get(verb, '更新')}"


@register.filter
def audit_change(entry: AuditEntry) -> str:
    """What changed, as far as it can be said in words: titles, reasons, labels."""
    words = [_said(entry.new.get(key)) for key in ("title", "label", "reason", "note", "number")]
    return "；".join(word for word in words if word)[:120] or "—"


def _said(value: Any) -> str:
    return value if isinstance(value, str) else ""


@register.filter
def state_words(words: dict[str, tuple[str, str]], state: str) -> tuple[str, str]:
    """Word and tone of a state."""
    return words[state]
