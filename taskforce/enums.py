"""Fixed vocabularies of the process, with the transitions that the actions allow."""

from __future__ import annotations

from django.db.models import TextChoices

from consultation.enums import Act as ConsultationAct
from plans.enums import Act as PlansAct
from plans.enums import AuditAction


class StageState(TextChoices):
    WAITING = "waiting", "未开始"
    ACTIVE = "active", "进行中"
    DECIDING = "deciding", "审议中"
    ENDED = "ended", "已完成"


STAGE_TRANSITIONS: dict[StageState, tuple[StageState, ...]] = {
    StageState.WAITING: (StageState.ACTIVE,),
    StageState.ACTIVE: (StageState.DECIDING, StageState.WAITING),
    StageState.DECIDING: (StageState.ACTIVE, StageState.ENDED),
    StageState.ENDED: (StageState.DECIDING,),
}
"""Back from 已完成, and for the stage after it from 进行中, only when a vote that carried the
decision was voided and nothing was built on it (taskforce/deciding/actions/reckoning.py), or for
the last one when the plan is to be approved anew (taskforce/gates/actions/reopening.py)."""


class StepState(TextChoices):
    WAITING = "waiting", "未开始"
    ACTIVE = "active", "进行中"
    DONE = "done", "已完成"


STEP_TRANSITIONS: dict[StepState, tuple[StepState, ...]] = {
    StepState.WAITING: (StepState.ACTIVE, StepState.DONE),
    StepState.ACTIVE: (StepState.WAITING, StepState.DONE),
    StepState.DONE: (StepState.ACTIVE,),
}


_LEADING_GROUP = "领导小组"
"""What the portal calls it, everywhere; a city's own names stand in its template."""


class BodyKind(TextChoices):
    LEADING_GROUP = "leading_group", _LEADING_GROUP
    OFFICE = "office", f"{_LEADING_GROUP}办公室"
    TASK_FORCE = "task_force", "工作专班"
    EXPERT_GROUP = "expert_group", "专家组"
    RESEARCH_GROUP = "research_group", "课题组"
    PARTY_GROUP = "party_group", "党组"
    PLENARY = "plenary", "全委会"
    STANDING_COMMITTEE = "standing_committee", "常委会"
    SUPERIOR = "superior", "上级"


def body_kinds() -> list[tuple[str, str]]:
    """As a function, so that another name is no change of the database."""
    return [(str(value), str(label)) for value, label in BodyKind.choices]


class SeatRole(TextChoices):
    HEAD = "head", "组长"
    EXECUTIVE_DEPUTY = "executive_deputy", "常务副组长"
    DEPUTY = "deputy", "副组长"
    MEMBER = "member", "成员"
    DIRECTOR = "director", "主任"
    DEPUTY_DIRECTOR = "deputy_director", "副主任"
    CHAIR = "chair", "主持人"
    SECRETARY = "secretary", "记录人"


HEAD_ROLES = (SeatRole.HEAD, SeatRole.DIRECTOR, SeatRole.CHAIR)


class Rule(TextChoices):
    """How a body decides."""

    HEAD = "head", "主要负责人审定"
    ALL = "all", "全体成员同意"
    QUORUM = "quorum", "达到规定人数同意"
    MEETING = "meeting", "会议表决"
    OUTSIDE = "outside", "报请审定（系统外批示）"


class GateState(TextChoices):
    WAITING = "waiting", "未提请"
    OPEN = "open", "审议中"
    PASSED = "passed", "已通过"
    PASSED_WITH_OPINIONS = "passed_with_opinions", "原则通过，待落实"
    DEFERRED = "deferred", "暂缓"
    RETURNED = "returned", "已退回"


ASKABLE_GATE_STATES = (GateState.WAITING, GateState.DEFERRED, GateState.RETURNED)
DECIDED_GATE_STATES = (GateState.PASSED, GateState.PASSED_WITH_OPINIONS)
"""May be opened again only when what was decided on no longer stands (taskforce.standing)."""

GATE_TRANSITIONS: dict[GateState, tuple[GateState, ...]] = {
    GateState.WAITING: (GateState.OPEN,),
    GateState.OPEN: (
        GateState.PASSED,
        GateState.PASSED_WITH_OPINIONS,
        GateState.DEFERRED,
        GateState.RETURNED,
        GateState.WAITING,
    ),
    GateState.PASSED: (GateState.OPEN, GateState.WAITING),
    GateState.PASSED_WITH_OPINIONS: (GateState.PASSED, GateState.OPEN),
    GateState.DEFERRED: (GateState.OPEN,),
    GateState.RETURNED: (GateState.OPEN,),
}


class Outcome(TextChoices):
    PASSED = "passed", "通过"
    PASSED_WITH_OPINIONS = "passed_with_opinions", "原则通过，按审议意见修改"
    DEFERRED = "deferred", "暂缓"
    RETURNED = "returned", "退回"


REASONED_OUTCOMES = (Outcome.DEFERRED, Outcome.RETURNED, Outcome.PASSED_WITH_OPINIONS)


