"""Fixed vocabularies of consultation 征求意见, with the transitions that the actions allow."""

from __future__ import annotations

from django.db.models import TextChoices

from plans.enums import AuditAction


class Audience(TextChoices):
    UNITS = "units", "单位和个人"
    PUBLIC = "public", "社会公众"
    EXPERTS = "experts", "专家论证"


class ReplyState(TextChoices):
    """Where an invited unit's reply stands; what the chase board shows follows from it."""

    UNREAD = "unread", "未阅"
    READ = "read", "已阅"
    DRAFTING = "drafting", "起草中"
    TO_RELEASE = "to_release", "待审签"
    TO_CONFIRM = "to_confirm", "待复核"
    TO_SEAL = "to_seal", "待盖章"
    RELEASED = "released", "已反馈"
    NO_REPLY = "no_reply", "未反馈"


OPEN_REPLY_STATES = (
    ReplyState.UNREAD,
    ReplyState.READ,
    ReplyState.DRAFTING,
    ReplyState.TO_RELEASE,
)
SETTLED_REPLY_STATES = (ReplyState.RELEASED, ReplyState.NO_REPLY)


class ReplyStep(TextChoices):
    """What is done with a reply, each way in which one comes by itself; the label says it after
    “不能”."""

    READ = "read", "登记为已阅"
    WRITE = "write", "填写或修改意见"
    HAND_IN = "hand_in", "提交审签"
    SEND_BACK = "send_back", "退回"
    RELEASE = "release", "重复提交"
    RELEASE_NONE = "release_none", "再反馈“无意见”"
    NOTE = "note", "登记来函、反馈表或代录意见"
    ENTER = "enter", "代为正式反馈"
    ENTER_NONE = "enter_none", "代为反馈“无意见”"
    ENTER_LATE = "enter_late", "作为超期补报录入"
    CONFIRM = "confirm", "复核"
    GIVE_BACK = "give_back", "退回或撤回代录"
    SEAL = "seal", "上传盖章件"
    SILENT = "silent", "登记为未反馈"


_U, _R, _D, _T, _C, _S, _E, _N = ReplyState
_Row = dict[ReplyState, tuple[ReplyState, ...]]
_ANSWERED: _Row = dict.fromkeys((_U, _R, _D, _T, _N), (_S, _E))
_ENTERED: _Row = dict.fromkeys((_U, _R, _D, _T, _N), (_C,))
REPLY_STEPS: dict[ReplyStep, _Row] = {
    ReplyStep.READ: {_U: (_R,)},
    ReplyStep.WRITE: {_U: (_D,), _R: (_D,), _D: (_D,), _N: (_N,)},
    ReplyStep.HAND_IN: {_U: (_T,), _R: (_T,), _D: (_T,), _T: (_T,)},
    ReplyStep.SEND_BACK: {_T: (_D,)},
    ReplyStep.RELEASE: _ANSWERED,
    ReplyStep.RELEASE_NONE: _ANSWERED,
    ReplyStep.NOTE: {_U: (_D,), _R: (_D,), _D: (_D,), _T: (_T,), _N: (_N,)},
    ReplyStep.ENTER: _ENTERED,
    ReplyStep.ENTER_NONE: _ENTERED,
    ReplyStep.ENTER_LATE: _ENTERED,
    ReplyStep.CONFIRM: {_C: (_S, _E)},
    ReplyStep.GIVE_BACK: {_C: (_U, _R, _D, _T, _N)},
    ReplyStep.SEAL: {_S: (_S, _E)},
    ReplyStep.SILENT: dict.fromkeys(OPEN_REPLY_STATES, (_N,)),
}
"""In which states each may be done, and which may follow: what actions and buttons ask.

What was released stays so, with or without its stamp: nothing but SEAL is done with it. SILENT is
recorded after closing; a late reply may follow it. What is entered (TO_CONFIRM) goes back to where
it was when it is set aside.
"""
REPLY_TRANSITIONS: dict[ReplyState, tuple[ReplyState, ...]] = {
    old: tuple(
        new
        for new in ReplyState
        if new != old and any(new in step.get(old, ()) for step in REPLY_STEPS.values())
    )
    for old in ReplyState
}


class ReplyOrigin(TextChoices):
    ONLINE = "online", "网上填写"
    FORM = "form", "反馈表导入"
    LETTER = "letter", "来函录入"
    ORAL = "oral", "电话或口头"


class EntryKind(TextChoices):
    """What staff entered for a unit."""

    REPLY = "reply", "代录反馈"
    SCAN = "scan", "代传盖章件"


class CommentKind(TextChoices):
    CHANGE = "change", "修改"
    ADD = "add", "增加"
    DELETE = "delete", "删除"
    QUESTION = "question", "疑问"
    OTHER = "other", "其他"


class CommentSource(TextChoices):
    UNIT = "unit", "单位"
    PERSON = "person", "个人"
    PUBLIC = "public", "公众"
    EXPERT = "expert", "专家"


