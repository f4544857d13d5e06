"""采纳 and 采纳落实: putting an opinion into the text, and proving from the text that it is in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from consultation.collation.actions.dispositions import Answer, adopt_into_text, prove
from consultation.collation.carried import absent_from, why_unproved
from consultation.collation.forms import AdoptForm
from consultation.collation.queries import changes_without_source, unproved
from consultation.collation.views.comment import here, load_assessment, passage_place
from consultation.enums import CommentKind
from consultation.models import Assessment, Comment, Round
from consultation.permissions import may_run_round, may_treat
from consultation.rounds.pages import load_round, round_crumbs
from plans.drafting.queries import plan_tree
from plans.errors import StaleVersion
from plans.models import Change, Edition, Provision
from plans.system.limits import Limit, limited
from plans.system.pages import actor, attempt, number_in, press, require, staff_page
from plans.text.tree import numbers

LISTED = 200
"""As many lines as either list shows; the count says how many there are."""


@staff_page
@limited(Limit.COMPARISON)
def adopt(request: HttpRequest, round_id: int, assessment_id: int) -> HttpResponse:
    """Adopt: edit the text with the proposed wording put in, save, and the proof stands."""
    one = load_round(request, round_id, run=False)
    row = load_assessment(one, assessment_id)
    require(may_treat(request.user, row))
    provision = passage_place(row) or get_object_or_404(
        Provision.objects.standing(), pk=request.GET.get("provision") or 0, plan=one.plan
    )
    form = AdoptForm(request.POST or None, initial=_proposed(row, provision))
    if form.is_valid():
        data = form.cleaned_data
        try:
            saved = attempt(
                form,
                lambda: adopt_into_text(
                    row.pk,
                    Answer(data["disposition"], data["reason"]),
                    by=actor(request),
                    provision_id=provision.pk,
                    expected_version=data["provision_version"],
                    title=data["title"],
                    text=data["text"],
                ),
            )
        except StaleVersion as error:
            form.add_error(None, str(error))
            saved = None
        if saved:
            messages.success(request, f"意见{row.number:04d}已采纳，修改已保存并记为落实依据。")
            return redirect(here(request, one, row.pk))
    back = here(request, one, row.pk)
    context = {
        "title": f"采纳意见{row.number:04d}",
        "crumbs": round_crumbs(
            one, ("意见汇总", reverse("comments", args=[one.pk])), ("采纳", None)
        ),
        "form": form,
        "submit": "保存修改并采纳",
        "cancel_url": back,
        "comment": row.comment,
        "row": row,
        "provision": provision,
    }
    return render(request, "consultation/collation/adopt.html", context)


def _proposed(row: Assessment, provision: Provision) -> dict[str, object]:
    """The provision with the opinion put in, as far as the quoted words stand in it as quoted."""
    quote, wanted = row.comment.quote, _wanted(row.comment)
    text, title = provision.text, provision.title
    if quote and wanted is not None:
        if quote in text:
            text = text.replace(quote, wanted, 1)
        elif quote in title and wanted:
            title = title.replace(quote, wanted, 1)
    return {"title": title, "text": text, "provision_version": provision.version}


def _wanted(comment: Comment) -> str | None:
    """What shall stand in place of the quote; None where the opinion does not say."""
    if comment.kind == CommentKind.DELETE:
        return comment.proposal
    if not comment.proposal:
        return None
    return comment.quote + comment.proposal if comment.kind == CommentKind.ADD else comment.proposal


@staff_page
@require_POST
def point(request: HttpRequest, round_id: int, assessment_id: int) -> HttpResponse:
    """Point an adopted opinion at a revision that was saved before."""
    one = load_round(request, round_id, run=False)
    row = load_assessment(one, assessment_id)
    require(may_treat(request.user, row))
    wanted = number_in(request.POST.get("change"))
    change = get_object_or_404(Change, pk=wanted or 0, plan=one.plan)
    return press(
        request,
        lambda: prove(row.pk, change, by=actor(request)),
        f"意见{row.number:04d}已落实到第{change.number}版修改。",
        reverse("comment", args=[one.pk, row.pk]),
    )


def _absent(one: Round, last: Edition | None) -> list[tuple[Assessment, list[str]]]:
    """Opinions of the round that the last edition should hold and does not."""
    found = absent_from(last) if last else []
    return [pair for pair in found if pair[0].round_id == one.pk][:LISTED]


@staff_page
def proof(request: HttpRequest, round_id: int) -> HttpResponse:
    """采纳落实核对: adopted and not in the text or the last edition, and unsourced."""
    one = load_round(request, round_id, run=False)
    waiting = list(unproved(one)[:LISTED])
    last = one.plan.editions.first()
    context = {
        "title": "采纳落实核对",
        "run": may_run_round(request.user, one),
        "crumbs": round_crumbs(one, ("采纳落实核对", None)),
        "plan": one.plan,
        "round": one,
        "unproved": waiting,
        "missing": why_unproved(waiting),
        "last": last,
        "absent": _absent(one, last),
        "unproved_count": unproved(one).count(),
        "unsourced": changes_without_source(one)[:LISTED],
        "unsourced_count": changes_without_source(one).count(),
        "marks": numbers(plan_tree(one.plan)),
    }
    return render(request, "consultation/collation/proof.html", context)
