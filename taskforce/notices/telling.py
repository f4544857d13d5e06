"""Who is told of what: audit entries turned into sentences for people.

The lower apps know nothing of notices; every action that concerns somebody leaves an audit row
in its own transaction, and ``told`` says for such a row who reads what, and where they act.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Q
from django.urls import reverse

from consultation.enums import Act as ConsultationAct
from consultation.enums import EntryKind
from consultation.models import (
    Assessment,
    ExpertPanel,
    ExpertReview,
    Invitation,
    Reply,
    ReplyEntry,
    Round,
)
from plans.enums import OFFICES, AuditAction, Duty, UserKind
from plans.enums import Act as PlansAct
from plans.models import Appointment, AuditEntry, Note, Provision, UnitUserObjectPermission, User
from plans.operation.queries import operators
from plans.people.queries import confirmers, waits_for
from plans.permissions import DRAFT_REPLY, RELEASE_REPLY, holders
from taskforce.enums import ACTIONS
from taskforce.models import Notice
from taskforce.notices.naming import NAMING_RULES
from taskforce.notices.of_accounts import ACCOUNT_RULES
from taskforce.notices.of_deciding import OF_DECIDING
from taskforce.notices.of_rounds import OF_ROUNDS, people_asked
from taskforce.notices.values import Telling

NEVER_MAILED = (PlansAct.MAIL_FAIL,)
"""Told in the portal only: a mail about mail that fails would fail as well."""


def told(entry: AuditEntry) -> Telling | None:
    """Who reads what of this entry, without whoever did it; None where it concerns nobody."""
    rule = RULES.get(ACTIONS[entry.action])
    telling = rule(entry) if rule else None
    if telling is None:
        return None
    people = {user.pk: user for user in telling.people if user.is_active}
    people.pop(entry.actor_id, None)
    return Telling(tuple(people.values()), telling.text[:300], telling.url)


def _handed_in(entry: AuditEntry) -> Telling | None:
    return _reply(entry, RELEASE_REPLY, "的意见已起草，请审签。")


def _sent_back(entry: AuditEntry) -> Telling | None:
    return _reply(entry, DRAFT_REPLY, f"的意见被退回：{entry.new.get('reason', '')}")


def _released(entry: AuditEntry) -> Telling | None:
    return _by_link(entry, "正式反馈了{round}")


def _sealed(entry: AuditEntry) -> Telling | None:
    return _by_link(entry, "上传了对{round}的盖章件")


def _by_link(entry: AuditEntry, words: str) -> Telling | None:
    """The unit's people, where it was done by a personal link, which others may hold as well."""
    if entry.actor.kind != UserKind.LINK:
        return None
    reply = Reply.objects.select_related(
        "invitation__unit", "invitation__person", "invitation__round"
    ).get(pk=entry.object_id)
    asked = reply.invitation
    done = words.format(round=f"“{asked.round.name}”")
    text = f"有人用专用链接以“{asked}”的名义{done}，请核对。"
    return Telling(people_asked([asked]), text, reverse("invitation", args=[asked.pk]))


def _entered(entry: AuditEntry) -> Telling | None:
    """The unit's people: something was entered in their name."""
    said = _own_entry(entry)
    asked = said.reply.invitation
    what = "盖章件" if said.kind == EntryKind.SCAN else "反馈"
    text = f"组织单位以“{asked}”的名义录入了对“{asked.round.name}”的{what}，请核对。"
    return Telling(people_asked([asked]), text, _entry_page(said))


def _confirmed(entry: AuditEntry) -> Telling | None:
    """The unit's people and who entered it: from now on it counts."""
    said = _own_entry(entry)
    asked = said.reply.invitation
    text = f"代录的“{asked}”对“{asked.round.name}”的反馈已经复核，作为正式反馈。"
    return Telling((*people_asked([asked]), *_maker(said)), text, _entry_page(said))


def _refused(entry: AuditEntry) -> Telling | None:
    """Who entered it: it does not count, and why."""
    said = _own_entry(entry)
    asked = said.reply.invitation
    text = f"您代录的“{asked}”的反馈被退回：{said.set_aside_reason}"
    return Telling(_maker(said), text, _entry_page(said))


