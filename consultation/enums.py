"""Fixed vocabularies of consultation 征求意见, with the transitions that the actions allow."""

from __future__ import annotations

from django.db.models import TextChoices


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
    TO_SEAL = "to_seal", "待盖章"
    RELEASED = "released", "已反馈"
    NO_REPLY = "no_reply", "未反馈"


REPLY_TRANSITIONS: dict[ReplyState, tuple[ReplyState, ...]] = {
    ReplyState.UNREAD: (
        ReplyState.READ,
        ReplyState.DRAFTING,
        ReplyState.TO_RELEASE,
        ReplyState.TO_SEAL,
        ReplyState.RELEASED,
        ReplyState.NO_REPLY,
    ),
    ReplyState.READ: (
        ReplyState.DRAFTING,
        ReplyState.TO_RELEASE,
        ReplyState.TO_SEAL,
        ReplyState.RELEASED,
        ReplyState.NO_REPLY,
    ),
    ReplyState.DRAFTING: (
        ReplyState.TO_RELEASE,
        ReplyState.TO_SEAL,
        ReplyState.RELEASED,
        ReplyState.NO_REPLY,
    ),
    ReplyState.TO_RELEASE: (
        ReplyState.DRAFTING,
        ReplyState.TO_SEAL,
        ReplyState.RELEASED,
        ReplyState.NO_REPLY,
    ),
    ReplyState.TO_SEAL: (ReplyState.RELEASED, ReplyState.NO_REPLY),
    ReplyState.RELEASED: (),
    ReplyState.NO_REPLY: (ReplyState.TO_SEAL, ReplyState.RELEASED),
}
"""NO_REPLY is recorded by staff after closing; a late reply, taken by staff, may follow it."""

OPEN_REPLY_STATES = (
    ReplyState.UNREAD,
    ReplyState.READ,
    ReplyState.DRAFTING,
    ReplyState.TO_RELEASE,
)
SETTLED_REPLY_STATES = (ReplyState.RELEASED, ReplyState.NO_REPLY)


class ReplyOrigin(TextChoices):
    ONLINE = "online", "网上填写"
    FORM = "form", "反馈表导入"
    LETTER = "letter", "来函录入"


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
    PORTAL = "portal", "站内催办"
    PHONE = "phone", "电话催办"
