"""The blank 反馈表 to download, as a Word document or a workbook, for all or for one invited."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from consultation.incoming.feedback_forms import blank_sheet
from consultation.incoming.papers import reminder, reply_form
from consultation.models import Invitation, Round
from consultation.replies.pages import load_invitation
from consultation.rounds.form_numbers import form_number
from consultation.rounds.pages import load_invited, load_round
from consultation.rounds.papers import subject_of
from plans.documents.pages import send_document
from plans.enums import FileFormat
from plans.system.downloads import send_file
from plans.system.limits import Limit, limited
from plans.system.pages import staff_page


@staff_page
@limited(Limit.FILE)
def blank(request: HttpRequest, round_id: int, format_: str) -> HttpResponseBase:
    """The form without a unit's name, for staff to send around."""
    return _blank(request, load_round(request, round_id), None, format_)


@staff_page
@limited(Limit.FILE)
def blank_for(
    request: HttpRequest, round_id: int, invitation_id: int, format_: str
) -> HttpResponseBase:
    """The form of one invited, for staff."""
    one = load_invited(request, round_id, invitation_id)
    return _blank(request, one.round, one, format_)


@staff_page
@limited(Limit.FILE)
def blank_own(request: HttpRequest, invitation_id: int, format_: str) -> HttpResponseBase:
    """The form of one invited, for themselves."""
    one = load_invitation(request, invitation_id)
    return _blank(request, one.round, one, format_)


def _blank(
    request: HttpRequest, round_: Round, invitation: Invitation | None, format_: str
) -> HttpResponseBase:
    name = f"意见反馈表（{invitation}）" if invitation else "意见反馈表"
    if format_ == FileFormat.DOCX:
        return send_document(request, reply_form(round_, invitation), format_, name, round_.plan)
    if format_ != FileFormat.XLSX:
        raise Http404
    content = blank_sheet(
        form_number(round_.pk, invitation.pk if invitation else 0),
        subject_of(round_),
        str(invitation or ""),
        (f"{place.number}{place.title}" for place in round_.edition.provisions.all()),
        reminder(round_, invitation),
    )
    return send_file(content, f"{name}.xlsx", "xlsx")
