"""Papers of a reply as files: receipt, 复函; its stamped scan."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from consultation.enums import REPLY_STEPS, ReplyState, ReplyStep
from consultation.models import Invitation, Reply
from consultation.permissions import may_run_round
from consultation.replies.actions.entering import add_sealed_scan
from consultation.replies.forms import ScanForm
from consultation.replies.pages import load_released
from consultation.replies.papers import receipt, reply_letter
from plans.documents.pages import send_document
from plans.system.actions.attachments import take_uploads
from plans.system.limits import Limit, limited
from plans.system.pages import actor, attempt, require, staff_page


@staff_page
@limited(Limit.FILE)
def receipt_paper(request: HttpRequest, invitation_id: int, format_: str) -> HttpResponseBase:
    """回执 of a released reply."""
    one, reply = load_released(request, invitation_id)
    name = f"意见反馈回执（{reply.receipt_number}）"
    return send_document(request, receipt(one, reply), format_, name, one.round.plan)


@staff_page
@limited(Limit.FILE)
def reply_paper(request: HttpRequest, invitation_id: int, format_: str) -> HttpResponseBase:
    """复函 of a released reply, to be stamped."""
    one, reply = load_released(request, invitation_id)
    return send_document(
        request, reply_letter(one, reply), format_, f"复函（{one}）", one.round.plan
    )


@staff_page
def scan(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Upload the stamped 复函; the reply is then complete."""
    one, _ = load_released(request, invitation_id)
    require(one.state in REPLY_STEPS[ReplyStep.SEAL])
    form = ScanForm(request.POST or None, request.FILES or None)
    back = (
        reverse("contact", args=[one.round_id, one.pk])
        if may_run_round(request.user, one.round)
        else reverse("invitation", args=[one.pk])
    )
    if form.is_valid() and attempt(form, lambda: _keep_scan(request, one, form)) is not None:
        one.refresh_from_db(fields=["state"])
        whole = one.state == ReplyState.RELEASED
        done = "盖章件已上传，反馈完成。" if whole else "盖章件已上传，等待另一人复核。"
        messages.success(request, done)
        return redirect(back)
    context = {"title": f"上传盖章件：{one}", "form": form, "submit": "上传", "cancel_url": back}
    return render(request, "base_form.html", context)


def _keep_scan(request: HttpRequest, one: Invitation, form: ScanForm) -> Reply:
    file, by = form.cleaned_data["file"], actor(request)
    return take_uploads(
        [(file.name, file.read())],
        lambda kept: add_sealed_scan(one.pk, by=by, scan=kept[0]),
        by=by,
        plan=one.round.plan,
    )
