"""Fixed vocabularies of the written plan, with the transitions that the actions allow."""

from __future__ import annotations

from django.db.models import TextChoices


class UnitKind(TextChoices):
    DEPARTMENT = "department", "机关部室"
    DISTRICT = "district", "区县科协"
    SOCIETY = "society", "市级学会"
    AFFILIATED = "affiliated", "直属单位"
    ENTERPRISE = "enterprise", "企事业科协"
    BUREAU = "bureau", "市级部门"
    SUPERIOR = "superior", "上级单位"
    OTHER = "other", "其他"


class SignedOut(TextChoices):
    """Why all sign-ins of a person ended, as who comes back reads it."""

    PASSWORD = "password", "您的密码已修改"
    ROLE = "role", "您的任职或权限有变动"
    FACTOR = "factor", "您的两步验证已解除"
    ACCOUNT = "account", "您的账号已停用"


class UserKind(TextChoices):
    PERSON = "person", "人员"
    LINK = "link", "专用链接用户"
    SYSTEM = "system", "系统"


class Duty(TextChoices):
    """What a person is appointed to; those of a unit or plan are guardian's rights as well."""

    OFFICER = "draft_reply", "经办人"
    HEAD = "release_reply", "单位负责人"
    MANAGER = "manage_plan", "规划主持人"
    SYSTEM = "system_admin", "系统管理员"
    SECURITY = "security_admin", "安全管理员"
    AUDIT = "audit_admin", "审计管理员"
    CREATE_PLAN = "create_plan", "新建规划"
    KEEP_UNITS = "manage_units", "维护单位"


UNIT_DUTIES = (Duty.OFFICER, Duty.HEAD)
PLAN_DUTIES = (Duty.MANAGER,)
OFFICES = (Duty.SYSTEM, Duty.SECURITY, Duty.AUDIT)
"""三员分立: nobody holds two of these, and none of them gives a right on a plan or a unit."""
PORTAL_DUTIES = (*OFFICES, Duty.CREATE_PLAN, Duty.KEEP_UNITS)
"""Rights in the whole portal, of no unit and no plan."""


class LinkPurpose(TextChoices):
    """What a 开通链接 is for."""

    OPEN = "open", "开户"
    RESET = "reset", "重设"
    FACTOR = "factor", "解除两步验证"


class PlanKind(TextChoices):
    OVERALL = "overall", "总体规划"
    SPECIAL = "special", "专项规划"
    UNIT = "unit", "单位发展规划"


class Phase(TextChoices):
    DRAFTING = "drafting", "起草"
    CONSULTING = "consulting", "征求意见"
    REVISING = "revising", "修改完善"
    DELIBERATING = "deliberating", "审议"
    APPROVED = "approved", "已批准"
    PUBLISHED = "published", "已发布"


WRITABLE_PHASES = (Phase.DRAFTING, Phase.CONSULTING, Phase.REVISING, Phase.DELIBERATING)
"""The draft may be edited: consultation and deliberation work on frozen editions."""

PHASE_TRANSITIONS: dict[Phase, tuple[Phase, ...]] = {
    Phase.DRAFTING: (Phase.CONSULTING, Phase.REVISING, Phase.DELIBERATING),
    Phase.CONSULTING: (Phase.DRAFTING, Phase.REVISING),
    Phase.REVISING: (Phase.CONSULTING, Phase.DELIBERATING),
    Phase.DELIBERATING: (Phase.REVISING, Phase.APPROVED),
    Phase.APPROVED: (Phase.REVISING, Phase.PUBLISHED),
    Phase.PUBLISHED: (Phase.REVISING,),
}


class EditionKind(TextChoices):
    """What a frozen 稿 is for; how it is called is free."""

    FIRST = "first", "初稿"
    CONSULTATION = "consultation", "征求意见稿"
    REVISED = "revised", "修改稿"
    SUBMITTED = "submitted", "送审稿"
    DRAFT = "draft", "草案"
    DELIBERATED = "deliberated", "审议稿"
    FINAL = "final", "定稿"
    OTHER = "other", "其他"


class ProvisionKind(TextChoices):
    CHAPTER = "chapter", "章"
    SECTION = "section", "节"
    TASK = "task", "任务"


class NumberStyle(TextChoices):
    CN = "cn", "一、"
    CN_PAREN = "cn_paren", "（一）"
    ARABIC_DOT = "arabic_dot", "1."
    ARABIC_PAREN = "arabic_paren", "（1）"
    DI_PIAN = "di_pian", "第一篇"
    DI_ZHANG = "di_zhang", "第一章"
    DI_JIE = "di_jie", "第一节"


class ChangeKind(TextChoices):
    IMPORT = "import", "导入"
    ADD = "add", "新增"
    EDIT = "edit", "修改"
    MOVE = "move", "移动"
    DELETE = "delete", "删除"
    RESTORE = "restore", "恢复"


