"""The expert's way: declaration, reading, overall opinion, release; one step leads to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from consultation.experts.actions.reviews import (
    declare,
    note_read,
    release_review,
    restart,
    save_verdict,
)
from consultation.experts.forms import DeclareForm, VerdictForm
from consultation.experts.pages import load_own, load_review
from consultation.experts.seal import is_author, own_opinions, panel_of, state_of
from consultation.models import ExpertOpinion, ExpertReview
from consultation.permissions import closing_time, is_open
from plans.editions.queries import edition_tree
from plans.enums import ProvisionKind
from plans.errors import DomainError
from plans.models import EditionProvision
from plans.system import clock
from plans.system.clock import database_now
from plans.system.limits import Limit, limited
from plans.system.pages import Crumb, actor, attempt, polled, press, require, staff_page

ASKED = "专家论证"


@dataclass(frozen=True)
class ChapterRow:
    """A chapter of the edition and what the expert has on it."""

    place: EditionProvision
    count: int
    nothing: bool


def crumbs(review: ExpertReview, *more: Crumb) -> list[Crumb]:
    """征求意见 › the round › …."""
    here = reverse("expert", args=[review.invitation_id]) if more else None
    return [("征求意见", reverse("asked")), (review.invitation.round.name, here), *more]


def is_editable(review: ExpertReview) -> bool:
    """Whether the expert may still write: declared, in time, not released or let off."""
    if review.declared_at is None or review.released_at or review.excused_reason:
        return False
    invitation = review.invitation
    return is_open(invitation.round, database_now(), invitation)


def base_context(review: ExpertReview, title: str, *more: Crumb) -> dict[str, object]:
    """What every page of the way shows."""
    invitation = review.invitation
    return {
        "title": title,
        "crumbs": crumbs(review, *more),
        "review": review,
        "invitation": invitation,
        "round": invitation.round,
        "state": state_of(invitation),
        "closes_at": closing_time(invitation.round, invitation),
        "editable": is_editable(review),
    }


@staff_page
@limited(Limit.COMPARISON)
def start(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Where the expert stands, the chapters, and the one next step; POST begins."""
    review = load_review(request, invitation_id)
    if request.method == "POST":
        note_read(invitation_id, by=actor(request))
        return redirect("expert_declare", invitation_id)
    if review.declared_at is not None and not is_author(request.user, review):
        context = base_context(review, "在另一台设备上填写")
        context["open"] = is_open(review.invitation.round, database_now(), review.invitation)
        context["by_account"] = review.invitation.person_id == actor(request).pk
        return render(request, "consultation/experts/elsewhere.html", context)
    opinions = list(own_opinions(request.user, review))
    panel = panel_of(review.invitation.round)
    context = base_context(review, review.invitation.round.name) | {
        "opinions": opinions,
        "chapters": chapters_of(review, opinions),
        "open": is_open(review.invitation.round, database_now(), review.invitation),
        "opened": panel.opened_at is not None,
        "chair": panel.chair_id == review.invitation_id,
    }
    return render(request, "consultation/experts/review.html", context)


def chapters_of(review: ExpertReview, opinions: list[ExpertOpinion]) -> list[ChapterRow]:
    """Every chapter with the number of own opinions on it, or the word that there is none."""
    places = review.invitation.round.edition.provisions.filter(kind=ProvisionKind.CHAPTER)
    rows = []
    for place in places.order_by("order"):
        own = [one for one in opinions if one.chapter_id == place.provision_id]
        nothing = any(one.nothing for one in own)
        rows.append(ChapterRow(place, 0 if nothing else len(own), nothing))
    return rows


