"""Arguments that an action is likely to take: without them most draws would be refused alike.

Of each action: a row that it is meant for, and which arguments are read off it. What is not said
here is drawn from everything there is, and now and then this is as well.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

from django.db.models import Q
from django.db.models.functions import Now

from consultation.models import Assessment, Comment, Invitation
from plans.checks import run_checks
from plans.drafting.queries import plan_tree
from plans.models import Attachment, Plan, Unit
from plans.system import clock
from taskforce.gates.actions.packages import Paper
from taskforce.models import Instruction, MeetingRecord, Package, Seat
from taskforce.process.actions.steps import Proof
from tests.fuzz.rows import Arguments, Likely, asked, either, off

SCANS = ("甲.pdf", "乙.pdf", "签批单.pdf")

WAITS = Q(confirmed_at=None)
NOT_ENDED = WAITS & Q(ended_at=None)
IN_HAND = WAITS & Q(package__closed_at=None)
UNSAID = Q(round__completed_at=None, round__closes_at__gt=Now(), round__audience="units") & ~Q(
    state__in=("to_release", "to_seal", "released")
)

expert = asked(Q(round__audience="experts", round__completed_at=None))
unread = asked(Q(round__audience="experts", round__completed_at=None, read_at=None))
writing = asked(
    Q(round__audience="experts", round__completed_at=None, review__declared_at__isnull=False)
    & Q(review__released_at=None, review__recused=False)
)
unsaid = asked(UNSAID)
to_release = asked(Q(state="to_release"))
in_draft = off("consultation.Round", Q(issued_at=None), round_="", edition="edition")
panel = off("consultation.Round", Q(audience="experts"), round_id="pk", round_="")
draft = off(
    "consultation.Comment",
    Q(submitted_at=None, round__closes_at__gt=Now()) & ~Q(reply__invitation__state="to_release"),
    comment_id="pk",
)
entry = off("consultation.ReplyEntry", WAITS & Q(set_aside_at=None), entry_id="pk")
entered = off(
    "taskforce.MemberOpinion", IN_HAND & Q(made_by__isnull=False, replaced_at=None), opinion_id="pk"
)
recorded = either(
    off("taskforce.MeetingRecord", IN_HAND, package_id="package_id"),
    off("taskforce.Instruction", IN_HAND, package_id="package_id"),
)
appointment = off("plans.Appointment", WAITS, appointment_id="pk")
deputy = off("taskforce.Deputy", NOT_ENDED, deputy_id="pk")
seat = off("taskforce.Seat", NOT_ENDED, seat_id="pk")
mail = off("plans.MailChange", NOT_ENDED, mail_change_id="pk")
change = off("taskforce.GateChange", NOT_ENDED, change_id="pk")
package = off(
    "taskforce.Package",
    Q(closed_at=None, gate__rule__in=("head", "all", "quorum")),
    package_id="pk",
)


def earlier(random: Random) -> Arguments:
    """An invitation of a round that follows another, with what the same unit said in that."""
    later = Invitation.objects.filter(UNSAID, round__previous__isnull=False)
    for one in later.order_by("-pk"):
        said = Comment.objects.filter(round__later=one.round, reply__invitation__unit=one.unit_id)
        last = said.last()
        row = last.assessment if last is not None else None
        if row is not None and one.unit_id:
            ids = {"comment_ids": [row.comment_id], "assessment_id": row.pk}
            return {"invitation_id": one.pk, **ids}
    return {}


def alike(random: Random) -> Arguments:
    """Two opinions of one round that are in no group and have no answer yet."""
    free = Assessment.objects.filter(group=None, disposition="", round__completed_at=None)
    for one in free.order_by("-pk")[:3]:
        both = list(free.filter(round=one.round).values_list("pk", flat=True)[:2])
        if len(both) == 2:
            return {"assessment_ids": both}
    return {}


def task(random: Random) -> Arguments:
    """A new task at the head of a chapter."""
    found = off("plans.Provision", Q(kind="chapter", deleted_at=None), plan_id="plan_id",
                parent_id="pk")  # fmt: skip
    return {**found(random), "kind": "task", "after_id": None, "run_in": False}


def issued(random: Random) -> Arguments:
    """A plan that may be issued today, under a number that is none other's, mostly."""
    number = f"渝科协发〔2026〕{random.randint(2, 99)}号"
    given = {"document_number": number, "issued_on": clock.today(), "disclosure": "public"}
    return {**off("plans.Plan", Q(phase="approved"), plan_id="pk")(random), **given}