class Vote(TextChoices):
    """One member's opinion on a package."""

    APPROVE = "approve", "同意"
    AMEND = "amend", "原则同意，按意见修改"
    RETURN = "return", "不同意"
    DEFER = "defer", "暂缓"
    ABSTAIN = "abstain", "弃权"


APPROVING_VOTES = (Vote.APPROVE, Vote.AMEND)
REASONED_VOTES = (Vote.AMEND, Vote.RETURN, Vote.DEFER)


class MailMode(TextChoices):
    """How a person's notices come by mail."""

    AT_ONCE = "at_once", "随时发送"
    DAILY = "daily", "每天汇总一次"
    NEVER = "never", "不发邮件，只在平台内通知"


class PaperSlot(TextChoices):
    """Which of the 报审材料 a paper made ready is, in the order of the package."""

    DRAFT = "1-draft", "规划草案"
    EXPLANATION = "2-explanation", "编制说明"
    ADOPTION = "3-adoption", "意见采纳情况"
    COLLATION = "4-collation", "意见汇总处理表"
    ARGUMENTATION = "5-argumentation", "论证意见及采纳情况"
    REVIEWS = "6-reviews", "审核意见"
    OTHER = "7-other", "其他材料"


class Act(AuditAction):
    """What the log 操作日志 tells of the process and its decisions; rows bear these values."""

    BODY_MAKE = "body.make", "设立机构"
    CALENDAR_RENEW = "calendar.renew", "更换日历订阅地址"
    DEPUTY_CONFIRM = "deputy.confirm", "确认代理安排"
    DEPUTY_END = "deputy.end", "结束代理"
    DEPUTY_REFUSE = "deputy.refuse", "不同意代理安排"
    DEPUTY_WITHDRAW = "deputy.withdraw", "撤回代理安排"
    DEMO_LOAD = "demo.load", "拨动时钟载入演示数据"
    GATE_ADD_PAPER = "gate.add_paper", "增加报审材料"
    GATE_ASSEMBLE = "gate.assemble", "汇集报审材料"
    DECISION_VOID = "decision.void", "审议结果失效并重新审议"
    GATE_CHANGE = "gate.change", "提出调整审议办法"
    GATE_CONFIRM = "gate.confirm", "确认调整审议办法"
    GATE_CONTEST = "gate.contest", "审议结果有争议"
    GATE_DECIDE = "gate.decide", "形成审议结果"
    GATE_DROP_PAPER = "gate.drop_paper", "不列入报审材料"
    GATE_REOPEN = "gate.reopen", "重新审议"
    GATE_REFUSE = "gate.refuse", "不同意调整审议办法"
    GATE_SETTLE = "gate.settle", "审议结果的争议终结"
    GATE_REPLACE_PAPER = "gate.replace_paper", "以上传文件替换报审材料"
    GATE_WITHDRAW = "gate.withdraw", "撤回调整审议办法"
    ITEM_CONFIRM = "item.confirm", "确认审议意见已落实"
    OBJECTION_ANSWER = "objection.answer", "核实对代录意见的异议"
    OPINION_CONFIRM = "opinion.confirm", "确认代录的审议意见"
    OPINION_ENTER = "opinion.enter", "代录审议意见"
    OPINION_GIVE = "opinion.give", "发表审议意见"
    OPINION_OBJECT = "opinion.object", "对代录的意见提出异议"
    OPINION_REFUSE = "opinion.refuse", "退回代录的审议意见"
    OPINION_WITHDRAW = "opinion.withdraw", "撤回代录的审议意见"
    PACKAGE_RECALL = "package.recall", "撤回报审材料"
    PACKAGE_SEAL = "package.seal", "封存并提交报审材料"
    RECORD_CONFIRM = "record.confirm", "复核会议或批示的登记"
    RECORD_DROP = "record.drop", "不再使用会议或批示的登记"
    RECORD_ENTER = "record.enter", "登记会议或批示"
    RECORD_REFUSE = "record.refuse", "退回会议或批示的登记"
    SEAT_ADD = "seat.add", "安排任职"
    SEAT_CONFIRM = "seat.confirm", "确认在机构中任职"
    SEAT_DEPUTY = "seat.deputy", "安排代理人"
    SEAT_END = "seat.end", "结束任职"
    SEAT_REFUSE = "seat.refuse", "不同意任职"
    SEAT_WITHDRAW = "seat.withdraw", "撤回任职安排"
    STAGE_EDIT = "stage.edit", "调整阶段"
    STAGE_END = "stage.end", "阶段结束"
    STAGE_REOPEN = "stage.reopen", "阶段重新审议"
    STEP_ADD = "step.add", "新增工作步骤"
    STEP_EDIT = "step.edit", "调整工作步骤"
    STEP_EVIDENCE = "step.evidence", "登记工作步骤的材料"
    STEP_REMOVE = "step.remove", "删除工作步骤"
    STEP_STATE = "step.state", "更新工作步骤状态"
    TIMELINE_SHIFT = "timeline.shift", "平移工作进度日期"
    TIMELINE_START = "timeline.start", "开始工作进度"


ACTIONS: dict[str, AuditAction] = {
    action.value: action for app in (PlansAct, ConsultationAct, Act) for action in app
}
"""Every action of the three apps, by the name that its rows bear."""
