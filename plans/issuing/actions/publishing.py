"""Publication and withdrawal of a decided edition."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from django.db import IntegrityError, transaction

from plans.documents.actions import FILES, request_rendition
from plans.drafting.actions.revising import lock_plan
from plans.enums import REVIEW_OUTCOMES_IN_ORDER, Act, Phase, ReviewKind
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.issuing.actions.numbers import claim_printed
from plans.issuing.actions.reviews import latest_review
from plans.issuing.papers import Notice, publication_document
from plans.models import Edition, Plan, Publication, Review, User
from plans.permissions import may_manage
from plans.plan.actions import change_phase
from plans.rendering.blocks import Document
from plans.system import clock
from plans.system.audit import record
from plans.system.locking import locked
from plans.system.secrecy import refuse_secret
from plans.text.document_numbers import tidy_number


def publish(
    plan_id: int,
    *,
    by: User,
    document_number: str,
    issued_on: date,
    disclosure: str,
    notice: Notice,
) -> Publication:
    """Issue the approved edition under its number; 主动公开 opens the public pages at once.

    WrongState unless the plan is approved, its edition passed the 保密审查 and nothing stands
    against its issue.
    """
    refuse_secret(document_number, *map(str, asdict(notice).values()))
    document_number = tidy_number(document_number)
    if not disclosure:
        raise InvalidInput("请选择公开属性。")
    with transaction.atomic():
        plan = lock_plan(plan_id)
        if not may_manage(by, plan):
            raise NotAllowed("您没有发布这个规划的权限。")
        edition, review = _ready(plan)
        _require_unused(document_number)
        publication = _insert(
            Publication(
                plan=plan,
                edition=edition,
                document_number=document_number,
                review=review,
                issued_on=issued_on,
                disclosure=disclosure,
                notice=asdict(notice),
                published_by=by,
                published_at=clock.now(),
            )
        )
        claim_printed(document_number, by=by, purpose=f"印发《{edition.title}》")
        _request_files(publication, by)
        change_phase(plan.pk, Phase.PUBLISHED, by=by, reason=document_number)
        new = {"number": document_number, "edition": edition.pk, "disclosure": disclosure}
        record(Act.PLAN_PUBLISH, publication, by=by, plan=plan, new=new)
    return publication


def notice_document(
    edition: Edition, *, document_number: str, issued_on: date, notice: Notice
) -> Document:
    """What ``publish`` would issue, to be looked at first: nothing is kept, no number taken."""
    unsaved = Publication(
        plan=edition.plan,
        edition=edition,
        document_number=document_number.strip(),
        issued_on=issued_on,
        notice=asdict(notice),
    )
    return publication_document(unsaved)


def _ready(plan: Plan) -> tuple[Edition, Review]:
    edition = plan.approved_edition
    if plan.held_because:
        raise WrongState(plan.held_because)
    if plan.phase != Phase.APPROVED or edition is None:
        raise WrongState("规划还没有经审议批准，不能印发和公开。请先完成各阶段的审议。")
    review = latest_review(edition, ReviewKind.CONFIDENTIALITY)
    if review is None:
        raise WrongState("还没有登记保密审查意见，不能印发和公开。请先登记保密审查。")
    if review.outcome not in REVIEW_OUTCOMES_IN_ORDER:
        raise WrongState("保密审查没有通过，不能印发和公开。")
    return edition, review


def _require_unused(document_number: str) -> None:
    """A number stays with what was issued under it, also when that was withdrawn."""
    withdrawn = Publication.objects.filter(document_number=document_number)
    if withdrawn.filter(withdrawn_at__isnull=False).exists():
        raise InvalidInput(
            f"发文字号“{document_number}”已用于撤回的印发，不能再用，请换用新的发文字号。"
        )


def _insert(publication: Publication) -> Publication:
    try:
        with transaction.atomic():
            publication.save()
    except IntegrityError as error:
        raise InvalidInput(
            f"发文字号“{publication.document_number}”已用于另一份文件，请核对。"
        ) from error
    return publication


def _request_files(publication: Publication, by: User) -> None:
    document = publication_document(publication)
    for file, (format_, variant) in FILES.items():
        label = f"生成{file.label}：{publication.document_number}"
        asked = request_rendition(
            document, format_, by=by, label=label, plan=publication.plan, variant=variant
        )
        publication.keys[file.value] = asked.rendition.key
    publication.save(update_fields=["keys"])


def withdraw(publication: Publication, *, by: User, reason: str) -> Publication:
    """Take a publication back, with the reason; the plan returns to 修改完善."""
    reason = reason.strip()
    if not reason:
        raise InvalidInput("请写明撤回的理由。")
    with transaction.atomic():
        plan = lock_plan(publication.plan_id)
        if not may_manage(by, plan):
            raise NotAllowed("您没有撤回这个规划的权限。")
        publication = locked(Publication.objects).get(pk=publication.pk)
        if publication.withdrawn_at is not None:
            raise WrongState("这次发布已经撤回。")
        publication.withdrawn_at, publication.withdrawn_reason = clock.now(), reason[:200]
        publication.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        change_phase(plan.pk, Phase.REVISING, by=by, reason=reason)
        record(Act.PLAN_WITHDRAW, publication, by=by, plan=plan, new={"reason": reason})
    return publication
