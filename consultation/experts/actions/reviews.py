"""An expert's way: 回避 or not, opinions by chapter, the verdict, the release.

Drafting leaves no audit row: a row for each would tell staff how many opinions there are. The
rows of declaration and release hold neither text nor verdict nor a count, nor the hash: there are
so few short reviews (同意, no text) that one could try them all. The opening notes the hashes.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from consultation.enums import Act, CommentKind, ReplyState, Verdict
from consultation.experts.actions.unsealing import lock_review, take_in
from consultation.experts.seal import is_author, is_invited_expert
from consultation.models import ExpertOpinion, ExpertReview
from consultation.passages.quoting import standing
from consultation.replies.actions.opinions import TEXT_MAX, chapter_of_place
from consultation.rounds.actions.invitations import mark_opened, require_open, set_reply_state
from plans.enums import UserKind
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import EditionProvision, Provision, User
from plans.system import clock
from plans.system.audit import record
from plans.system.secrecy import refuse_secret

ELSEWHERE = "意见已在另一台设备上填写，请在那台设备上继续。确实不能继续的，请联系组织单位重新邀请。"


@dataclass(frozen=True)
class Said:
    """What an expert writes on a place (None: the whole plan)."""

    place: EditionProvision | None
    kind: str
    text: str = ""
    proposal: str = ""
    quote: str = ""
    start: int | None = None


def note_read(invitation_id: int, *, by: User) -> None:
    """The expert presses to begin; staff and others who look change nothing."""
    with transaction.atomic():
        review = lock_review(invitation_id)
        if is_invited_expert(by, review.invitation):
            mark_opened(review.invitation, by=by)


def declare(invitation_id: int, *, by: User, conflict: bool, reason: str = "") -> ExpertReview:
    """无利害关系, and drafting may begin; or 回避 with its reason, which counts as in."""
    refuse_secret(reason)
    if conflict and not reason.strip():
        raise InvalidInput("申请回避的，请写明理由。")
    with transaction.atomic():
        review = lock_review(invitation_id)
        now = _require_acting(review, by)
        if review.declared_at is not None and not is_author(by, review):
            raise WrongState(ELSEWHERE)
        mark_opened(review.invitation, by=by)
        review.author, review.declared_at = by, review.declared_at or now
        if conflict:
            _recuse(review, reason.strip()[:300], by=by, at=now)
        else:
            review.save()
            _begin(review)
            record(Act.EXPERT_DECLARE, review, by=by, plan=review.invitation.round.plan)
    return review


def _begin(review: ExpertReview) -> None:
    if review.invitation.state in (ReplyState.UNREAD, ReplyState.READ):
        set_reply_state(review.invitation, ReplyState.DRAFTING)


def _recuse(review: ExpertReview, reason: str, *, by: User, at: datetime) -> None:
    review.opinions.all().delete()
    review.recused, review.recusal_reason = True, reason
    review.verdict = review.text = ""
    _seal(review, at)
    new = {"reason": reason, "receipt": review.receipt_number}
    record(Act.EXPERT_RECUSE, review, by=by, plan=review.invitation.round.plan, new=new)
    take_in(review, by=by, at=at)


def restart(invitation_id: int, *, by: User) -> ExpertReview:
    """Begin anew by account: what another browser drafted is thrown away unread.

    A link may be forwarded, and staff make it: who came by one touches no draft but their own.
    """
    with transaction.atomic():
        review = lock_review(invitation_id)
        _require_acting(review, by)
        if by.kind == UserKind.LINK and review.author_id not in (None, by.pk):
            raise WrongState(ELSEWHERE)
        review.opinions.all().delete()
        review.author = review.declared_at = review.saved_at = None
        review.verdict = review.text = ""
        review.save()
        record(Act.EXPERT_RESTART, review, by=by, plan=review.invitation.round.plan)
    return review


def save_opinion(invitation_id: int, key: uuid.UUID, said: Said, *, by: User) -> ExpertOpinion:
    """Keep one opinion as drafted; the same ``key`` again changes the same opinion."""
    _check(said)
    with transaction.atomic():
        review = _lock_draft(invitation_id, by)
        if said.place is not None and said.place.edition_id != review.invitation.round.edition_id:
            raise InvalidInput("意见所指的位置不在这一稿中。")
        opinion = ExpertOpinion.objects.filter(key=key).first() or ExpertOpinion(key=key)
        if opinion.pk and opinion.review_id != review.pk:
            raise NotAllowed("这不是您的意见。")
        _fill(opinion, review, said)
        opinion.save()
        review.opinions.filter(nothing=True, chapter=opinion.chapter).delete()
        _note_saved(review)
    return opinion


def _fill(opinion: ExpertOpinion, review: ExpertReview, said: Said) -> None:
    found = standing(said.place, said.quote, said.start)
    opinion.review, opinion.place = review, said.place
    opinion.chapter, opinion.kind = chapter_of_place(said.place), said.kind
    opinion.text, opinion.proposal = said.text.strip(), said.proposal.strip()
    opinion.quote, opinion.prefix, opinion.suffix = found.quote, found.prefix, found.suffix
    opinion.start, opinion.saved_at = found.start, clock.now()


def _check(said: Said) -> None:
    refuse_secret(said.text, said.proposal, said.quote)
    if said.kind not in CommentKind.values:
        raise InvalidInput("请选择意见类型。")
    if not said.text.strip() and not said.proposal.strip():
        raise InvalidInput("请填写意见或建议修改的文字，至少填一项。")
    if max(len(said.text), len(said.proposal), len(said.quote)) > TEXT_MAX:
        raise InvalidInput(f"每项不能超过{TEXT_MAX}字，请分成几条意见。")


def delete_opinion(invitation_id: int, key: uuid.UUID, *, by: User) -> None:
    """Throw a drafted opinion away."""
    with transaction.atomic():
        review = _lock_draft(invitation_id, by)
        review.opinions.filter(key=key).delete()
        _note_saved(review)


def say_nothing(invitation_id: int, chapter: Provision, *, by: User, on: bool = True) -> None:
    """本章没有意见, or take that word back."""
    with transaction.atomic():
        review = _lock_draft(invitation_id, by)
        known = review.opinions.filter(chapter=chapter)
        if on and known.filter(nothing=False).exists():
            raise InvalidInput("本章已写有意见。没有意见的，请先删除已写的意见。")
        if on and not known.exists():
            ExpertOpinion.objects.create(
                review=review,
                chapter=chapter,
                nothing=True,
                kind=CommentKind.OTHER,
                key=uuid.uuid4(),
            )
        if not on:
            known.filter(nothing=True).delete()
        _note_saved(review)


def save_verdict(invitation_id: int, *, by: User, verdict: str, text: str) -> ExpertReview:
    """Keep the overall opinion as drafted; it may still be empty."""
    refuse_secret(text)
    if verdict and verdict not in Verdict.values:
        raise InvalidInput("请选择同意、修改后同意或不同意。")
    if len(text) > TEXT_MAX:
        raise InvalidInput(f"总体意见不能超过{TEXT_MAX}字。")
    with transaction.atomic():
        review = _lock_draft(invitation_id, by)
        review.verdict, review.text = verdict, text.strip()
        _note_saved(review)
    return review


def release_review(invitation_id: int, *, by: User) -> ExpertReview:
    """提交: final from now on, with a receipt; the last one in opens the round."""
    with transaction.atomic():
        review = _lock_draft(invitation_id, by)
        now = require_open(review.invitation)
        _require_verdict(review)
        review.author = by
        _seal(review, now)
        new = {"receipt": review.receipt_number}
        record(Act.EXPERT_RELEASE, review, by=by, plan=review.invitation.round.plan, new=new)
        take_in(review, by=by, at=now)
    return review


def _require_verdict(review: ExpertReview) -> None:
    if not review.verdict:
        raise InvalidInput("还没有填写总体意见，请先选择同意、修改后同意或不同意。")
    if review.verdict == Verdict.DISAGREE and not review.text:
        raise InvalidInput("不同意的，请在总体意见中写明理由。")
    said = review.text or review.opinions.filter(nothing=False).exists()
    if review.verdict == Verdict.AGREE_CHANGED and not said:
        raise InvalidInput("修改后同意的，请至少提出一条意见，或在总体意见中写明要修改什么。")


def _seal(review: ExpertReview, at: datetime) -> None:
    """Fix the review as it stands; opinions first, for a released review takes no more."""
    invitation = review.invitation
    review.opinions.update(released_at=at)
    review.released_at = review.saved_at = at
    review.receipt_number = f"{invitation.round_id:04d}-{invitation.pk:05d}"
    review.sha256 = review_sha256(review)
    review.save()
    set_reply_state(invitation, ReplyState.RELEASED)


def review_sha256(review: ExpertReview) -> str:
    """Hash of what was released: edition, expert, declaration, every opinion, the verdict."""
    names = ("place_id", "chapter_id", "nothing", "kind", "quote", "proposal", "text")
    content = {
        "edition": review.invitation.round.edition.sha256,
        "from": review.described,
        "recused": review.recusal_reason if review.recused else None,
        "verdict": review.verdict,
        "text": review.text,
        "opinions": list(review.opinions.order_by("id").values_list(*names)),
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _note_saved(review: ExpertReview) -> None:
    review.saved_at = clock.now()
    review.save()
    _begin(review)


def _require_acting(review: ExpertReview, by: User) -> datetime:
    """Now, where this user acts for the expert, in time, and nothing is released."""
    if not is_invited_expert(by, review.invitation):
        raise NotAllowed("您不是这次论证邀请的专家。")
    if review.released_at is not None:
        raise WrongState("您的意见已经提交，不能再修改。")
    if review.excused_reason:
        raise WrongState("组长已同意您不再参加这次论证。")
    return require_open(review.invitation)


def _lock_draft(invitation_id: int, by: User) -> ExpertReview:
    review = lock_review(invitation_id)
    _require_acting(review, by)
    if not is_author(by, review):
        raise WrongState(ELSEWHERE)
    if review.declared_at is None:
        raise WrongState("请先声明是否需要回避。")
    return review
