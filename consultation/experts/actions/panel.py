"""Who sits in an expert round: inviting, naming the chair, taking an invitation back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db import transaction

from consultation.enums import Act
from consultation.experts.actions.unsealing import lock_panel, lock_review
from consultation.experts.seal import chair_may_change, first_release
from consultation.models import ExpertPanel, ExpertReview, Invitation, Round
from consultation.permissions import may_run_round
from consultation.rounds.actions.invitations import take_back
from plans.enums import UserKind
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import User
from plans.permissions import may_manage
from plans.system.audit import record
from plans.system.secrecy import refuse_secret


@dataclass(frozen=True)
class ExpertTerms:
    """Who is invited: an account, or a person by name who comes by a personal link."""

    name: str = ""
    organisation: str = ""
    position: str = ""
    email: str = ""
    account: User | None = None
    chair: bool = False


def invite_expert(round_: Round, terms: ExpertTerms, *, by: User) -> ExpertReview:
    """Invite one expert, as chair or member; not once the round is opened."""
    refuse_secret(terms.organisation, terms.position, terms.email)
    with transaction.atomic():
        panel = lock_panel(round_.pk)
        _require_invitable(panel, terms, by)
        person = terms.account or _person(terms)
        if terms.chair:
            _require_chair_fit(person, by)
        if Invitation.objects.filter(round=round_, person=person).exists():
            raise InvalidInput(f"{person}已在邀请之列。")
        invitation = Invitation.objects.create(round=panel.round, person=person)
        review = ExpertReview.objects.create(
            invitation=invitation,
            name=terms.name.strip() or person.full_name,
            organisation=terms.organisation.strip() or str(person.unit or ""),
            position=terms.position.strip() or person.position,
        )
        if terms.chair:
            panel.chair = invitation
            panel.save(update_fields=["chair"])
        new = {"expert": review.described, "chair": terms.chair}
        record(Act.EXPERT_INVITE, review, by=by, plan=panel.round.plan, new=new)
    return review


def _require_chair_fit(person: User, by: User) -> None:
    """The chair may open the seal: somebody who logs in, and not whoever names them."""
    if person.kind != UserKind.PERSON or not person.is_active or person.pk == by.pk:
        raise InvalidInput("组长可以启封，应由有平台账号的专家担任（不能是经办人本人）。")


def _require_invitable(panel: ExpertPanel, terms: ExpertTerms, by: User) -> None:
    if not may_run_round(by, panel.round):
        raise NotAllowed("您没有组织这次专家论证的权限。")
    if panel.opened_at is not None:
        raise WrongState("专家意见已经启封，不能再增加专家。")
    if terms.account is None and not terms.name.strip():
        raise InvalidInput("请填写专家姓名，或选择已有账号的人员。")
    if terms.account is not None and may_manage(terms.account, panel.round.plan):
        raise InvalidInput("主持规划编制的人员不能作为论证专家。")
    if terms.chair and panel.chair is not None:
        raise InvalidInput(f"已指定{panel.chair.review.name}为组长。")
    if terms.chair and first_release(panel.round) is not None:
        raise WrongState("已有专家提交意见，组长应从此前邀请的专家中指定。")


def _person(terms: ExpertTerms) -> User:
    """Somebody without account: nobody signs in as them, links bring users of their own."""
    person = User(
        username=f"expert-{secrets.token_hex(10)}",
        full_name=terms.name.strip()[:60],
        position=terms.position.strip()[:120],
        email=terms.email.strip(),
        kind=UserKind.LINK,
    )
    person.set_unusable_password()
    person.save()
    return person


def name_chair(invitation_id: int, *, by: User, reason: str) -> ExpertPanel:
    """Make another expert chair 组长, before the round is opened; who and why are kept.

    Once an opinion is in, only in the place of a chair who recused or was let off, and only one
    invited before: staff alone cannot bring in a chair to open the round.
    """
    if not reason.strip():
        raise InvalidInput("请写明指定或更换组长的理由。")
    with transaction.atomic():
        review = lock_review(invitation_id)
        panel = lock_panel(review.invitation.round_id)
        if not may_run_round(by, panel.round):
            raise NotAllowed("您没有组织这次专家论证的权限。")
        if panel.opened_at is not None or review.recused or review.excused_reason:
            raise WrongState("意见已启封，或该专家已回避、不再参加，不能指定为组长。")
        _require_changeable(panel, review)
        assert review.invitation.person is not None
        _require_chair_fit(review.invitation.person, by)
        old = {"chair": panel.chair.review.name if panel.chair else ""}
        panel.chair = review.invitation
        panel.save(update_fields=["chair"])
        new = {"chair": review.name, "reason": reason.strip()[:200]}
        record(Act.EXPERT_CHAIR, panel, by=by, plan=panel.round.plan, old=old, new=new)
    return panel


def _require_changeable(panel: ExpertPanel, review: ExpertReview) -> None:
    first = first_release(panel.round)
    if not chair_may_change(panel):
        raise WrongState("已有专家提交意见，组长没有回避，不能更换。")
    if first is not None and review.invitation.invited_at > first:
        raise WrongState("组长应从首位专家提交意见之前邀请的专家中指定。")


def withdraw_expert(invitation_id: int, *, by: User, reason: str) -> None:
    """Take back an invitation that nobody opened, while nobody is in: it can open nothing."""
    if not reason.strip():
        raise InvalidInput("请写明取消邀请的理由。")
    with transaction.atomic():
        review = lock_review(invitation_id)
        invitation = review.invitation
        panel = lock_panel(invitation.round_id)
        if not may_run_round(by, panel.round):
            raise NotAllowed("您没有组织这次专家论证的权限。")
        others = ExpertReview.objects.filter(invitation__round=panel.round)
        if invitation.read_at is not None or others.filter(released_at__isnull=False).exists():
            raise WrongState("该专家已阅看，或已有专家提交意见，不能取消邀请。")
        if panel.chair_id == invitation.pk:
            panel.chair = None
            panel.save(update_fields=["chair"])
        new = {"expert": review.name, "reason": reason.strip()[:200]}
        record(Act.EXPERT_WITHDRAW, review, by=by, plan=panel.round.plan, new=new)
        take_back(invitation)