class WritingState(TextChoices):
    """State of a chapter's drafting."""

    WAITING = "waiting", "待起草"
    WRITING = "writing", "起草中"
    TO_UNIFY = "to_unify", "待统稿"
    UNIFIED = "unified", "已统稿"


WRITING_TRANSITIONS: dict[WritingState, tuple[WritingState, ...]] = {
    WritingState.WAITING: (WritingState.WRITING,),
    WritingState.WRITING: (WritingState.WAITING, WritingState.TO_UNIFY),
    WritingState.TO_UNIFY: (WritingState.WRITING, WritingState.UNIFIED),
    WritingState.UNIFIED: (WritingState.WRITING, WritingState.TO_UNIFY),
}


class JobState(TextChoices):
    QUEUED = "queued", "排队中"
    RUNNING = "running", "正在处理"
    DONE = "done", "已完成"
    FAILED = "failed", "未完成"
    CANCELLED = "cancelled", "已取消"


OPEN_JOB_STATES = (JobState.QUEUED, JobState.RUNNING)
STOPPED_JOB_STATES = (JobState.FAILED, JobState.CANCELLED)
"""What can be run again."""


class TroubleKind(TextChoices):
    """What the system administrator is told of, once when it begins and once when it is over."""

    JOBS = "jobs", "后台任务等待过久"
    MAIL = "mail", "邮件发不出去"
    CLOCK = "clock", "定时工作停顿"
    DISK = "disk", "磁盘空间不足"
    SKEW = "skew", "服务器时间不一致"


class MailState(TextChoices):
    WAITING = "waiting", "待发送"
    SENT = "sent", "已发送"
    FAILED = "failed", "发送失败"


class FileFormat(TextChoices):
    PDF = "pdf", "PDF"
    DOCX = "docx", "DOCX"
    XLSX = "xlsx", "XLSX"
    ZIP = "zip", "ZIP"


class DocumentFile(TextChoices):
    """The files that a document is handed out as."""

    PDF = "pdf", "PDF"
    ARCHIVE = "pdfa", "归档PDF"
    DOCX = "docx", "DOCX"


class Disclosure(TextChoices):
    """公开属性 of an issued document."""

    PUBLIC = "public", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    WITHHELD = "withheld", "不予公开"


class UpwardKind(TextChoices):
    """上行文: what asks for an answer, and what only tells."""

    REQUEST = "request", "请示"
    REPORT = "report", "报告"


class ReviewKind(TextChoices):
    LEGALITY = "legality", "合法性审核"
    FAIR_COMPETITION = "fair_competition", "公平竞争审查"
    SOCIAL_RISK = "social_risk", "社会稳定风险评估"
    CONFIDENTIALITY = "confidentiality", "保密审查"


class ReviewOutcome(TextChoices):
    PASSED = "passed", "审查通过"
    REFUSED = "refused", "未通过"
    NOT_CONCERNED = "not_concerned", "不涉及"


REVIEW_OUTCOMES_IN_ORDER = (ReviewOutcome.PASSED, ReviewOutcome.NOT_CONCERNED)
"""Outcomes with which the work may go on."""


class NumberState(TextChoices):
    """State of a document number 发文字号."""

    RESERVED = "reserved", "已预留"
    USED = "used", "已使用"
    RELEASED = "released", "已释放"


NUMBER_TRANSITIONS: dict[NumberState, tuple[NumberState, ...]] = {
    NumberState.RESERVED: (NumberState.USED, NumberState.RELEASED),
    NumberState.USED: (),
    NumberState.RELEASED: (NumberState.RESERVED,),
}


class AuditAction(TextChoices):
    """What the log may be told: each app has its own ``Act``, "noun.verb" and the phrase for it."""