class Doubt(TextChoices):
    """Why a citizen's suggestion waits 待审 until staff let it in."""

    NO_PROOF = "no_proof", "浏览器没有完成验证（例如没有启用脚本）"
    HIDDEN_FIELD = "hidden_field", "填写了页面上看不到的栏目"
    OFTEN = "often", "同一网络短时间内提交较多"
    BUSY = "busy", "本轮短时间内收到的建言较多"
    SAME_TEXT = "same_text", "与另一条建言文字相同"


class Speaker(TextChoices):
    """As what a citizen speaks, in their own word; none is 未说明."""

    CITIZEN = "citizen", "市民"
    SCIENTIST = "scientist", "科技工作者"
    TEACHING = "teaching", "教师和学生"
    COMPANY = "company", "企业人员"
    OFFICE = "office", "机关、事业单位和社会组织人员"
    OTHER = "other", "其他人员"


class AssessmentState(TextChoices):
    """How far an opinion is treated."""

    OPEN = "open", "待处理"
    TO_PROVE = "to_prove", "待落实"
    DONE = "done", "已办结"


ASSESSMENT_TRANSITIONS: dict[AssessmentState, tuple[AssessmentState, ...]] = {
    AssessmentState.OPEN: (AssessmentState.TO_PROVE, AssessmentState.DONE),
    AssessmentState.TO_PROVE: (AssessmentState.DONE,),
    AssessmentState.DONE: (AssessmentState.TO_PROVE,),
}
"""Never open again: an answer can be changed until the round is completed, not taken back."""


class Disposition(TextChoices):
    """处理意见."""

    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    NOT_ADOPTED = "not_adopted", "不采纳"
    NOTED = "noted", "留作参考"


CARRIED_DISPOSITIONS = (Disposition.ADOPTED, Disposition.PARTLY)
"""Not done until they point at the revision that carries them (采纳落实核对)."""
REASONED_DISPOSITIONS = (Disposition.PARTLY, Disposition.NOT_ADOPTED)
"""Must be given with a reason."""


class FollowUp(TextChoices):
    """What a unit says in the second round of how its earlier opinion was treated."""

    SETTLED = "settled", "已解决"
    STILL_OPEN = "still_open", "仍有意见"


class Verdict(TextChoices):
    """An expert's overall opinion."""

    AGREE = "agree", "同意"
    AGREE_CHANGED = "agree_changed", "修改后同意"
    DISAGREE = "disagree", "不同意"


class ExpertState(TextChoices):
    """How far an invited expert is; all that anybody else sees before the round is opened."""

    UNREAD = "unread", "未阅"
    READ = "read", "已阅"
    DRAFTING = "drafting", "起草中"
    RELEASED = "released", "已提交"
    RECUSED = "recused", "回避"
    EXCUSED = "excused", "不再参加"


class ContactKind(TextChoices):
    MAIL = "mail", "邮件催办"
    SMS = "sms", "短信催办"
    PAPER = "paper", "纸质函催办"
    COPY = "copy", "转发链接催办"
    PORTAL = "portal", "站内催办"
    PHONE = "phone", "电话催办"


class Channel(TextChoices):
    """送达方式: by what a letter comes to one who is asked."""

    ACCOUNT = "account", "账号"
    MAIL = "mail", "邮件"
    SMS = "sms", "短信"
    PAPER = "paper", "纸质函"
    COPY = "copy", "复制链接"


CHOSEN_CHANNELS = (Channel.PAPER, Channel.COPY)
"""By hand, and therefore only where staff say so."""


class DeliveryState(TextChoices):
    WAITING = "waiting", "待送达"
    SENT = "sent", "已送出"
    FAILED = "failed", "没有送到"
    OPENED = "opened", "已打开"


class Purpose(TextChoices):
    ASK = "ask", "征求意见"
    REMIND = "remind", "催办"


