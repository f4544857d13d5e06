"""What pages of deciding share: loading a package, keeping uploads, asking before the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from plans.documents.scans import page_of, pages_of
from plans.models import Attachment
from plans.rendering.picture import Unreadable
from plans.system.actions.attachments import take_uploads
from plans.system.downloads import send_file
from plans.system.pages import actor, require
from taskforce.deciding.consequences import AskFirst
from taskforce.deciding.forms.opinions import AskedForm
from taskforce.gates.pages import gate_crumbs, plan_of
from taskforce.models import Gate, MemberOpinion, Package
from taskforce.permissions import may_see_package

Made = TypeVar("Made")


def keep_files(
    request: HttpRequest, gate: Gate, uploads: dict[str, Any], take: Callable[..., Made]
) -> Made:
    """Keep what was uploaded, by name, for the action ``take``; nothing when it refuses."""
    sent = {name: one for name, one in uploads.items() if one}
    files = [(one.name, one.read()) for one in sent.values()]

    def taken(kept: list[Attachment]) -> Made:
        return take(**dict.fromkeys(uploads) | dict(zip(sent, kept, strict=True)))

    return take_uploads(files, taken, by=actor(request), plan=plan_of(gate))


def unless_asked(action: Callable[[], Made]) -> Made | AskFirst:
    """The action's result; or what it asks first, which a page then shows."""
    try:
        return action()
    except AskFirst as asked:
        return asked


def asking_page(request: HttpRequest, found: Package, asked: AskFirst, **kept: str) -> HttpResponse:
    """“您的同意将使本节点通过” with what follows, one button to go on and one back."""
    again = ["刚才列出的后果已有变化，请按现在的内容再次确认。"] if asked.changed else []
    told, back = asked.consequences, reverse("package", args=[found.pk])
    context = {
        "title": told.headline,
        "consequences": [*again, *told.sentences],
        "form": AskedForm(initial={**kept, "seen": told.seen}),
        "action": request.path,
        "button": "确认，按此办理",
        "cancel": "返回，暂不办理",
        "cancel_url": back,
        "harmless": told.passes,
        "crumbs": gate_crumbs(found.gate, (found.gate.title, back), ("确认", None)),
    }
    return render(request, "confirm.html", context)


def scan_picture(kept: Attachment | None, page: int) -> HttpResponseBase:
    """One page of a scan as a picture drawn by the portal; 404 where there is none."""
    require(kept is not None and page >= 1)
    assert kept is not None
    try:
        content = page_of(kept, page - 1)
    except (IndexError, Unreadable, FileNotFoundError) as error:
        raise Http404 from error
    return send_file(content, f"{kept.name}-{page}.png", "png", show=True)


def scan_pages(kept: Attachment | None) -> list[int]:
    """The numbers, from 1, of the pages that ``scan_picture`` shows."""
    try:
        return [number + 1 for number in pages_of(kept)] if kept else []
    except FileNotFoundError:
        return []


def form_page(
    request: HttpRequest, found: Package, form: object, title: str, submit: str
) -> HttpResponse:
    back = reverse("package", args=[found.pk])
    context = {
        "title": title,
        "form": form,
        "submit": submit,
        "cancel_url": back,
        "crumbs": gate_crumbs(found.gate, (found.gate.title, back), (title, None)),
    }
    return render(request, "base_form.html", context)


def load_package(request: HttpRequest, package_id: int) -> Package:
    """A package that the visitor may read."""
    package = get_object_or_404(
        Package.objects.select_related(
            "gate__stage__timeline__plan", "gate__body", "edition", "sealed_by"
        ),
        pk=package_id,
    )
    require(may_see_package(request.user, package))
    return package


def load_opinion(request: HttpRequest, opinion_id: int) -> MemberOpinion:
    """An opinion on a package that the visitor may read."""
    related = ("scan", "seat__user", "given_by", "made_by", "confirmed_by")
    opinion = get_object_or_404(MemberOpinion.objects.select_related(*related), pk=opinion_id)
    opinion.package = load_package(request, opinion.package_id)
    return opinion