def away(random: Random) -> Arguments:
    """A seat for which somebody may speak from today on."""
    today = clock.today()
    found = off("taskforce.Seat", Q(confirmed_at__isnull=False, ended_at=None), seat="")
    return {**found(random), "from_on": today, "to_on": today + timedelta(days=2)}


def subordinate(random: Random) -> Arguments:
    """A unit, and an invitation of the one it answers through."""
    units = list(Unit.objects.filter(parent__isnull=False))
    if not units:
        return {}
    unit = random.choice(units)
    target = Invitation.objects.filter(unit=unit.parent_id).last()
    return {"units": [unit], "invitation_id": target.pk} if target else {}


def enclosed(random: Random) -> Arguments:
    for one in Invitation.objects.filter(reply__attachments__isnull=False).order_by("-pk"):
        return {"invitation_id": one.pk, "attachment_id": one.reply.attachments.all()[0].pk}
    return {}


def met(random: Random) -> Arguments:
    """A package that a meeting decides, and what came of one."""
    found = off("taskforce.Package", Q(closed_at=None, gate__rule="meeting"), package_id="pk")
    present = random.randint(1, 9)
    record = meeting(_scan())
    record.present, record.in_favour = present, random.randint(0, present)
    return {**found(random), "meeting": record}


def meeting(minutes: Attachment | None) -> MeetingRecord:
    """What came of a meeting at which eight of nine were there and agreed."""
    return MeetingRecord(
        expected=9, present=8, in_favour=8, chair="甲", recorder="乙", voting="举手",
        held_on=clock.today(), chair_last=True, minutes=minutes,
    )  # fmt: skip


def instructed(random: Random) -> Arguments:
    """A package that goes to a body outside, and what that body wrote."""
    found = off("taskforce.Package", Q(closed_at=None, gate__rule="outside"), package_id="pk")
    today = clock.today()
    said = Instruction(
        sent_on=today - timedelta(days=random.randint(-1, 3)), instructed_on=today, text="同意。",
        scan=_scan(),
    )  # fmt: skip
    return {**found(random), "instruction": said}


def _scan() -> Attachment | None:
    return Attachment.objects.filter(name__in=SCANS).last()


def voice(random: Random) -> Arguments:
    """A seat of the body that has a package before it."""
    for one in Package.objects.filter(closed_at=None).order_by("-pk"):
        seats = list(Seat.objects.filter(body=one.gate.body, ended_at=None))
        if seats:
            return {"package_id": one.pk, "seat": random.choice(seats), "scan": _scan()}
    return {}


def askable(random: Random) -> Arguments:
    """A gate that may be asked, with no 稿 and one paper."""
    fits = Q(state="waiting", stage__state__in=("active", "deciding"))
    gate = off("taskforce.Gate", fits, gate_id="pk")
    papers = [Paper("成果", text="成果")]
    return {**gate(random), "edition": None, "more": papers, "papers": papers}


def shown(random: Random) -> Arguments:
    return {"proof": Proof("一份材料", key=random.choice(("", "minutes", "research_results")))}


def fixable(random: Random) -> Arguments:
    plan = random.choice(list(Plan.objects.all()))
    found = [one for one in run_checks(plan_tree(plan)) if one.fix is not None]
    return {"plan": plan, "finding": random.choice(found)} if found else {}


