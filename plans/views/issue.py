"""Reviews of an edition, and issue: number, date, disclosure, withdrawal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from plans.actions.files import keep_upload
from plans.actions.issuing import (
    Finding,
    latest_review,
    notice_document,
    publish,
    record_review,
    withdraw,
)
from plans.actions.numbers import numbers_at_hand
from plans.actions.renditions import RENDER_TASK, preview_pdf
from plans.documents import issuers
from plans.enums import DocumentFile, ReviewKind
from plans.errors import WrongState
from plans.forms.issuing import PublishForm
from plans.forms.work import ReviewForm, WithdrawForm
from plans.models import Job, Letterhead, Plan, Publication, Rendition, Review
from plans.permissions import may_manage
from plans.views.common import actor, attempt, load_plan, number_in, plan_crumbs, staff_page
from plans.views.editions import load_edition
from plans.views.jobs import send, show_pdf


@staff_page
def reviews(request: HttpRequest, slug: str) -> HttpResponse:
    """合法性审核, 公平竞争审查, 社会稳定风险评估, 保密审查: what is recorded, per edition."""
    plan = load_plan(request, slug)
    context = {
        "title": "审核与审查",
        "crumbs": plan_crumbs(plan, ("审核与审查", None)),
        "plan": plan,
        "rows": Review.objects.filter(plan=plan).select_related("edition", "recorded_by", "file"),
        "editions": plan.editions.all(),
        "may_manage": may_manage(request.user, plan),
    }
    return render(request, "plans/reviews.html", context)


@staff_page
def add_review(request: HttpRequest, slug: str, edition_id: int) -> HttpResponse:
    """Record what a review of an edition came to."""
    plan = load_plan(request, slug, may_manage)
    edition = load_edition(plan, edition_id)
    initial = {"kind": request.GET.get("kind", ReviewKind.CONFIDENTIALITY)}
    form = ReviewForm(request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid():
        made = attempt(
            form, lambda: record_review(edition, _finding(request, plan, form), by=actor(request))
        )
        if made:
            messages.success(request, f"{made.get_kind_display()}已登记。")
            return redirect("reviews", slug)
    back = reverse("reviews", args=[slug])
    context = {
        "title": f"登记审查意见：{edition.label}",
        "form": form,
        "submit": "登记",
        "cancel_url": back,
        "crumbs": plan_crumbs(plan, ("审核与审查", back), ("登记", None)),
    }
    return render(request, "base_form.html", context)


def _finding(request: HttpRequest, plan: Plan, form: ReviewForm) -> Finding:
    data = form.cleaned_data
    upload = data["file"]
    kept = keep_upload(upload.name, upload.read(), by=actor(request), plan=plan) if upload else None
    return Finding(
        data["kind"], data["outcome"], data["opinion"], data["reviewer"], data["reviewed_on"], kept
    )


@staff_page
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
    edition = plan.approved_edition
    head = _letterhead(request, plan)
    context = {
        "title": "印发与公开",
        "crumbs": plan_crumbs(plan, ("印发与公开", None)),
        "plan": plan,
        "standing": standing,
        "issuers": issuers(standing) if standing else "",
        "form": form,
        "files": _files(standing),
        "edition": edition,
        "review": latest_review(edition, ReviewKind.CONFIDENTIALITY) if edition else None,
        "letterhead": head,
        "letterheads": Letterhead.objects.filter(is_active=True),
        "numbers": numbers_at_hand(head, timezone.localdate().year) if head else [],
    }
    return render(request, "plans/issue.html", context)


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
    number = form.cleaned_data["document_number"] or f"〔{day.year}〕　号"
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
        ],
        "form": form,
        "button": "撤回",
        "cancel_url": back,
        "crumbs": plan_crumbs(plan, ("印发与公开", back), ("撤回", None)),
    }
    return render(request, "confirm.html", context)
