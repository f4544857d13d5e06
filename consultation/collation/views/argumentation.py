"""What stays disputed: 同一处的不同意见 side by side, and the argumentation list 论证清单."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from consultation.collation.argumentation import argumentation_lines
from consultation.collation.papers.argumentation import argumentation_list
from consultation.collation.queries import disputed
from consultation.permissions import may_run_round
from consultation.rounds.pages import load_round, round_crumbs
from plans.documents.pages import send_document
from plans.system import clock
from plans.system.limits import Limit, limited
from plans.system.pages import key_of, staff_page

PAGE = 10


@staff_page
def disputes(request: HttpRequest, round_id: int) -> HttpResponse:
    """Passages on which units propose different wordings, ten a page."""
    one = load_round(request, round_id, run=False)
    start = key_of(request, "after") or 0
    rows = disputed(one, start=start, size=PAGE)
    context = {
        "title": "同一处的不同意见",
        "crumbs": round_crumbs(one, ("同一处的不同意见", None)),
        "plan": one.plan,
        "round": one,
        "rows": rows,
        "next": start + PAGE if len(rows) == PAGE else None,
        "run": may_run_round(request.user, one),
    }
    return render(request, "consultation/collation/disputes.html", context)


@staff_page
def argumentation_page(request: HttpRequest, round_id: int) -> HttpResponse:
    """论证清单: each opinion with old text, present text, answer and what the unit says of it."""
    one = load_round(request, round_id, run=False)
    context = {
        "title": "论证清单",
        "crumbs": round_crumbs(one, ("论证清单", None)),
        "plan": one.plan,
        "round": one,
        "rows": argumentation_lines(one),
        "run": may_run_round(request.user, one),
    }
    return render(request, "consultation/collation/argumentation.html", context)


@staff_page
@limited(Limit.FILE)
def argumentation_paper(request: HttpRequest, round_id: int, format_: str) -> HttpResponseBase:
    """The same as a document."""
    one = load_round(request, round_id, run=False)
    document = argumentation_list(one, argumentation_lines(one), on=clock.today())
    return send_document(request, document, format_, f"论证清单（{one.name}）", one.plan)