LIKELY: dict[str, Likely] = {
    "add_evidence": shown,
    "add_sealed_scan": asked(Q(state="to_seal")),
    "add_provision": task,
    "adopt_into_text": off(
        "consultation.Assessment",
        Q(comment__place__provision__deleted_at=None, comment__place__isnull=False),
        assessment_id="pk",
        provision_id="comment.place.provision_id",
        expected_version="comment.place.provision.version",
    ),
    "apply_fix": fixable,
    "attach": unsaid,
    "change_draft": draft,
    "change_round": in_draft,
    "choose_addressees": in_draft,
    "confirm_appointment": appointment,
    "confirm_mail": mail,
    "confirm_change": change,
    "confirm_deputy": deputy,
    "confirm_entry": entry,
    "confirm_group": off("consultation.OpinionGroup", WAITS, group_id="pk"),
    "confirm_opinion": entered,
    "confirm_record": recorded,
    "confirm_seat": seat,
    "declare": expert,
    "decline_appointment": appointment,
    "decline_mail": mail,
    "delete_draft": draft,
    "delete_opinion": off(
        "consultation.ExpertOpinion",
        Q(released_at=None),
        invitation_id="review.invitation_id",
        key="key",
    ),
    "detach": enclosed,
    "draft_comment": unsaid,
    "drop_draft": in_draft,
    "enter_for_unit": unsaid,
    "enter_letter": unsaid,
    "enter_opinion": voice,
    "end_deputy": off(
        "taskforce.Deputy", Q(confirmed_at__isnull=False, ended_at=None), deputy_id="pk"
    ),
    "excuse_expert": expert,
    "give_opinion": package,
    "give_voice": off(
        "plans.ActivationLink", Q(used_at__isnull=False, made_by__isnull=False), link_id="pk"
    ),
    "group": alike,
    "hand_in": unsaid,
    "invite_expert": panel,
    "issue_round": in_draft,
    "judge_objection": off("taskforce.Objection", Q(answered_at=None), objection_id="pk"),
    "keep_signed": panel,
    "leave_group": off("consultation.Assessment", Q(group__isnull=False), assessment_id="pk"),
    "let_in": off("consultation.HeldSuggestion", Q(refused_at=None), held_id="pk"),
    "name_chair": expert,
    "name_deputy": away,
    "name_lost_factor": off("plans.User", Q(authenticator__isnull=False), user_id="pk"),
    "note_read": expert,
    "object_to_opinion": off(
        "taskforce.MemberOpinion", Q(made_by__isnull=False, replaced_at=None), opinion_id="pk"
    ),
    "open_panel": panel,
    "prove": off(
        "consultation.Assessment",
        Q(disposition__in=("adopted", "partly"), proof=None),
        assessment_id="pk",
    ),
    "publish": issued,
    "record_instruction": instructed,
    "record_meeting": met,
    "record_no_reply": asked(
        Q(round__closes_at__lt=Now(), round__completed_at=None, round__audience="units")
        & ~Q(state__in=("to_seal", "released"))
    ),
    "refuse_change": change,
    "refuse_deputy": deputy,
    "refuse_entry": entry,
    "refuse_held": off("consultation.HeldSuggestion", Q(refused_at=None), held_ids="[]pk"),
    "refuse_opinion": entered,
    "refuse_record": recorded,
    "refuse_seat": seat,
    "release": either(to_release, unsaid),
    "release_letter": off(
        "consultation.IncomingLetter",
        Q(invitation__round__completed_at=None)
        & ~Q(invitation__state__in=("to_release", "to_seal", "released")),
        letter_id="pk",
    ),
    "release_review": writing,
    "resend": off("plans.OutgoingMail", Q(state="failed"), mail_ids="[]pk"),
    "reopen_gate": off("taskforce.Gate", Q(stage__state="ended"), gate_id="pk"),
    "restart": expert,
    "restore_chapter": off(
        "plans.Change",
        Q(provision__kind="chapter", provision__deleted_at=None),
        chapter_id="provision_id",
        moment="version.revision.date_created",
    ),
    "restore_provision_text": off(
        "plans.Change",
        Q(provision__deleted_at=None, provision__isnull=False),
        change="",
        expected_version="provision.version",
    ),
    "save_opinion": writing,
    "save_verdict": writing,
    "say_nothing": writing,
    "seal_package": askable,
    "seal_prepared": askable,
    "send_back": to_release,
    "settle_earlier": earlier,
    "speak_for": subordinate,
    "take_form": unsaid,
    "take_up": earlier,
    "undelete_provision": off("plans.Provision", Q(deleted_at__isnull=False), provision_id="pk"),
    "unify_group": off(
        "consultation.Assessment",
        Q(group__isnull=False) & ~Q(disposition=""),
        assessment_id="pk",
    ),
    "withdraw": off("plans.Publication", Q(withdrawn_at=None), publication=""),
    "withdraw_change": change,
    "withdraw_deputy": deputy,
    "withdraw_entry": entry,
    "withdraw_expert": unread,
    "withdraw_invitation": off(
        "consultation.Invitation",
        Q(reply=None, letters=None, round__audience="units", round__completed_at=None),
        invitation="",
    ),
    "withdraw_opinion": entered,
    "withdraw_record": recorded,
    "withdraw_seat": seat,
    "write_conclusion": panel,
    "write_letter": in_draft,
}
