"""One of everything, so that every address can be tried: who gets what, and how it looks.

A new address takes its arguments from here.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.tokens import default_token_generator as tokens
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from django.utils.http import int_to_base36

from consultation.collation.actions.handling import tag
from consultation.collation.actions.list_aids import add_reason, save_view
from consultation.enums import Doubt, ReplyOrigin
from consultation.experts.actions.panel import ExpertTerms, invite_expert
from consultation.incoming.actions.letters import LetterTerms, enter_letter
from consultation.models import (
    Assessment,
    CannedReason,
    Comment,
    Delivery,
    HeldSuggestion,
    OpinionGroup,
    Round,
)
from consultation.replies.actions.entering import enter_for_unit
from consultation.replies.actions.opinions import Opinion, draft_comment
from consultation.rounds.actions.drafts import RoundTerms, draft_round
from consultation.rounds.actions.handing_on import send_again
from consultation.rounds.actions.links import make_link
from consultation.rounds.actions.rounds import invite
from consultation.suggestions.actions.receiving import (
    Citizen,
    receive_suggestion,
    submit_suggestion,
)
from plans.editions.actions.explanation import save_explanation
from plans.editions.actions.freezing import freeze_edition
from plans.issuing.actions.numbers import reserve_number
from plans.models import Autosave, Change, Letterhead, MailChange, User
from plans.people.actions.activation import give_link
from plans.people.actions.appointments import name_for_unit
from plans.permissions import MANAGE_PLAN
from plans.proofing.actions.waivers import waive_finding
from plans.system.actions.attachments import keep_upload
from plans.system.jobs import enqueue
from plans.system.system_user import system_user
from plans.team.actions import write_note
from taskforce.desk.calendar_feed import token_for
from taskforce.evidence.registry import REGISTRY
from taskforce.gates.actions.packages import Paper, seal_package
from taskforce.gates.terms import terms_of
from taskforce.models import (
    Body,
    Gate,
    GateChange,
    Instruction,
    MeetingRecord,
    MemberOpinion,
    Objection,
    PreparedPaper,
    ReviewItem,
    Step,
)
from taskforce.process.actions.starting import start_timeline
from taskforce.process_templates import load_named
from tests.cast import Cast, appoint, make_cast, make_plan, make_user
from tests.rounds import open_round
from tests.scans import scan
from tests.taskforce.seating import stood, stood_for

KEYS = [uuid.UUID(int=number) for number in range(4)]


@dataclass
class World:
    """One of everything, and the arguments that its addresses take."""

    cast: Cast
    arguments: dict[str, Any]

    def address(self, name: str) -> str:
        return reverse(name, kwargs=self.kwargs(name)) if name in WANTED else reverse(name)

    def kwargs(self, name: str) -> dict[str, Any]:
        return {key: self.value(name, key) for key in WANTED[name]}

    def value(self, name: str, key: str) -> Any:
        return self.arguments.get(f"{name}.{key}", self.arguments.get(key))


def _patterns() -> dict[str, list[str]]:
    """URL names with the arguments that each takes."""
    found = {}
    for name, options in get_resolver().reverse_dict.lists():
        if isinstance(name, str):
            found[name] = list(options[0][0][0][1])
    return found


WANTED = _patterns()


def make_world() -> World:
    """One of everything; needs the database."""
    cast = make_cast()
    plan = make_plan(cast.drafter)
    by = cast.drafter
    save_explanation(plan.pk, by=by, text="一、背景\n说明。", expected_number=0)
    edition = freeze_edition(plan.pk, by=by, label="征求意见稿")
    now = timezone.now()
    span = (now - timedelta(hours=1), now + timedelta(days=3))
    round_ = open_round(edition, RoundTerms("征求意见", "units", *span), by=by)
    public = open_round(edition, RoundTerms("公开", "public", *span, short_reason="测试"), by=by)
    (invitation,) = invite(round_, by=by, units=[cast.district])
    comment = draft_comment(
        invitation.pk, Opinion("change", "改", "因"), by=cast.officer, key=KEYS[1]
    )
    enclosed = keep_upload("建议.txt", "附件".encode(), by=system_user(), plan=plan)
    told = submit_suggestion(
        public, Opinion("change", "改", "因"), Citizen("公众", may_publish=True),
        by=system_user(), key=KEYS[2], attachment=enclosed,
    )  # fmt: skip
    receive_suggestion(
        public,
        Opinion("other", reason="待审"),
        Citizen("公众"),
        by=system_user(),
        key=KEYS[3],
        doubts=[Doubt.OFTEN],
        attachment=enclosed,
    )
    argued = open_round(edition, RoundTerms("论证", "experts", *span), by=by)
    expert = invite_expert(argued, ExpertTerms(account=cast.member, chair=True), by=by).invitation
    draft = draft_round(edition, RoundTerms("草稿轮", "units", *span), by=by)
    link, token = make_link(invitation, by=by, expires_at=now + timedelta(days=1))
    timeline = start_timeline(plan, load_named("chongqing-2020", set(REGISTRY)), by=by)
    gate = Gate.objects.filter(stage__timeline=timeline)[0]
    seat = stood(gate.body, user=cast.chief, name="组长", role="head")
    stood(gate.body, user=cast.member, name="成员", role="member")
    deputy = stood_for(seat, cast.writer, now.date() - timedelta(days=9), now.date())
    appoint(MANAGE_PLAN, cast.second, plan)
    change = GateChange.objects.create(
        gate=gate, body=gate.body, rule="all", old=terms_of(gate).values, reason="因", made_by=by
    )
    package = seal_package(
        gate.pk, by=by, question="请审", papers=[Paper("一", text="一")], gap_reason="测试"
    )
    opinion = MemberOpinion.objects.create(
        package=package, seat=seat, given_by=cast.chief, vote="abstain", given_at=now,
        made_by=by, scan=scan(by, plan),
    )  # fmt: skip
    said = {"package": package, "made_by": by, "outcome": "passed", "entered_at": now}
    MeetingRecord.objects.create(
        **said, held_on=now.date(), expected=9, present=8, in_favour=8, chair="甲", recorder="乙",
        voting="举手", chair_last=True, minutes=scan(by, plan),
    )  # fmt: skip
    Instruction.objects.create(
        **said, sent_on=now.date(), instructed_on=now.date(), text="同意。", scan=scan(by, plan)
    )
    chapter = plan.provisions.filter(kind="chapter")[0]
    letterhead = Letterhead.objects.get()
    original = keep_upload("b.pdf", b"%PDF-1.4\n", by=by, plan=plan)
    came = enter_letter(invitation.pk, LetterTerms("1", now.date(), "文字"), original, by=by)
    (asked,) = invite(round_, by=by, units=[cast.other_district])
    entry = enter_for_unit(
        asked.pk, by=by, origin=ReplyOrigin.LETTER, no_opinion=True, original=original
    )
    send_again(asked, by=by, channel="copy")
    attachment = keep_upload("a.txt", "文字".encode(), by=by, plan=plan)
    paper = PreparedPaper.objects.create(
        gate=gate, slot="7-other", title="材料", file=attachment, made_by=by
    )
    newcomer = make_user("新人", cast.district)
    newcomer.set_unusable_password()
    newcomer.save()
    named = name_for_unit(cast.writer, cast.department, "draft_reply", by=by)
    return World(
        cast,
        {
            "slug": plan.slug, "provision_id": chapter.pk, "chapter_id": chapter.pk,
            "user_id": by.pk, "right": "read_draft", "state": "writing",
            "step_state.state": "active",
            "note_id": write_note(chapter, by=by, body="看").pk,
            "copy_id": Autosave.objects.create(
                user=by, provision=chapter, base_version=1, title="甲", text="没有保存"
            ).pk,
            "take_plan_kept.copy_id": Autosave.objects.create(
                user=by, plan=plan, base_version=1, title="甲", text="没有保存"
            ).pk,
            "change_id": Change.objects.filter(provision=chapter)[0].pk,
            "waiver_id": waive_finding(
                plan, by=by, fingerprint="0" * 64, rule="r", excerpt="e", reason="因"
            ).pk,
            "edition_id": edition.pk, "old_id": edition.pk, "new_id": edition.pk,
            "format_": "pdf", "publication_id": 0, "blank.format_": "xlsx",
            "blank_for.format_": "xlsx", "blank_own.format_": "xlsx",
            "job_id": enqueue("plans.render", by=by, label="x", plan=plan, key="0").pk,
            "attachment_id": attachment.pk, "paper_id": paper.pk, "number": 1,
            "invitation_id": invitation.pk, "comment_id": comment.pk, "round_id": round_.pk,
            "public_round.round_id": public.pk, "suggest.round_id": public.pk,
            "letter_id": came.pk, "link_id": link.pk, "token": token, "sign_in_id": 1,
            "mail_change_id": MailChange.objects.create(
                user=cast.writer, email="neu@test.invalid", made_by=cast.system
            ).pk,
            "feed.token": token_for(cast.member), "activate.token": give_link(newcomer, by=by)[1],
            "uidb36": int_to_base36(cast.member.pk), "pk": 1,
            "account_reset_password_from_key.key": tokens.make_token(cast.member),
            "provider": "oidc", "provider_id": "oidc",
            "code": told.contact.query_code,
            "held_id": HeldSuggestion.objects.get().pk,
            **{f"{name}.round_id": draft.pk for name in OF_DRAFTS},
            "kind": "district", "whose": "head",
            "delivery_id": Delivery.objects.get(channel="copy").pk,
            **{f"{name}.round_id": public.pk for name in OF_SUGGESTIONS},
            "assessment_id": Assessment.objects.get(comment=told).pk,
            "comment.round_id": public.pk, "adopt.round_id": public.pk,
            "point.round_id": public.pk,
            "group_id": OpinionGroup.objects.create(round=round_).pk,
            **working(public, comment=told, by=by),
            "leave_group.round_id": public.pk, "unit_id": cast.district.pk,
            "appointment_id": named.pk,
            "body_id": Body.objects.filter(plan=plan)[0].pk, "seat_id": seat.pk,
            "deputy_id": deputy.pk, "answer_change.change_id": change.pk, "answer": "confirm",
            "step_id": Step.objects.filter(stage__timeline=timeline)[0].pk,
            "stage_id": gate.stage_id, "gate_id": gate.pk, "package_id": package.pk, "material_id":
            package.materials.all()[0].pk, "vote": "approve", "opinion_id": opinion.pk,
            "letterhead_id": letterhead.pk,
            "number_id": reserve_number(letterhead, 2021, by=by, purpose="试").pk,
            **{f"{name}.invitation_id": asked.pk for name in OF_ENTRIES}, "entry_id": entry.pk,
            **_expert_arguments(argued.pk, expert.pk), "key": KEYS[0],
            "item_id": ReviewItem.objects.count(), "year": 2021,
            "objection_id": Objection.objects.create(
                opinion=opinion, text="不是", made_at=now
            ).pk, "what": "minutes",
        },
    )  # fmt: skip


OF_SUGGESTIONS = (
    *("held", "refuse_held", "let_in", "held_file", "public_results", "round_results"),
    *("publish_results", "withhold", "show_again", "suggestion_file"),
)
"""Addresses of a round that asks the public, and of what citizens send."""
OF_DRAFTS = (
    *("change_round", "round_words", "addressees", "choose_addressees", "choose_kind"),
    *("check_round", "issue_round", "drop_round", "seen_asked", "seen_link", "seen_public"),
)
"""Addresses of a round that is not sent out."""
OF_ENTRIES = ("entry", "entry_original", "confirm_entry", "refuse_entry", "withdraw_entry")
"""Addresses of what staff entered for the other district."""
OF_EXPERTS = {
    *("panel", "invite_expert", "unseal", "conclude", "upload_signed", "signed_opinion"),
    *("argumentation", "name_chair", "withdraw_expert", "excuse_expert"),
}
"""Addresses of an expert round that do not begin with "expert"."""


def _expert_arguments(round_id: int, invitation_id: int) -> dict[str, Any]:
    names = OF_EXPERTS | {name for name in WANTED if name.startswith("expert")}
    return {
        f"{name}.{key}": value
        for name in names
        for key, value in (("round_id", round_id), ("invitation_id", invitation_id))
    }


def working(round_: Round, *, comment: Comment, by: User) -> dict[str, Any]:
    """The arguments of what is done with one opinion of a round."""
    row = Assessment.objects.get(comment=comment)
    tag([row.pk], "标签", by=by)
    view = save_view(round_, by=by, name="视图", query="state=open")
    add_reason(round_.plan, by=by, text="理由")
    one = ("comment_next", "assign_one", "tag_one", "untag_one", "argue_one", "unargue_one")
    names = (*one, "place_opinion", "part_opinion", "drop_view")
    return {
        "tag_id": round_.tags.get().pk,
        "view_id": view.pk,
        "reason_id": CannedReason.objects.filter(plan=round_.plan)[0].pk,
        **{f"{name}.round_id": round_.pk for name in names},
    }


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        anew = User.objects.get(pk=user.pk)  # a change of role ends what is signed in as before
        client.force_login(anew, backend="django.contrib.auth.backends.ModelBackend")
    return client


NAMES = sorted(set(WANTED) - {"logout", "account_logout"})
