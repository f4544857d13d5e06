"""待审的建言: who runs the round looks at each, lets it in or throws it away with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from consultation.models import Round
from consultation.rounds.pages import round_crumbs
from consultation.rounds.quarantine import doubts_of, waiting
from consultation.suggestions.actions.screening import let_in, refuse_held
from consultation.suggestions.forms import RefusalForm
from consultation.suggestions.pages import load_run
from plans.system.pages import (
    actor,
    attempt,
    key_of,
    numbers_in,
    page_url,
    press,
    staff_page,
)

PAGE = 50


@staff_page
def held(request: HttpRequest, round_id: int) -> HttpResponse:
    """What waits in the round, the oldest first; nobody else sees any of it."""
    return _page(request, load_run(request, round_id), RefusalForm())


def _page(request: HttpRequest, one: Round, form: RefusalForm, status: int = 200) -> HttpResponse:
    rows, after = waiting(one), key_of(request, "after")
    total = rows.count()
    found = list((rows if after is None else rows.filter(pk__gt=after))[: PAGE + 1])
    following = found[PAGE - 1].pk if len(found) > PAGE else None
    context = {
        "title": "待审的建言",
        "crumbs": round_crumbs(one, ("待审的建言", None)),
        "plan": one.plan,
        "round": one,
        "run": True,
        "rows": [{"held": row, "doubts": doubts_of(row)} for row in found[:PAGE]],
        "form": form,
        "selected": numbers_in(request.POST.getlist("selected")),
        "summary": f"共{total}条",
        "next_url": page_url(request, "after", following),
    }
    return render(request, "consultation/suggestions/screening.html", context, status=status)


@staff_page
@require_POST
def admit(request: HttpRequest, round_id: int, held_id: int) -> HttpResponse:
    """受理: it gets its number and stands in 意见汇总."""
    one = load_run(request, round_id)
    return press(
        request,
        lambda: let_in(held_id, by=actor(request)),
        "已受理，编号后列入意见汇总。",
        reverse("held", args=[one.pk]),
    )


@staff_page
@require_POST
def refuse(request: HttpRequest, round_id: int) -> HttpResponse:
    """不受理 of the chosen ones, for one reason."""
    one = load_run(request, round_id)
    chosen = numbers_in(request.POST.getlist("selected"))
    form = RefusalForm(request.POST)
    done = None
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done = attempt(form, lambda: refuse_held(chosen, by=actor(request), reason=reason))
    if done is None:
        return _page(request, one, form, status=422)
    messages.success(request, f"{done}条建言不予受理。提出人凭查询码可以看到理由。")
    return redirect("held", one.pk)
