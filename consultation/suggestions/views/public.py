"""公开征求意见: citizens read the edition and send suggestions."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from consultation.enums import CommentKind, Doubt
from consultation.models import PublishedResults, Round
from consultation.passages.quoting import standing
from consultation.permissions import is_open
from consultation.replies.pages import to_opinion
from consultation.suggestions.actions.receiving import Citizen, code_of, receive_suggestion
from consultation.suggestions.forms import SuggestionForm
from consultation.suggestions.pages import doubts_about, load_public, mail_allowed
from consultation.suggestions.proof import read_proof
from consultation.suggestions.queries import public_rounds
from plans.editions.queries import edition_tree
from plans.errors import TooMany
from plans.models import Attachment, EditionProvision, User
from plans.system.actions.attachments import take_uploads
from plans.system.clock import database_now
from plans.system.limits import with_retry_after
from plans.system.pages import attempt, number_in, public_page
from plans.system.system_user import system_user

TOO_MANY = 429
MAILED = "查询码已发往您填写的邮箱，只发这一封。"
NOT_MAILED = "现在不能再向您填写的邮箱发送回执，请记下本页的查询码。"


@public_page
def public_list(request: HttpRequest) -> HttpResponse:
    """Rounds that ask the public, open ones first."""
    now = database_now()
    found = [one for one in public_rounds().in_force() if one.opens_at <= now]
    told = set(PublishedResults.objects.filter(round__in=found).values_list("round", flat=True))
    rows = [{"round": one, "open": is_open(one, now), "results": one.pk in told} for one in found]
    rows.sort(key=lambda row: not row["open"])
    context = {"title": "公开征求意见", "rows": rows}
    return render(request, "consultation/suggestions/rounds.html", context)


@public_page
def public_round(request: HttpRequest, round_id: int) -> HttpResponse:
    """Read the edition under public consultation."""
    one = load_public(round_id)
    places = {p.provision_id: p.pk for p in one.edition.provisions.all()}
    context = {
        "title": one.edition.title,
        "round": one,
        "changes": one.window_changes.filter(invitation__isnull=True),
        "tree": edition_tree(one.edition),
        "places": places,
        "open": is_open(one, database_now()),
        "results": PublishedResults.objects.filter(round=one).exists(),
    }
    return render(request, "consultation/suggestions/round.html", context)


@public_page
def suggest(request: HttpRequest, round_id: int) -> HttpResponse:
    """Send a suggestion; no account needed. What is refused stays on the page."""
    one = load_public(round_id)
    place, refused = _place(request, one), None
    form = SuggestionForm(request.POST or None, request.FILES or None, initial=_initial(request))
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
        "round": one,
        "place": place,
        "quote": _shown_quote(form, place),
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
        "may_publish": True,
    }


def _shown_quote(form: SuggestionForm, place: EditionProvision | None) -> str:
    """The words that were selected, shown above the form where they stand in the text; else they
    can be put right in the form."""
    quote = str(form["quote"].value() or "")
    if form["quote"].errors or standing(place, quote).start is None:
        return ""
    form.show_quote()
    return quote


def _receive(
    request: HttpRequest,
    one: Round,
    form: SuggestionForm,
    place: EditionProvision | None,
    doubts: list[Doubt],
) -> str:
    """Keep what was sent, with its file; its query code. Sent once more it gives the same code."""
    data = form.cleaned_data
    by = request.user if isinstance(request.user, User) else system_user()
    if known := code_of(one, data["key"], by=by):
        return known
    mail_to = data["email"] if mail_allowed(request, one, data["email"]) else ""

    def take(kept: list[Attachment]) -> str:
        return receive_suggestion(
            one,
            to_opinion(form, place),
            _citizen(data),
            by=by,
            key=data["key"],
            doubts=doubts,
            proof=read_proof(data["challenge"], data["solution"], one.pk),
            attachment=kept[0] if kept else None,
            mail_to=mail_to,
        )

    code = take_uploads(_sent_file(data["attachment"]), take, by=by, plan=one.plan)
    if data["email"]:
        messages.info(request, MAILED if mail_to else NOT_MAILED)
    return code


def _citizen(data: dict[str, str]) -> Citizen:
    return Citizen(
        data["name"],
        data["phone"],
        data["speaker"],
        named=bool(data["named"]),
        may_publish=bool(data["may_publish"]),
    )


def _sent_file(sent: UploadedFile | None) -> list[tuple[str, bytes]]:
    return [(sent.name or "", sent.read())] if sent else []
