"""汇集报审材料: what the portal made ready for a gate, to be looked at, replaced, left out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.models import Attachment
from plans.system.actions.attachments import keep_upload
from plans.system.downloads import download
from plans.system.limits import Limit, limited
from plans.system.pages import actor, attempt, number_in, polled, press, require, staff_page
from taskforce.gates.actions.assembling import (
    add_paper,
    assemble,
    assembling,
    drop_paper,
    replace_paper,
)
from taskforce.gates.forms import AddPaperForm, ReplacePaperForm
from taskforce.gates.pages import gate_crumbs, load_gate, plan_of, prepared_of
from taskforce.models import Gate, PreparedPaper
from taskforce.permissions import may_run_process


def _load(request: HttpRequest, gate_id: int) -> Gate:
    """A gate for whoever runs the process."""
    found = load_gate(request, gate_id)
    require(may_run_process(request.user, plan_of(found)))
    return found


def _paper(request: HttpRequest, gate_id: int, paper_id: int) -> PreparedPaper:
    found = _load(request, gate_id)
    paper = get_object_or_404(found.prepared.waiting().select_related("file"), pk=paper_id)
    paper.gate = found
    return paper


@staff_page
@limited(Limit.FILE)
@require_POST
def gather(request: HttpRequest, gate_id: int) -> HttpResponse:
    """Begin the making of all papers for the chosen 稿."""
    found = _load(request, gate_id)
    number = number_in(request.POST.get("edition")) or 0
    return press(
        request,
        lambda: assemble(found.pk, number, by=actor(request)),
        "正在汇集材料，完成后请逐件核对。",
        reverse("seal", args=[found.pk]),
    )


@polled
@staff_page
def prepared(request: HttpRequest, gate_id: int) -> HttpResponse:
    """The papers as they stand, renewed by the page while they are being made."""
    found = _load(request, gate_id)
    if request.headers.get("HX-Request") != "true":
        return redirect("seal", found.pk)
    context = {"gate": found, **prepared_of(found)}
    answer = render(request, "taskforce/gates/_prepared.html", context)
    if assembling(found) is None:
        answer["HX-Refresh"] = "true"
    return answer


@staff_page
def prepared_file(request: HttpRequest, gate_id: int, paper_id: int) -> HttpResponseBase:
    """One paper made ready, as a download."""
    return download(_paper(request, gate_id, paper_id).file)


@staff_page
@require_POST
def drop(request: HttpRequest, gate_id: int, paper_id: int) -> HttpResponse:
    """Leave a paper out."""
    paper = _paper(request, gate_id, paper_id)
    return press(
        request,
        lambda: drop_paper(paper.pk, by=actor(request)),
        f"“{paper}”不再列入。重新汇集时会再列出。",
        reverse("seal", args=[gate_id]),
    )


@staff_page
def replace(request: HttpRequest, gate_id: int, paper_id: int) -> HttpResponse:
    """Put an uploaded file in the place of a paper."""
    paper = _paper(request, gate_id, paper_id)
    form = ReplacePaperForm(request.POST or None, request.FILES or None)
    made = None
    if form.is_valid():
        made = attempt(
            form,
            lambda: replace_paper(paper.pk, _keep(request, paper.gate, form), by=actor(request)),
        )
    if made:
        messages.success(request, f"“{paper}”已换成上传的文件。")
        return redirect("seal", gate_id)
    return _form_page(request, paper.gate, form, f"换成上传的文件：{paper}", "上传并替换")


@staff_page
def add(request: HttpRequest, gate_id: int) -> HttpResponse:
    """Add a file of the office's own."""
    found = _load(request, gate_id)
    form = AddPaperForm(request.POST or None, request.FILES or None)
    made = None
    if form.is_valid():
        title = form.cleaned_data["title"]
        made = attempt(
            form,
            lambda: add_paper(found.pk, title, _keep(request, found, form), by=actor(request)),
        )
    if made:
        messages.success(request, "材料已列入。")
        return redirect("seal", gate_id)
    return _form_page(request, found, form, "增加报审材料", "上传并列入")


def _keep(request: HttpRequest, gate: Gate, form: ReplacePaperForm | AddPaperForm) -> Attachment:
    file = form.cleaned_data["file"]
    return keep_upload(file.name, file.read(), by=actor(request), plan=plan_of(gate))


def _form_page(
    request: HttpRequest, found: Gate, form: object, title: str, submit: str
) -> HttpResponse:
    gate_page, back = (reverse(name, args=[found.pk]) for name in ("gate", "seal"))
    context = {
        "title": title,
        "form": form,
        "submit": submit,
        "cancel_url": back,
        "crumbs": gate_crumbs(
            found, (found.title, gate_page), ("提请审议", back), (title[:24], None)
        ),
    }
    return render(request, "base_form.html", context)
