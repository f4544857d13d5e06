"""Sending a paper as a file: at once where it stands, else by a job."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from plans.documents.actions import Asked, request_rendition
from plans.enums import FileFormat
from plans.models import Plan
from plans.rendering.blocks import Document
from plans.system.downloads import send
from plans.system.pages import actor


def send_document(
    request: HttpRequest, document: Document, format_: str, name: str, plan: Plan | None
) -> HttpResponseBase:
    """The document as PDF or DOCX: at once where it was made before, else by a job."""
    if format_ not in (FileFormat.PDF, FileFormat.DOCX):
        raise Http404
    label = f"生成：{name}"
    asked = request_rendition(
        document, FileFormat(format_), by=actor(request), label=label, plan=plan
    )
    return follow(request, asked, name)


def follow(request: HttpRequest, asked: Asked, name: str) -> HttpResponseBase:
    """The rendition's file where it stands, else the page of its job."""
    if asked.job is None:
        return send(asked.rendition, name)
    request.session[f"job-name-{asked.job.pk}"] = name
    return redirect("job", asked.job.pk)
