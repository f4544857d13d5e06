"""Papers of a consultation as files: letter, receipt, 复函, answers, table; the stamped scan."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from consultation.actions.answers import release_answers
from consultation.actions.replies import add_sealed_scan
from consultation.documents import answers, letter, receipt, reply_letter, table
from consultation.enums import ReplyState
from consultation.forms.work import ScanForm
from consultation.models import Invitation, Reply
from consultation.permissions import may_fetch_reply, may_run_round
from consultation.views.collating import criteria_of, filter_form
from consultation.views.rounds import load_round
from plans.actions.files import take_uploads
from plans.actions.renditions import request_rendition
from plans.enums import FileFormat
from plans.errors import DomainError
from plans.models import Plan
from plans.rendering.blocks import Document
from plans.views.common import actor, attempt, require, staff_page
from plans.views.jobs import follow


def send_document(
    request: HttpRequest, document: Document, format_: str, name: str, plan: Plan
) -> HttpResponseBase:
    """The document as PDF or DOCX: at once where it was made before, else by a job."""
    if format_ not in (FileFormat.PDF, FileFormat.DOCX):
        raise Http404
    label = f"生成：{name}"
    asked = request_rendition(
        document, FileFormat(format_), by=actor(request), label=label, plan=plan
    )
    return follow(request, asked, name)


@staff_page
def round_letter(request: HttpRequest, round_id: int, format_: str) -> HttpResponseBase:
    """征求意见函 to all, with the 反馈表."""
    one = load_round(request, round_id)
    return send_document(request, letter(one), format_, f"征求意见函（{one.name}）", one.plan)


@staff_page
def table_paper(request: HttpRequest, round_id: int, format_: str) -> HttpResponseBase:
    """意见汇总处理表 as a document, with the filters of the list."""
    one = load_round(request, round_id, run=False)
    criteria = criteria_of(request, filter_form(request, one))
    document = table(one, criteria, timezone.localdate())
    return send_document(request, document, format_, f"意见汇总处理表（{one.name}）", one.plan)


@staff_page
@require_POST
def tell(request: HttpRequest, round_id: int) -> HttpResponse:
    """Open the answers to everyone asked, and write one letter each."""
    one = load_round(request, round_id)
    try:
        job = release_answers(one, by=actor(request))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("round", one.pk)
    return redirect("job", job.pk)


def _released(request: HttpRequest, invitation_id: int) -> tuple[Invitation, Reply]:
    """An invitation with its released reply, for its own people and for staff."""
    one = get_object_or_404(
        Invitation.objects.select_related(
            "round__plan__owner", "round__edition", "unit", "person", "reply__released_by"
        ),
        pk=invitation_id,
        reply__released_at__isnull=False,
    )
    require(may_fetch_reply(request.user, one.reply) or may_run_round(request.user, one.round))
    return one, one.reply


@staff_page
def receipt_paper(request: HttpRequest, invitation_id: int, format_: str) -> HttpResponseBase:
    """回执 of a released reply."""
    one, reply = _released(request, invitation_id)
    name = f"意见反馈回执（{reply.receipt_number}）"
    return send_document(request, receipt(one, reply), format_, name, one.round.plan)


@staff_page
def reply_paper(request: HttpRequest, invitation_id: int, format_: str) -> HttpResponseBase:
    """复函 of a released reply, to be stamped."""
    one, reply = _released(request, invitation_id)
    return send_document(
        request, reply_letter(one, reply), format_, f"复函（{one}）", one.round.plan
    )


@staff_page
def answers_paper(request: HttpRequest, invitation_id: int, format_: str) -> HttpResponseBase:
    """What became of our opinions, once the answers are released."""
    one, _ = _released(request, invitation_id)
    released = one.round.answers_released_at
    require(released is not None)
    document = answers(one, timezone.localdate(released))
    return send_document(request, document, format_, f"意见处理情况（{one}）", one.round.plan)


@staff_page
def scan(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Upload the stamped 复函; the reply is then complete."""
    one, _ = _released(request, invitation_id)
    require(one.state == ReplyState.TO_SEAL)
    form = ScanForm(request.POST or None, request.FILES or None)
    back = (
        reverse("contact", args=[one.round_id, one.pk])
        if may_run_round(request.user, one.round)
        else reverse("invitation", args=[one.pk])
    )
    if form.is_valid() and attempt(form, lambda: _keep_scan(request, one, form)) is not None:
        messages.success(request, "盖章件已上传，反馈完成。")
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