@staff_page
def declaration(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """无利害关系, or 回避 with its reason."""
    review = load_review(request, invitation_id)
    require(review.released_at is None and not review.excused_reason)
    form = DeclareForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        conflict = data["declaration"] == "conflict"
        done = attempt(
            form,
            lambda: declare(
                invitation_id, by=actor(request), conflict=conflict, reason=data["reason"]
            ),
        )
        if done:
            words = "已登记回避，感谢您。" if conflict else "声明已记录。请阅看文稿，逐章提出意见。"
            messages.success(request, words)
            return redirect("expert", invitation_id)
    context = base_context(review, "回避声明", ("回避声明", None))
    context |= {"form": form, "submit": "确认声明"}
    return render(request, "consultation/experts/declare.html", context)


@staff_page
@require_POST
def begin_anew(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Start over in this browser; the other one's draft is thrown away unread."""
    review = load_review(request, invitation_id)
    return press(
        request,
        lambda: restart(review.invitation_id, by=actor(request)),
        "已在本机重新开始，原来的草稿已删除。",
        reverse("expert", args=[invitation_id]),
    )


@staff_page
@limited(Limit.COMPARISON)
def read(request: HttpRequest, invitation_id: int, chapter_id: int | None = None) -> HttpResponse:
    """The edition with contents, or one chapter of it, and own opinions beside it."""
    review = load_own(request, invitation_id)
    edition = review.invitation.round.edition
    tree = edition_tree(edition)
    opinions = list(own_opinions(request.user, review))
    rows = chapters_of(review, opinions)
    here = next((row for row in rows if row.place.provision_id == chapter_id), None)
    require(chapter_id is None or here is not None)
    if here is not None:
        opinions = [one for one in opinions if one.chapter_id == chapter_id]
        own = tuple(node for node in tree.nodes if node.id == chapter_id)
        tree = replace(tree, preamble="", nodes=own)
    at = rows.index(here) if here else len(rows)
    title = f"{here.place.number}{here.place.title}" if here else edition.title
    context = base_context(review, title, ("阅看文稿", None)) | {
        "tree": tree,
        "places": dict(edition.provisions.values_list("provision_id", "pk")),
        "opinions": opinions,
        "chapters": rows,
        "here": here,
        "before": rows[at - 1] if here and at else None,
        "after": rows[at + 1] if at + 1 < len(rows) else None,
    }
    return render(request, "consultation/experts/read.html", context)


@staff_page
def overall(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """同意, 修改后同意 or 不同意, with text."""
    review = load_own(request, invitation_id)
    require(is_editable(review))
    initial = {"verdict": review.verdict, "text": review.text}
    form = VerdictForm(request.POST or None, initial=initial)
    if form.is_valid() and attempt(form, lambda: _keep_verdict(request, review, form)) is not None:
        return redirect("expert_release", invitation_id)
    context = base_context(review, "总体意见", ("总体意见", None)) | {"form": form}
    return render(request, "consultation/experts/verdict.html", context)


def _keep_verdict(request: HttpRequest, review: ExpertReview, form: VerdictForm) -> ExpertReview:
    data = form.cleaned_data
    text = data["text"].replace("\r\n", "\n")
    return save_verdict(review.invitation_id, by=actor(request), verdict=data["verdict"], text=text)


@polled
@staff_page
@require_POST
def autosave_overall(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Keep the overall opinion while it is written."""
    review = load_own(request, invitation_id)
    form = VerdictForm(request.POST, partial=True)
    if not form.is_valid():
        why = form.refusal or "总体意见没有保存，请检查所填内容。"
        return JsonResponse({"message": why}, status=422)
    return saved(lambda: _keep_verdict(request, review, form))


def saved(action: Callable[[], object]) -> JsonResponse:
    """The answer of an autosave: the time, or the sentence that says why not."""
    try:
        action()
    except DomainError as error:
        return JsonResponse({"message": str(error)}, status=422)
    return JsonResponse({"saved_at": f"{timezone.localtime(clock.now()):%H:%M}"})


@staff_page
@limited(Limit.COMPARISON)
def release(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Look over everything, then 提交; final."""
    review = load_own(request, invitation_id)
    back = reverse("expert", args=[invitation_id])
    if request.method == "POST":
        done = "意见已提交，不能再修改。感谢您。"
        return press(request, lambda: release_review(invitation_id, by=actor(request)), done, back)
    require(is_editable(review))
    opinions = list(own_opinions(request.user, review))
    rows = chapters_of(review, opinions)
    context = base_context(review, "核对并提交", ("核对并提交", None)) | {
        "opinions": opinions,
        "silent": [row.place for row in rows if not row.count and not row.nothing],
    }
    return render(request, "consultation/experts/release.html", context)
