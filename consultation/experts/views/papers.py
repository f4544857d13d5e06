"""Papers of an expert round as files: 专家意见表, receipt, 论证意见, the signed copy.

Before the round is opened a paper's job belongs to its expert alone and to no plan, so that
nobody else can follow it to the file.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from consultation.experts.pages import load_board, load_own
from consultation.experts.papers import argumentation, receipt, sheet
from consultation.experts.seal import is_author, may_read_opinions, own_opinions, panel_of
from consultation.models import ExpertReview
from plans.documents.pages import send_document
from plans.system.downloads import download
from plans.system.limits import Limit, limited
from plans.system.pages import require, staff_page


@staff_page
@limited(Limit.FILE)
def receipt_paper(request: HttpRequest, invitation_id: int, format_: str) -> HttpResponseBase:
    """回执 for the expert."""
    review = load_own(request, invitation_id)
    require(review.released_at is not None)
    name = f"专家意见提交回执（{review.receipt_number}）"
    return send_document(request, receipt(review), format_, name, None)


@staff_page
@limited(Limit.FILE)
def sheet_paper(request: HttpRequest, invitation_id: int, format_: str) -> HttpResponseBase:
    """专家意见表: for its author once released, for the others once the round is opened."""
    review = get_object_or_404(
        ExpertReview.objects.select_related(
            "invitation__round__plan", "invitation__round__edition"
        ),
        invitation=invitation_id,
        released_at__isnull=False,
    )
    round_ = review.invitation.round
    if is_author(request.user, review):
        opinions, plan = own_opinions(request.user, review), None
    else:
        require(may_read_opinions(request.user, round_))
        opinions = review.opinions.select_related("place", "chapter").order_by("place__order", "id")
        plan = round_.plan
    return send_document(
        request, sheet(review, opinions), format_, f"专家意见表（{review.name}）", plan
    )


@staff_page
@limited(Limit.FILE)
def argumentation_paper(request: HttpRequest, round_id: int, format_: str) -> HttpResponseBase:
    """论证意见 with the sheet that all sign."""
    one = load_board(request, round_id)
    panel = panel_of(one)
    require(may_read_opinions(request.user, one) and bool(panel.conclusion))
    return send_document(
        request, argumentation(panel), format_, f"专家论证意见（{one.name}）", one.plan
    )


@staff_page
def signed_copy(request: HttpRequest, round_id: int) -> HttpResponseBase:
    """The signed 论证意见 as it was uploaded."""
    one = load_board(request, round_id)
    panel = panel_of(one)
    require(may_read_opinions(request.user, one))
    if panel.signed_scan is None:
        raise Http404
    return download(panel.signed_scan)
