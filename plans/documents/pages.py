"""A paper as a file: POST makes it, GET fetches it; what is not made yet says so."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from plans.documents.actions import Asked, request_rendition, standing_rendition
from plans.enums import FileFormat
from plans.models import Plan
from plans.rendering.blocks import Document
from plans.system.downloads import send
from plans.system.pages import actor, plan_crumbs


def send_document(
    request: HttpRequest, document: Document, format_: str, name: str, plan: Plan | None
) -> HttpResponseBase:
    """The document as PDF or DOCX: at once where it was made before.

    Else POST makes it by a job, and GET answers with a page that has the button to do so.
    """
    if format_ not in (FileFormat.PDF, FileFormat.DOCX):
        raise Http404
    file = FileFormat(format_)
    if request.method == "POST":
        label = f"生成：{name}"
        asked = request_rendition(document, file, by=actor(request), label=label, plan=plan)
        return follow(request, asked, name)
    standing = standing_rendition(document, file)
    return send(standing, name) if standing else _not_made(request, file, name, plan)


def follow(request: HttpRequest, asked: Asked, name: str) -> HttpResponseBase:
    """The rendition's file where it stands, else the page of its job."""
    if asked.job is None:
        return send(asked.rendition, name)
    request.session[f"job-name-{asked.job.pk}"] = name
    return redirect("job", asked.job.pk)


def _not_made(
    request: HttpRequest, file: FileFormat, name: str, plan: Plan | None
) -> HttpResponseBase:
    crumbs = plan_crumbs(plan, (name, None)) if plan else []
    context = {"title": name, "kind": WORDS[file], "crumbs": crumbs}
    return render(request, "plans/documents/not_made.html", context)


WORDS = {FileFormat.PDF: "PDF", FileFormat.DOCX: "Word"}
