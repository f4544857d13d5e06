"""What pages of deciding share: loading a package, keeping an upload, the form page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from plans.models import Attachment
from plans.system.actions.attachments import keep_upload
from plans.system.pages import actor, require
from taskforce.gates.pages import gate_crumbs, plan_of
from taskforce.models import Gate, Package
from taskforce.permissions import may_see_package


def keep_file(request: HttpRequest, gate: Gate, upload: Any) -> Attachment | None:
    if not upload:
        return None
    return keep_upload(upload.name, upload.read(), by=actor(request), plan=plan_of(gate))


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
