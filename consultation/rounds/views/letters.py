"""函件和反馈表 of a round: everything that goes out or comes back on paper, in one place."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from consultation.permissions import may_run_round
from consultation.rounds.actions.letters import PAPERS, request_letter, request_letters
from consultation.rounds.pages import load_invited, load_round, load_round_or_draft, round_crumbs
from consultation.rounds.papers import letter
from plans.documents.pages import follow, send_document
from plans.enums import FileFormat
from plans.errors import DomainError
from plans.system.limits import Limit, limited
from plans.system.pages import actor, staff_page


@staff_page
def papers(request: HttpRequest, round_id: int) -> HttpResponse:
    """All papers of the round, with what each is for."""
    one = load_round(request, round_id)
    context = {
        "title": "函件和反馈表",
        "crumbs": round_crumbs(one, ("函件和反馈表", None)),
        "round": one,
        "run": may_run_round(request.user, one),
        "invited": one.invitations.count(),
    }
    return render(request, "consultation/rounds/papers.html", context)


@staff_page
@limited(Limit.FILE)
@require_POST
def all_letters(request: HttpRequest, round_id: int, format_: str) -> HttpResponse:
    """Queue the letters to all invited."""
    one = load_round(request, round_id)
    try:
        job = request_letters(one, _paper(format_), by=actor(request))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("round_papers", one.pk)
    return redirect("job", job.pk)


@staff_page
@limited(Limit.FILE)
@require_POST
def one_letter(
    request: HttpRequest, round_id: int, invitation_id: int, format_: str
) -> HttpResponseBase:
    """The letter to one invited, with their personal link."""
    one = load_invited(request, round_id, invitation_id)
    asked = request_letter(one, _paper(format_), by=actor(request))
    return follow(request, asked, f"征求意见函（{one}）")


def _paper(format_: str) -> FileFormat:
    if format_ not in PAPERS:
        raise Http404
    return FileFormat(format_)


@staff_page
@limited(Limit.FILE)
def round_letter(request: HttpRequest, round_id: int, format_: str) -> HttpResponseBase:
    """征求意见函 to all, with the 反馈表; of a draft, as it will be."""
    one = load_round_or_draft(request, round_id)
    return send_document(request, letter(one), format_, f"征求意见函（{one.name}）", one.plan)
