"""One opinion of an expert: written, kept while typing, thrown away; 本章没有意见."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from consultation.enums import CommentKind
from consultation.experts.actions.reviews import Said, delete_opinion, save_opinion, say_nothing
from consultation.experts.forms import ExpertOpinionForm
from consultation.experts.pages import load_own
from consultation.experts.seal import own_opinions
from consultation.experts.views.review import base_context, is_editable, saved
from consultation.models import ExpertOpinion, ExpertReview
from consultation.passages.quoting import wording
from consultation.replies.actions.opinions import TEXT_MAX, chapter_of_place
from plans.enums import ProvisionKind
from plans.models import EditionProvision
from plans.system.limits import Limit, limited
from plans.system.pages import actor, attempt, number_in, polled, press, require, staff_page

NAMES = ("text", "kind", "quote", "proposal", "start")


@staff_page
def new(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """A new opinion on ?place= with ?quote=, under a key of its own."""
    load_own(request, invitation_id)
    kept = {name: request.GET[name] for name in ("place", "quote", "start") if name in request.GET}
    page = reverse("expert_opinion", args=[invitation_id, uuid.uuid4()])
    return redirect(f"{page}?{urlencode(kept)}")


@staff_page
def write(request: HttpRequest, invitation_id: int, key: uuid.UUID) -> HttpResponse:
    """Write or change one opinion."""
    review = load_own(request, invitation_id)
    require(is_editable(review))
    known = own_opinions(request.user, review).filter(key=key, nothing=False).first()
    place = known.place if known else _place(review, request.GET.get("place"))
    form = ExpertOpinionForm(request.POST or None, initial=_initial(request, known, place))
    if form.is_valid() and attempt(form, lambda: _keep(request, review, key, form)) is not None:
        messages.success(request, "意见已保存为草稿，提交前只有您能看到。")
        return redirect(_back(review, place))
    title = "修改意见" if known else "提出意见"
    context = base_context(review, title, (title, None)) | {
        "form": form,
        "place": place,
        "known": known,
        "key": key,
        "back": _back(review, place),
    }
    return render(request, "consultation/experts/opinion.html", context)


def _initial(
    request: HttpRequest, known: ExpertOpinion | None, place: EditionProvision | None
) -> dict[str, object]:
    at = {"place": place.pk if place else None}
    if known is not None:
        return {**at, **{name: getattr(known, name) for name in NAMES}}
    quote = request.GET.get("quote", "")
    kind = CommentKind.CHANGE if quote else CommentKind.OTHER
    return {**at, "quote": quote, "kind": kind, "start": request.GET.get("start") or None}


def _place(review: ExpertReview, value: object) -> EditionProvision | None:
    number = number_in(value)
    if number is None:
        return None
    edition = review.invitation.round.edition
    return get_object_or_404(EditionProvision, pk=number, edition=edition)


def _keep(
    request: HttpRequest, review: ExpertReview, key: uuid.UUID, form: ExpertOpinionForm
) -> ExpertOpinion:
    data = form.cleaned_data
    said = Said(
        place=_place(review, data["place"]),
        kind=data["kind"],
        text=data["text"].replace("\r\n", "\n"),
        proposal=data["proposal"].replace("\r\n", "\n"),
        quote=data["quote"],
        start=data["start"],
    )
    return save_opinion(review.invitation_id, key, said, by=actor(request))


def _back(review: ExpertReview, place: EditionProvision | None) -> str:
    chapter = chapter_of_place(place)
    if chapter is None:
        return reverse("expert", args=[review.invitation_id])
    return reverse("expert_chapter", args=[review.invitation_id, chapter.pk])


@staff_page
@limited(Limit.REDLINE)
@require_POST
def redline(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """The wording that is being written against the quote, as a part of the page."""
    load_own(request, invitation_id)
    kind, quote, proposal = (request.POST.get(name, "") for name in ("kind", "quote", "proposal"))
    segments = wording(kind, quote[:TEXT_MAX], proposal[:TEXT_MAX])
    context = {"segments": segments, "shown": bool(segments)}
    return render(request, "consultation/passages/_wording.html", context)


@polled
@staff_page
@require_POST
def autosave(request: HttpRequest, invitation_id: int, key: uuid.UUID) -> HttpResponse:
    """Keep an opinion while it is written."""
    review = load_own(request, invitation_id)
    form = ExpertOpinionForm(request.POST)
    if not form.is_valid():
        why = form.refusal or "意见没有保存，请检查所填内容。"
        return JsonResponse({"message": why}, status=422)
    return saved(lambda: _keep(request, review, key, form))


@staff_page
@require_POST
def delete(request: HttpRequest, invitation_id: int, key: uuid.UUID) -> HttpResponse:
    """Throw a drafted opinion away."""
    review = load_own(request, invitation_id)
    known = get_object_or_404(own_opinions(request.user, review), key=key)
    return press(
        request,
        lambda: delete_opinion(invitation_id, key, by=actor(request)),
        "意见草稿已删除。",
        _back(review, known.place),
    )


@staff_page
@require_POST
def nothing(request: HttpRequest, invitation_id: int, chapter_id: int) -> HttpResponse:
    """本章没有意见, or with ``off`` take that back; then on to the next chapter."""
    review = load_own(request, invitation_id)
    chapters = review.invitation.round.edition.provisions.filter(kind=ProvisionKind.CHAPTER)
    place = get_object_or_404(chapters.select_related("provision"), provision_id=chapter_id)
    on = not request.POST.get("off")
    following = chapters.filter(order__gt=place.order).order_by("order").first() if on else place
    to = reverse("expert", args=[invitation_id])
    if following is not None:
        to = reverse("expert_chapter", args=[invitation_id, following.provision_id])
    return press(
        request,
        lambda: say_nothing(invitation_id, place.provision, by=actor(request), on=on),
        f"{place.number}{place.title}：没有意见。" if on else "已取消。",
        to,
    )