def _own_entry(entry: AuditEntry) -> ReplyEntry:
    rows = ReplyEntry.objects.select_related("reply__invitation__round", "made_by")
    return rows.select_related("reply__invitation__unit", "reply__invitation__person").get(
        pk=entry.new["entry"]
    )


def _maker(said: ReplyEntry) -> tuple[User, ...]:
    return () if said.made_by is None else (said.made_by,)


def _entry_page(said: ReplyEntry) -> str:
    return reverse("entry", args=[said.reply.invitation_id, said.pk])


def _reply(entry: AuditEntry, right: str, words: str) -> Telling | None:
    reply = Reply.objects.select_related("invitation__unit", "invitation__round").get(
        pk=entry.object_id
    )
    asked: Invitation = reply.invitation
    held = UnitUserObjectPermission.objects.filter(
        content_object=asked.unit_id or 0, permission__codename=right
    ).select_related("user")
    text = f"{asked}对“{asked.round.name}”{words}"
    return Telling(tuple(one.user for one in held), text, reverse("invitation", args=[asked.pk]))


def _argued(entry: AuditEntry) -> Telling | None:
    """The seal is open: whoever organised the round, and the experts who have an account."""
    panel = ExpertPanel.objects.select_related("round__created_by").get(pk=entry.object_id)
    experts = User.objects.filter(
        pk__in=Invitation.objects.filter(round=panel.round).values("person"), kind=UserKind.PERSON
    )
    url = reverse("panel", args=[panel.round_id])
    return Telling((panel.round.created_by, *experts), f"“{panel.round}”的专家意见已启封", url)


def _asked_expert(entry: AuditEntry) -> Telling | None:
    review = ExpertReview.objects.filter(
        pk=int(entry.object_id), invitation__person__kind=UserKind.PERSON
    ).first()
    if review is None or review.invitation.person is None:
        return None
    asked = review.invitation
    url = reverse("expert", args=[asked.pk])
    return Telling((review.invitation.person,), f"请您参加专家论证：{asked.round}", url)


def _mentioned(entry: AuditEntry) -> Telling | None:
    note = Note.objects.select_related("provision__plan", "author").get(pk=entry.object_id)
    url = reverse("provision", args=[note.provision.plan.slug, note.provision_id])
    people: Iterable[User] = note.mentioned.all()
    return Telling(tuple(people), f"{note.author}在批注中提到您：{note.body[:60]}", url)


def _not_delivered(entry: AuditEntry) -> Telling | None:
    """系统管理员 are told once of undelivered mail until they have looked."""
    url = reverse("mail")
    waiting = Notice.objects.filter(url=url, read_at__isnull=True).values("user")
    people = holders(Duty.SYSTEM).exclude(pk__in=waiting)
    return Telling(tuple(people), f"发往{entry.new.get('to', '')}的邮件没有送达。", url)


def _went_wrong(entry: AuditEntry) -> Telling | None:
    return Telling(tuple(operators()), str(entry.new["what"]), reverse("operation"))


def _is_right_again(entry: AuditEntry) -> Telling | None:
    text = f"已恢复正常：{entry.new['what']}。"
    return Telling(tuple(operators()), text, reverse("operation"))


def _given_a_chapter(entry: AuditEntry) -> Telling | None:
    chapter = Provision.objects.select_related("plan").get(pk=entry.object_id)
    lead = entry.new.get("lead")
    people = {*entry.new.get("writers", ()), *({lead} if lead != entry.old.get("lead") else ())}
    due = entry.new.get("due_on")
    text = f"“{chapter.title}”分给您起草" + (f"，{due}前完成。" if due else "。")
    url = reverse("provision", args=[chapter.plan.slug, chapter.pk])
    return Telling(tuple(User.objects.filter(pk__in=people - {None})), text, url)


def _given_opinions(entry: AuditEntry) -> Telling | None:
    """One notice for a round until it is read, however many opinions are given."""
    handler = entry.new.get("handler")
    if not handler or handler == entry.old.get("handler"):
        return None
    round_ = Round.objects.get(pk=Assessment.objects.get(pk=entry.object_id).round_id)
    url = f"{reverse('comments', args=[round_.pk])}?handler={handler}"
    waiting = Notice.objects.filter(url=url, read_at__isnull=True).values("user")
    people = User.objects.filter(pk=handler).exclude(pk__in=waiting)
    return Telling(tuple(people), f"“{round_.name}”有意见交给您处理。", url)