class Act(AuditAction):
    """What the log 操作日志 tells of consultation; rows bear these values."""

    ASSESSMENT_ANSWER = "assessment.answer", "提出意见处理结果"
    ASSESSMENT_ARGUE = "assessment.argue", "调整论证清单"
    ASSESSMENT_ASSIGN = "assessment.assign", "分派意见"
    ASSESSMENT_FOLLOW_UP = "assessment.follow_up", "单位回应处理情况"
    ASSESSMENT_LOST = "assessment.lost", "采纳的内容不在正文转为待落实"
    ASSESSMENT_PLACE = "assessment.place", "改放意见的位置"
    ASSESSMENT_PROVE = "assessment.prove", "登记采纳落实之处"
    ASSESSMENT_SPLIT = "assessment.split", "拆分意见"
    ASSESSMENT_STANDS = "assessment.stands", "采纳的内容恢复落实"
    ASSESSMENT_TAG = "assessment.tag", "给意见加标签"
    ASSESSMENT_UNTAG = "assessment.untag", "去掉意见的标签"
    COMMENT_CHANGE = "comment.change", "修改意见草稿"
    COMMENT_DELETE_DRAFT = "comment.delete_draft", "删除意见草稿"
    COMMENT_DRAFT = "comment.draft", "起草意见"
    COMMENT_SUGGEST = "comment.suggest", "公众提交建议"
    EXPERT_CHAIR = "expert.chair", "指定专家组组长"
    EXPERT_DECLARE = "expert.declare", "专家声明回避情况"
    EXPERT_EXCUSE = "expert.excuse", "同意专家不参加"
    EXPERT_INVITE = "expert.invite", "邀请专家"
    EXPERT_READ = "expert.read", "专家阅看文稿"
    EXPERT_RECUSE = "expert.recuse", "专家回避"
    EXPERT_RELEASE = "expert.release", "专家提交意见"
    EXPERT_RESTART = "expert.restart", "专家重新开始填写"
    EXPERT_UNSEAL = "expert.unseal", "启封专家意见"
    EXPERT_WITHDRAW = "expert.withdraw", "撤回对专家的邀请"
    EXPERTS_CONCLUDE = "experts.conclude", "形成论证意见"
    EXPERTS_OPEN = "experts.open", "启封整轮专家论证"
    EXPERTS_SIGN = "experts.sign", "上传论证意见签名件"
    GROUP_CONFIRM = "group.confirm", "归并意见"
    GROUP_LEAVE = "group.leave", "把意见移出归并"
    GROUP_UNDO = "group.undo", "取消意见归并"
    INVITATION_CONTACT = "invitation.contact", "记录催办"
    LETTER_CHANGE = "letter.change", "修改来函登记"
    LETTER_DROP = "letter.drop", "删除来函登记"
    LETTER_ENTER = "letter.enter", "登记来函"
    LETTER_TAKE = "letter.take", "从来函摘录意见"
    LINK_MAKE = "link.make", "生成专用链接"
    LINK_OPEN = "link.open", "打开专用链接"
    LINK_REVOKE = "link.revoke", "停用专用链接"
    REASON_ADD = "reason.add", "新增常用理由"
    REASON_CHANGE = "reason.change", "修改常用理由"
    REASON_DELETE = "reason.delete", "删除常用理由"
    REPLY_ATTACH = "reply.attach", "给反馈附上文件"
    REPLY_CONFIRM = "reply.confirm", "复核代录的反馈或盖章件"
    REPLY_DETACH = "reply.detach", "去掉反馈的文件"
    REPLY_ENTER = "reply.enter", "代录反馈或盖章件并送复核"
    REPLY_HAND_IN = "reply.hand_in", "把反馈提交审签"
    REPLY_NONE = "reply.none", "登记对象没有意见"
    REPLY_READ = "reply.read", "征求意见对象阅看文稿"
    REPLY_REFUSE = "reply.refuse", "退回代录的反馈或盖章件"
    REPLY_RELEASE = "reply.release", "审签并提交反馈"
    REPLY_SEAL = "reply.seal", "上传反馈的盖章件"
    REPLY_SEND_BACK = "reply.send_back", "退回反馈修改"
    REPLY_SPEAK_FOR = "reply.speak_for", "代所属单位反馈"
    REPLY_TAKE_FORM = "reply.take_form", "导入反馈表"
    REPLY_TAKE_UP = "reply.take_up", "采用所属单位的意见"
    REPLY_WITHDRAW = "reply.withdraw", "撤回代录的反馈或盖章件"
    ROUND_CHANGE_DRAFT = "round.change_draft", "修改征求意见的草稿"
    ROUND_CHANGE_WINDOW = "round.change_window", "调整截止时间"
    ROUND_CHOOSE = "round.choose", "选择拟征求意见的对象"
    ROUND_COMPLETE = "round.complete", "办结一轮征求意见"
    ROUND_CORRECT = "round.correct", "更正征求意见函"
    ROUND_DRAFT = "round.draft", "起草一轮征求意见"
    ROUND_DROP = "round.drop", "删除征求意见的草稿"
    ROUND_EXPORT = "round.export", "导出意见汇总表"
    ROUND_HAND_ON = "round.hand_on", "登记函件已经送出"
    ROUND_INVITE = "round.invite", "邀请征求意见对象"
    ROUND_OPEN = "round.open", "发出一轮征求意见"
    ROUND_SEND_AGAIN = "round.send_again", "再次送达"
    ROUND_RELEASE_ANSWERS = "round.release_answers", "反馈意见处理情况"
    ROUND_REMIND = "round.remind", "催办未反馈的对象"
    ROUND_UNINVITE = "round.uninvite", "取消征求意见对象"
    ROUND_VOID = "round.void", "作废一轮征求意见"
    ROUND_WRITE_LETTERS = "round.write_letters", "生成征求意见函"
    RESULTS_PUBLISH = "results.publish", "公开建议办理情况"
    RESULTS_SHOW = "results.show", "恢复公开一条建议"
    RESULTS_WITHHOLD = "results.withhold", "不公开一条建议"
    SUGGESTION_HOLD = "suggestion.hold", "公众建言转入待审"
    SUGGESTION_LET_IN = "suggestion.let_in", "受理待审的建言"
    SUGGESTION_REFUSE = "suggestion.refuse", "不受理待审的建言"
    VIEW_DELETE = "view.delete", "删除常用筛选"
    VIEW_SAVE = "view.save", "保存常用筛选"