class Act(AuditAction):
    """What the log 操作日志 tells of the written plan; rows bear these values."""

    APPOINTMENT_NAME = "appointment.name", "提名任职"
    APPOINTMENT_CONFIRM = "appointment.confirm", "确认任职"
    APPOINTMENT_DECLINE = "appointment.decline", "不同意或撤回任职提名"
    APPOINTMENT_END = "appointment.end", "终止任职"
    APPOINTMENT_FIRST = "appointment.first", "由服务器设立首任管理员"
    ATTACHMENT_KEEP = "attachment.keep", "上传文件"
    CHAPTER_ASSIGN = "chapter.assign", "安排一章的分工"
    CHAPTER_RESTORE = "chapter.restore", "把一章恢复到以前的文本"
    CHAPTER_WRITING_STATE = "chapter.writing_state", "更新起草状态"
    CHECK_WAIVE = "check.waive", "保留一条校核提示"
    CHECK_WITHDRAW_WAIVER = "check.withdraw_waiver", "撤回对校核提示的保留"
    EDITION_FREEZE = "edition.freeze", "定版"
    EXPLANATION_SAVE = "explanation.save", "保存编制说明"
    JOB_RETRY = "job.retry", "重新办理后台任务"
    JOB_CANCEL = "job.cancel", "取消后台任务"
    LETTERHEAD_SAVE = "letterhead.save", "保存版头"
    LETTERHEAD_RETIRE = "letterhead.retire", "停用版头"
    LETTERHEAD_DELETE = "letterhead.delete", "删除版头"
    MAIL_FAIL = "mail.fail", "邮件没有送达"
    MAIL_RESEND = "mail.resend", "重发邮件"
    NOTE_WRITE = "note.write", "添加批注"
    NOTE_RESOLVE = "note.resolve", "把批注标为已处理"
    NOTE_REOPEN = "note.reopen", "重新打开批注"
    NUMBER_RESERVE = "number.reserve", "预留文号"
    NUMBER_TAKE = "number.take", "取用文号"
    NUMBER_USED = "number.used", "文号用于印发"
    NUMBER_RELEASED = "number.released", "释放文号"
    PLAN_CREATE = "plan.create", "建立规划"
    PLAN_CHANGE_SETTINGS = "plan.change_settings", "修改规划设置"
    PLAN_CHANGE_PHASE = "plan.change_phase", "转换规划阶段"
    PLAN_GRANT = "plan.grant", "授予规划权限"
    PLAN_REVOKE = "plan.revoke", "取消规划权限"
    PLAN_SAVE_TEXT = "plan.save_text", "保存规划名称或引言"
    PLAN_PUBLISH = "plan.publish", "印发规划"
    PLAN_WITHDRAW = "plan.withdraw", "撤回印发"
    PLAN_HOLD = "plan.hold", "暂停或恢复印发"
    PROVISION_SAVE = "provision.save", "保存正文"
    PROVISION_ADD = "provision.add", "新增章节或任务"
    PROVISION_RESPACE = "provision.respace", "重排顺序号"
    PROVISION_MOVE = "provision.move", "移动章节或任务"
    PROVISION_DELETE = "provision.delete", "删除章节或任务"
    PROVISION_UNDELETE = "provision.undelete", "恢复删除的章节或任务"
    REVIEW_RECORD = "review.record", "登记审查意见"
    TROUBLE_BEGIN = "trouble.begin", "运行出现异常"
    TROUBLE_END = "trouble.end", "运行恢复正常"
    SYSTEM_RESTORE = "system.restore", "从备份恢复全部数据"
    UNIT_ROLE = "unit.role", "设定单位经办人和负责人"
    UNIT_SAVE = "unit.save", "保存单位信息"
    USER_CHANGE = "user.change", "修改账号信息"
    USER_ELSEWHERE = "user.elsewhere", "关联或解除外部登录"
    USER_END = "user.end", "停用账号"
    USER_FACTOR = "user.factor", "设置两步验证"
    USER_FACTOR_CODE = "user.factor_code", "用恢复码登录或确认本人"
    USER_FACTOR_END = "user.factor_end", "停用两步验证"
    USER_FACTOR_LOST = "user.factor_lost", "提出解除两步验证"
    USER_FACTOR_TAKEN = "user.factor_taken", "解除两步验证"
    USER_GUESS = "user.guess", "连续输错密码或其他凭证"
    USER_HAND_OVER = "user.hand_over", "移交离任人员的事项"
    USER_ACTIVATE = "user.activate", "用开通链接设定密码"
    USER_KEEP = "user.keep", "账号到期暂不停用"
    USER_LINK = "user.link", "给出开通链接"
    USER_LINK_CONFIRM = "user.link_confirm", "确认开通链接"
    USER_LINK_RESET = "user.link_reset", "重新给出开通链接"
    USER_LOGIN = "user.login", "登录"
    USER_MAIL = "user.mail", "提出修改账号的邮箱"
    USER_MAIL_CONFIRM = "user.mail_confirm", "确认账号的邮箱"
    USER_MAIL_DECLINE = "user.mail_decline", "不同意或撤回账号的邮箱"
    USER_MAKE = "user.make", "建立账号"
    USER_REMIND = "user.remind", "提醒账号到期"
    USER_REOPEN = "user.reopen", "恢复账号"
    USER_TERM = "user.term", "设定账号的到期日"
    USER_REFUSED = "user.refused", "越权操作被拒绝"
    USER_PASSWORD = "user.password", "修改密码"
    USER_VOICE = "user.voice", "恢复表态和办理的权限"
    USER_SESSIONS_END = "user.sessions_end", "结束其他设备上的登录"
    USER_SERVER_PASSWORD = "user.server_password", "在服务器上设定密码"