def _guessed(entry: AuditEntry) -> Telling | None:
    """安全管理员: somebody guesses; 系统管理员 where nobody holds that office."""
    whom, said = User.objects.get(pk=entry.object_id), entry.new
    whose = f"账号“{whom.username}”的" if whom.kind == UserKind.PERSON else ""
    what = f"从{said.get('from', entry.address)}连续输错{whose}{said.get('secret', '密码')}"
    text = (
        f"有人{what}，已有{said['failures']}次，以后每次须等待更久。请核对是本人忘记还是有人猜测。"
    )
    people = holders(Duty.SECURITY) or holders(Duty.SYSTEM)
    return Telling(tuple(people), text, reverse("notices"))


def _named(entry: AuditEntry) -> Telling | None:
    """Whom it concerns, and who may confirm it."""
    row = _appointment(entry)
    text = f"{entry.actor}提名{row.user}{_duty(row)}，{waits_for(row)}后生效。"
    return Telling((row.user, *confirmers(row)), text, reverse("appointments"))


def _appointed(entry: AuditEntry) -> Telling | None:
    row = _appointment(entry)
    return _of_appointment(row, f"{row.user}{_duty(row)}，已经{entry.actor}确认，即时生效。")


def _not_appointed(entry: AuditEntry) -> Telling | None:
    row = _appointment(entry)
    text = f"{row.user}{_duty(row)}的提名由{entry.actor}撤回或者没有同意，没有生效。"
    people = (row.user, row.made_by) if row.made_by else (row.user,)
    return Telling(people, text, reverse("appointments"))


def _appointment_ended(entry: AuditEntry) -> Telling | None:
    row = _appointment(entry)
    return _of_appointment(row, f"{row.user}不再{_duty(row)}，由{entry.actor}办理，即时生效。")


def _appointment(entry: AuditEntry) -> Appointment:
    rows = Appointment.objects.select_related("user", "made_by", "unit", "plan")
    return rows.get(pk=entry.object_id)


def _duty(row: Appointment) -> str:
    return row.words(f"“{row.target}”" if row.target else "")


def _of_appointment(row: Appointment, text: str) -> Telling:
    """Whom it concerns, who named them, and everybody else appointed in that unit or plan; of a
    right in the whole portal, those in the three offices."""
    others = Appointment.objects.in_force().filter(unit=row.unit, plan=row.plan)
    if row.target is None:
        others = others.filter(permission__in=OFFICES)
    people = User.objects.filter(
        Q(pk__in=others.values("user")) | Q(pk__in=[row.user_id, row.made_by_id or 0])
    )
    return Telling(tuple(people.order_by("pk")), text, reverse("appointments"))


RULES: dict[AuditAction, Callable[[AuditEntry], Telling | None]] = {
    **ACCOUNT_RULES,
    **NAMING_RULES,
    **OF_DECIDING,
    **OF_ROUNDS,
    ConsultationAct.REPLY_HAND_IN: _handed_in,
    ConsultationAct.REPLY_SEND_BACK: _sent_back,
    ConsultationAct.REPLY_RELEASE: _released,
    ConsultationAct.REPLY_SEAL: _sealed,
    ConsultationAct.REPLY_ENTER: _entered,
    ConsultationAct.REPLY_CONFIRM: _confirmed,
    ConsultationAct.REPLY_REFUSE: _refused,
    PlansAct.APPOINTMENT_NAME: _named,
    PlansAct.APPOINTMENT_CONFIRM: _appointed,
    PlansAct.APPOINTMENT_DECLINE: _not_appointed,
    PlansAct.APPOINTMENT_END: _appointment_ended,
    PlansAct.USER_GUESS: _guessed,
    PlansAct.NOTE_WRITE: _mentioned,
    PlansAct.MAIL_FAIL: _not_delivered,
    PlansAct.TROUBLE_BEGIN: _went_wrong,
    PlansAct.TROUBLE_END: _is_right_again,
    PlansAct.CHAPTER_ASSIGN: _given_a_chapter,
    ConsultationAct.ASSESSMENT_ASSIGN: _given_opinions,
    ConsultationAct.EXPERTS_OPEN: _argued,
    ConsultationAct.EXPERT_INVITE: _asked_expert,
}
