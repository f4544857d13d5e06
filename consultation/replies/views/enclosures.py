"""What a unit's reply brings with it: attachments, units it speaks for, earlier opinions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from consultation.models import Invitation, Reply
from consultation.permissions import is_open
from consultation.replies.actions.enclosures import attach, detach, speak_for, take_up
from consultation.replies.enclosures import own_earlier, visible_attachments
from consultation.replies.forms import FilesForm
from consultation.replies.pages import EDITABLE, load_invitation
from plans.models import Unit
from plans.system.actions.attachments import take_uploads
from plans.system.clock import database_now
from plans.system.downloads import download
from plans.system.pages import actor, attempt, numbers_in, press, staff_page


@staff_page
def enclosures(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Everything that may go with the opinions, each with its own button."""
    return _page(request, load_invitation(request, invitation_id), FilesForm())


def _page(request: HttpRequest, one: Invitation, form: FilesForm) -> HttpResponse:
    reply = getattr(one, "reply", None)
    back = reverse("invitation", args=[one.pk])
    context = {
        "title": "附件、所属单位和以前的意见",
        "crumbs": [
            ("征求意见", reverse("asked")),
            (one.round.name, back),
            ("附件、所属单位和以前的意见", None),
        ],
        "invitation": one,
        "form": form,
        "files": visible_attachments(actor(request), one),
        "subordinates": Unit.objects.active().filter(parent=one.unit) if one.unit else [],
        "spoken_for": set(reply.speaks_for.values_list("pk", flat=True)) if reply else set(),
        "earlier": own_earlier(one),
        "editable": is_open(one.round, database_now(), one) and one.state in EDITABLE,
        "back": back,
    }
    return render(
        request, "consultation/replies/enclosures.html", context, status=422 if form.errors else 200
    )


@staff_page
@require_POST
def add_files(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Upload one or several files; a refused one refuses all."""
    one = load_invitation(request, invitation_id)
    form = FilesForm(request.POST, request.FILES)
    if form.is_valid():
        made = attempt(form, lambda: _attach(request, one, form))
        if made is not None:
            messages.success(request, "附件已上传。")
            return redirect("enclosures", one.pk)
    return _page(request, one, form)


def _attach(request: HttpRequest, one: Invitation, form: FilesForm) -> Reply:
    """Keep them without a plan: whoever reads the draft reads them once they are released."""
    by = actor(request)
    uploads = [(file.name, file.read()) for file in form.cleaned_data["uploads"]]
    return take_uploads(uploads, lambda kept: attach(one.pk, kept, by=by), by=by)


@staff_page
@require_POST
def drop_file(request: HttpRequest, invitation_id: int, attachment_id: int) -> HttpResponse:
    """Take a file out again."""
    one = load_invitation(request, invitation_id)
    found = get_object_or_404(visible_attachments(actor(request), one), pk=attachment_id)
    return press(
        request,
        lambda: detach(one.pk, found.pk, by=actor(request)),
        "附件已移除。",
        reverse("enclosures", args=[one.pk]),
    )


@staff_page
def file(request: HttpRequest, invitation_id: int, attachment_id: int) -> HttpResponseBase:
    """A file of the reply as a download, never shown by the browser."""
    one = load_invitation(request, invitation_id)
    rows = visible_attachments(actor(request), one)
    return download(get_object_or_404(rows, pk=attachment_id))


@staff_page
@require_POST
def represent(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Say for which subordinate units the reply speaks too."""
    one = load_invitation(request, invitation_id)
    wanted = numbers_in(request.POST.getlist("units"))
    units = list(Unit.objects.active().filter(pk__in=wanted))
    return press(
        request,
        lambda: speak_for(one.pk, units, by=actor(request)),
        f"已记录：一并代表{len(units)}个所属单位反馈。",
        reverse("enclosures", args=[one.pk]),
    )


@staff_page
@require_POST
def take_earlier(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Draft earlier opinions of ours again."""
    one = load_invitation(request, invitation_id)
    wanted = numbers_in(request.POST.getlist("comments"))
    return press(
        request,
        lambda: take_up(one.pk, wanted, by=actor(request)),
        "以前的意见已作为草稿加入，可以逐条修改。",
        reverse("invitation", args=[one.pk]),
    )
