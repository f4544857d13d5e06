"""征求意见函 to each invited, with the personal link: one at a time, or all in one ZIP."""

from __future__ import annotations

from typing import Any

from consultation.enums import Act, Channel, DeliveryState
from consultation.models import Delivery, Invitation, Round
from consultation.permissions import closing_time, may_run_round, takes_link
from consultation.rounds.actions.batches import write_batch
from consultation.rounds.actions.links import address_of, end_of_link, make_link
from consultation.rounds.papers import letter
from consultation.rounds.rules import require_in_force
from plans.documents.actions import Asked, draw, request_rendition
from plans.enums import FileFormat
from plans.errors import InvalidInput, NotAllowed
from plans.models import Job, User
from plans.system import clock
from plans.system.audit import record
from plans.system.jobs import Attempt, enqueue, job_kind

TASK = job_kind("consultation.write_letters", "制作征求意见函")
PAPERS = (FileFormat.DOCX, FileFormat.PDF)


def address_for(invitation: Invitation, *, by: User) -> str:
    """The address of a link that outlives the closing time: one in force, or a new one.

    Empty for a person with an account, who logs in.
    """
    if not takes_link(invitation):
        return ""
    closes = closing_time(invitation.round, invitation)
    in_force = invitation.links.filter(
        revoked_at__isnull=True, expires_at__gt=clock.in_database(), expires_at__gte=closes
    )
    link = in_force.first()
    if link is None:
        end = end_of_link(invitation.round, invitation)
        link, _ = make_link(invitation, by=by, expires_at=end)
    return address_of(link)


def request_letter(invitation: Invitation, format_: FileFormat, *, by: User) -> Asked:
    """The letter to one invited. Its job belongs to no plan: only ``by`` may fetch the link."""
    _check(invitation.round, format_, by)
    document = letter(invitation.round, invitation, url=address_for(invitation, by=by))
    return request_rendition(document, format_, by=by, label=f"生成：征求意见函（{invitation}）")


def request_letters(round_: Round, format_: FileFormat, *, by: User) -> Job:
    """Queue the letters to all invited, as one ZIP that only ``by`` may fetch."""
    _check(round_, format_, by)
    if not round_.invitations.exists():
        raise InvalidInput("还没有选择征求意见的对象。")
    record(Act.ROUND_WRITE_LETTERS, round_, by=by, plan=round_.plan, new={"format": format_})
    label = f"生成全部函件：征求意见函（{round_.name}）"
    return enqueue(TASK, by=by, label=label, round=round_.pk, format=format_)


def write_letters(attempt: Attempt) -> dict[str, Any]:
    """The job's work; a link in force is printed again, so that a second run makes no more."""
    args, by = attempt.job.args, attempt.job.requested_by
    format_ = FileFormat(args["format"])
    rows = Invitation.objects.filter(round=args["round"]).select_related(
        "unit", "person", "round__edition", "round__plan__owner"
    )
    made = write_batch(
        attempt,
        list(rows.order_by("unit__kind", "id")),
        lambda one: draw(letter(one.round, one, url=address_for(one, by=by)), format_),
        format_.value,
    )
    printed = Delivery.objects.filter(
        invitation__round=args["round"], channel=Channel.PAPER, state=DeliveryState.WAITING
    )
    printed.update(state=DeliveryState.SENT, sent_at=clock.now())
    return made


def _check(round_: Round, format_: FileFormat, by: User) -> None:
    if format_ not in PAPERS:
        raise InvalidInput("函件只能生成Word或PDF。")
    if not may_run_round(by, round_):
        raise NotAllowed("您没有发出征求意见函的权限。")
    require_in_force(round_)
