"""公开征求意见: citizens read the edition and send suggestions; they see what became of them."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from consultation.enums import CommentKind, Doubt
from consultation.models import PublicContact, Round
from consultation.permissions import is_open
from consultation.replies.pages import to_opinion
from consultation.rounds.quarantine import held_under
from consultation.suggestions.actions import Citizen, receive_suggestion
from consultation.suggestions.forms import SuggestionForm
from consultation.suggestions.pages import doubts_about
from consultation.suggestions.proof import read_proof
from consultation.suggestions.queries import public_rounds
from plans.editions.queries import edition_tree
from plans.errors import TooMany
from plans.models import EditionProvision, User
from plans.system.clock import database_now
from plans.system.limits import with_retry_after
from plans.system.pages import attempt, bearer_page, number_in, public_page, require
from plans.system.system_user import system_user

TOO_MANY = 429


@public_page
def public_list(request: HttpRequest) -> HttpResponse:
    """Rounds that ask the public, open ones first."""
    now = database_now()
    rows = [
        {"round": one, "open": is_open(one, now)} for one in public_rounds() if one.opens_at <= now
    ]
    rows.sort(key=lambda row: not row["open"])
    context = {"title": "公开征求意见", "rows": rows}
    return render(request, "consultation/suggestions/rounds.html", context)


def _load(round_id: int) -> Round:
    one = get_object_or_404(public_rounds(), pk=round_id)
    require(one.opens_at <= database_now())
    return one


@public_page
def public_round(request: HttpRequest, round_id: int) -> HttpResponse:
    """Read the edition under public consultation."""
    one = _load(round_id)
    places = {p.provision_id: p.pk for p in one.edition.provisions.all()}
    context = {
        "title": one.edition.title,
        "round": one,
        "changes": one.window_changes.filter(invitation__isnull=True),
        "tree": edition_tree(one.edition),
        "places": places,
        "open": is_open(one, database_now()),
    }
    return render(request, "consultation/suggestions/round.html", context)


@public_page
def suggest(request: HttpRequest, round_id: int) -> HttpResponse:
    """Send a suggestion; no account needed. What is refused stays on the page."""
    one = _load(round_id)
    place, refused = _place(request, one), None
    form = SuggestionForm(request.POST or None, initial=_initial(request))
    if form.is_valid():
        try:
            doubts = doubts_about(request, one, form)
        except TooMany as error:
            form.add_error(None, str(error))
            refused = error
        else:
            code = attempt(form, lambda: _receive(request, one, form, place, doubts))
            if code:
                return redirect("suggestion", code)
    form.ask_for_proof(one.pk)
    context = {
        "title": "提出建议",
        "form": form,
        "place": place,
        "submit": "提交建议",
        "cancel_url": reverse("public_round", args=[one.pk]),
    }
    status = TOO_MANY if refused else 200
    page = render(request, "consultation/suggestions/suggest.html", context, status=status)
    return with_retry_after(page, refused)


def _place(request: HttpRequest, one: Round) -> EditionProvision | None:
    number = number_in(request.GET.get("place"))
    if number is None:
        return None
    return get_object_or_404(EditionProvision, pk=number, edition=one.edition)


def _initial(request: HttpRequest) -> dict[str, object]:
    return {
        "kind": CommentKind.CHANGE,
        "key": uuid.uuid4(),
        "quote": request.GET.get("quote", ""),
        "start": request.GET.get("start") or None,
    }


def _receive(
    request: HttpRequest,
    one: Round,
    form: SuggestionForm,
    place: EditionProvision | None,
    doubts: list[Doubt],
) -> str:
    data = form.cleaned_data
    return receive_suggestion(
        one,
        to_opinion(form, place),
        Citizen(data["name"], data["phone"], data["email"]),
        by=request.user if isinstance(request.user, User) else system_user(),
        key=data["key"],
        doubts=doubts,
        proof=read_proof(data["challenge"], data["solution"], one.pk),
    )


@bearer_page
def suggestion(request: HttpRequest, code: str) -> HttpResponse:
    """What became of a suggestion, by its query code."""
    code = code.upper()
    held = held_under(code)
    if held is not None:
        context = {"title": "我的建议", "comment": held, "held": held, "code": code}
        return render(
            request, "consultation/suggestions/held.html", context | {"round": held.round}
        )
    contact = get_object_or_404(
        PublicContact.objects.select_related("comment__round", "comment__place"),
        query_code=code,
    )
    one = contact.comment.round
    context = {
        "title": "我的建议",
        "comment": contact.comment,
        "code": contact.query_code,
        "round": one,
        "answered": one.answers_released_at is not None or one.completed_at is not None,
    }
    return render(request, "consultation/suggestions/suggestion.html", context)
