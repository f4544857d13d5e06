"""意见汇总处理表 and the answers as files; telling those asked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from consultation.collation.actions.answers import release_answers
from consultation.collation.papers.collation import answers, table
from consultation.collation.views.listing import criteria_of, filter_form
from consultation.experts.pages import load_own
from consultation.replies.pages import load_released
from consultation.rounds.pages import load_round
from plans.documents.pages import send_document
from plans.errors import DomainError
from plans.system import clock
from plans.system.chinese_dates import local_day
from plans.system.limits import Limit, limited
from plans.system.pages import actor, require, staff_page


@staff_page
@limited(Limit.FILE)
def expert_answers_paper(
    request: HttpRequest, invitation_id: int, format_: str
) -> HttpResponseBase:
    """What became of the expert's opinions, once the answers are released."""
    review = load_own(request, invitation_id)
    asked = review.invitation
    released = asked.round.answers_released_at
    require(released is not None and review.released_at is not None)
    assert released is not None
    document = answers(asked, local_day(released))
    return send_document(request, document, format_, f"意见处理情况（{review.name}）", None)


@staff_page
@limited(Limit.FILE)
def table_paper(request: HttpRequest, round_id: int, format_: str) -> HttpResponseBase:
    """意见汇总处理表 as a document, with the filters of the list."""
    one = load_round(request, round_id, run=False)
    criteria = criteria_of(request, filter_form(request, one))
    document = table(one, criteria, clock.today())
    return send_document(request, document, format_, f"意见汇总处理表（{one.name}）", one.plan)


@staff_page
@limited(Limit.FILE)
@require_POST
def tell(request: HttpRequest, round_id: int) -> HttpResponse:
    """Open the answers to everyone asked, and write one letter each."""
    one = load_round(request, round_id)
    try:
        job = release_answers(one, by=actor(request))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("round", one.pk)
    return redirect("job", job.pk)


@staff_page
@limited(Limit.FILE)
def answers_paper(request: HttpRequest, invitation_id: int, format_: str) -> HttpResponseBase:
    """What became of our opinions, once the answers are released."""
    one, _ = load_released(request, invitation_id)
    released = one.round.answers_released_at
    require(released is not None)
    assert released is not None
    document = answers(one, local_day(released))
    return send_document(request, document, format_, f"意见处理情况（{one}）", one.round.plan)
