"""Issue of an edition: number, date, disclosure, withdrawal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.documents.actions import RENDER_TASK, preview_pdf
from plans.enums import DocumentFile, Phase, ReviewKind
from plans.errors import WrongState
from plans.issuing.actions.numbers import numbers_at_hand
from plans.issuing.actions.publishing import notice_document, publish, withdraw
from plans.issuing.actions.reviews import latest_review
from plans.issuing.forms.publishing import PublishForm
from plans.issuing.forms.reviews import WithdrawForm
from plans.issuing.papers import issuers
from plans.models import Job, Letterhead, Plan, Publication, Rendition
from plans.permissions import may_manage
from plans.system import clock
from plans.system.downloads import send, show_pdf
from plans.system.limits import Limit, limited
from plans.system.pages import actor, attempt, load_plan, number_in, plan_crumbs, staff_page
from plans.text.document_numbers import blank_number


@staff_page
@limited(Limit.FILE)
def issue(request: HttpRequest, slug: str) -> HttpResponse:
    """印发与公开: what is still missing, or the form, or what stands."""
    plan = load_plan(request, slug, may_manage)
    form = PublishForm(request.POST or None, initial=_initial(plan, _letterhead(request, plan)))
    if form.is_valid():
        made = attempt(form, lambda: _publish(request, plan, form))
        if made:
            messages.success(request, f"规划已以{made.document_number}印发。")
            return redirect("issue", slug)
    return _issue_page(request, plan, form)


@staff_page
@limited(Limit.FILE)
@require_POST
def preview_issue(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The document as it would be issued with this form: a PDF to look at, nothing is kept."""
    plan = load_plan(request, slug, may_manage)
    form = PublishForm(request.POST, preview=True)
    content = attempt(form, lambda: _preview(plan, form)) if form.is_valid() else None
    if content is None:
        return _issue_page(request, plan, form)
    return show_pdf(content, "印发件预览")


def _issue_page(request: HttpRequest, plan: Plan, form: PublishForm) -> HttpResponse:
    standing = plan.publications.filter(withdrawn_at__isnull=True).first()
    edition = plan.approved_edition if plan.phase in (Phase.APPROVED, Phase.PUBLISHED) else None
    head = _letterhead(request, plan)
    context = {
        "title": "印发与公开",
        "crumbs": plan_crumbs(plan, ("印发与公开", None)),
        "plan": plan,
        "standing": standing,
        "withdrawn": plan.publications.filter(withdrawn_at__isnull=False),
        "issuers": issuers(standing) if standing else "",
        "form": form,
        "files": _files(standing),
        "edition": edition,
        "review": latest_review(edition, ReviewKind.CONFIDENTIALITY) if edition else None,
        "letterhead": head,
        "letterheads": Letterhead.objects.filter(is_active=True),
        "numbers": numbers_at_hand(head, clock.today().year) if head else [],
    }
    return render(request, "plans/issuing/issue.html", context)


def _letterhead(request: HttpRequest, plan: Plan) -> Letterhead | None:
    """The letterhead asked for with ``?letterhead=``, else the owner's, else the first."""
    heads = Letterhead.objects.filter(is_active=True).order_by("id")
    asked = number_in(request.GET.get("letterhead"))
    chosen = heads.filter(pk=asked).first() if asked is not None else None
    return chosen or heads.filter(unit=plan.owner).first() or heads.first()


def _preview(plan: Plan, form: PublishForm) -> bytes:
    if plan.approved_edition is None:
        raise WrongState("规划还没有经审议批准，没有可以印发的稿。")
    day = form.cleaned_data["issued_on"]
    number = form.cleaned_data["document_number"] or blank_number(day.year)
    document = notice_document(
        plan.approved_edition, document_number=number, issued_on=day, notice=form.notice()
    )
    return preview_pdf(document)


def _publish(request: HttpRequest, plan: Plan, form: PublishForm) -> Publication:
    data = form.cleaned_data
    return publish(
        plan.pk,
        by=actor(request),
        document_number=data["document_number"],
        issued_on=data["issued_on"],
        disclosure=data["disclosure"],
        notice=form.notice(),
    )


def _initial(plan: Plan, head: Letterhead | None) -> dict[str, object]:
    edition = plan.approved_edition
    title = edition.title if edition else plan.title
    values: dict[str, object] = {
        "notice_title": f"关于印发《{title}》的通知",
        "body": f"《{title}》已经审议通过，现印发给你们，请结合实际，认真贯彻实施。",
    }
    if head is not None:
        values |= {
            "issuer": head.body_name,
            "signature": head.signature,
            "printed_by": head.printed_by,
            "copies_to": head.copies_to,
        }
    return values


@staff_page
def issued_file(request: HttpRequest, slug: str, format_: str) -> HttpResponseBase:
    """The issued document for staff, whatever its disclosure."""
    plan = load_plan(request, slug, may_manage)
    publication = get_object_or_404(Publication, plan=plan, withdrawn_at__isnull=True)
    rendition = get_object_or_404(Rendition, key=publication.keys.get(format_, ""))
    return send(rendition, f"{publication.edition.title}（{publication.document_number}）")


def _files(publication: Publication | None) -> list[dict[str, object]]:
    """The files of the issued document, each with its size or the job that still makes it."""
    if publication is None:
        return []
    keys = publication.keys
    made = {r.key: r for r in Rendition.objects.filter(key__in=keys.values()).exclude(path="")}
    return [
        {
            "file": file,
            "size": made[keys[file]].size if keys[file] in made else None,
            "job": None if keys[file] in made else _latest_job(keys[file]),
        }
        for file in DocumentFile
        if file in keys
    ]


def _latest_job(key: str) -> Job | None:
    return Job.objects.filter(task=RENDER_TASK, args={"key": key}).order_by("-id").first()


@staff_page
def withdraw_publication(request: HttpRequest, slug: str, publication_id: int) -> HttpResponse:
    """Take a publication back, after saying what will happen."""
    plan = load_plan(request, slug, may_manage)
    publication = get_object_or_404(Publication, pk=publication_id, plan=plan)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: withdraw(publication, by=actor(request), reason=reason)):
            messages.success(request, "已撤回，公开页面不再显示。")
            return redirect("issue", slug)
    back = reverse("issue", args=[slug])
    context = {
        "title": "撤回已发布的规划",
        "consequences": [
            "公开页面、固定链接和下载立即停止。",
            "撤回理由和记录会保留，规划回到“修改完善”阶段。",
            "再次印发须重新审议，并使用新的发文字号。",
        ],
        "form": form,
        "button": "撤回",
        "cancel_url": back,
        "crumbs": plan_crumbs(plan, ("印发与公开", back), ("撤回", None)),
    }
    return render(request, "confirm.html", context)
