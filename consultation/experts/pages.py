"""What pages of an expert round share: loading the board and one's own review."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from consultation.enums import Audience
from consultation.experts.seal import is_author, is_invited_expert, may_see_board
from consultation.models import ExpertReview, Invitation, Round
from plans.system.pages import require


def load_board(request: HttpRequest, round_id: int) -> Round:
    """An expert round whose board the visitor may see; 404 for everybody else."""
    rows = Round.objects.issued().select_related("plan__owner", "edition")
    one = get_object_or_404(rows, pk=round_id, audience=Audience.EXPERTS)
    require(may_see_board(request.user, one))
    return one


def load_review(request: HttpRequest, invitation_id: int) -> ExpertReview:
    """The visitor's own invitation as an expert; 404 for everybody else."""
    one = get_object_or_404(
        Invitation.objects.select_related("round__plan", "round__edition", "person"),
        pk=invitation_id,
    )
    require(is_invited_expert(request.user, one))
    review = get_object_or_404(ExpertReview, invitation=one)
    review.invitation = one
    return review


def load_own(request: HttpRequest, invitation_id: int) -> ExpertReview:
    """The same for the author alone, once there is something to write or to read."""
    review = load_review(request, invitation_id)
    require(is_author(request.user, review) and review.declared_at is not None)
    return review
