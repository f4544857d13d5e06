"""Putting an opinion in its place, and parting one that speaks of several things."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from consultation.collation.actions.placing import part_off, put_in_place
from consultation.collation.forms import PartForm, PlaceForm
from consultation.collation.views.comment import here, load_assessment
from consultation.models import Assessment
from consultation.passages.place_names import Places
from consultation.rounds.pages import load_round, round_crumbs
from plans.models import EditionProvision
from plans.system.pages import actor, attempt, staff_page


@staff_page
def place(request: HttpRequest, round_id: int, assessment_id: int) -> HttpResponse:
    """改放: at which provision the opinion is treated."""
    one = load_round(request, round_id)
    row = load_assessment(one, assessment_id)
    provisions = list(one.edition.provisions.select_related("parent"))
    form = PlaceForm(
        request.POST or None, provisions=provisions, initial={"place": _begin(row, provisions)}
    )
    if form.is_valid():
        wanted = form.cleaned_data["place"]
        if attempt(form, lambda: put_in_place(row.pk, wanted, by=actor(request))):
            messages.success(request, f"意见{row.number:04d}已改放到{wanted or '全文'}。")
            return redirect(here(request, one, row.pk))
    return _page(request, row, form, f"改放意见{row.number:04d}", "改放")


@staff_page
def part(request: HttpRequest, round_id: int, assessment_id: int) -> HttpResponse:
    """拆分: part of the opinion is treated by itself, at its own place."""
    one = load_round(request, round_id)
    row = load_assessment(one, assessment_id)
    provisions = list(one.edition.provisions.select_related("parent"))
    said = row.comment
    begin = {
        "gist": "\n".join(filter(None, (said.proposal, said.reason))),
        "place": row.place_id or "",
    }
    form = PartForm(request.POST or None, provisions=provisions, initial=begin)
    if form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form, lambda: part_off(row.pk, data["gist"], data["place"], by=actor(request))
        )
        if made:
            messages.success(request, f"已从意见{row.number:04d}拆出意见{made.number:04d}。")
            return redirect(here(request, one, row.pk))
    return _page(request, row, form, f"拆分意见{row.number:04d}", "拆出一条")


def _begin(row: Assessment, provisions: list[EditionProvision]) -> object:
    """Where it stands; of an opinion on the whole, the place that its words name."""
    if row.place_id is not None:
        return row.place_id
    found = Places(provisions).mentioned(row.words).place
    return found.pk if found else ""


def _page(
    request: HttpRequest, row: Assessment, form: PlaceForm, title: str, submit: str
) -> HttpResponse:
    one, back = row.round, here(request, row.round, row.pk)
    context = {
        "title": title,
        "crumbs": round_crumbs(
            one,
            ("意见汇总", reverse("comments", args=[one.pk])),
            (f"{row.number:04d}", back),
            (submit, None),
        ),
        "form": form,
        "submit": submit,
        "cancel_url": back,
        "comment": row.comment,
        "row": row,
    }
    return render(request, "consultation/collation/placing.html", context)
