"""What pages of a reply share: loading the invitation, the place, the released reply."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from consultation.enums import REPLY_STEPS, Audience, ReplyStep
from consultation.models import Invitation, Reply
from consultation.passages.quoting import standing
from consultation.permissions import asks_itself, may_answer, may_fetch_reply, may_run_round
from consultation.replies.actions.opinions import Opinion
from consultation.replies.fields import OpinionForm
from plans.errors import NotAllowed
from plans.models import EditionProvision
from plans.system.pages import number_in, require

EDITABLE = tuple(REPLY_STEPS[ReplyStep.WRITE])


def load_invitation(request: HttpRequest, invitation_id: int) -> Invitation:
    """An invitation of the visitor's unit or name; 404 for everybody else.

    NotAllowed with a sentence for the unit's own who manage the plan that asks.
    """
    one = get_object_or_404(
        Invitation.objects.select_related(
            "round__plan", "round__edition", "round__previous", "unit", "person", "reply"
        ),
        pk=invitation_id,
    )
    if asks_itself(request.user, one):
        raise NotAllowed(
            f"您主持“{one.round.plan}”的编制，不能代表{one}填写、审签意见。请由{one}的其他经办人或者负责人办理。"
        )
    require(may_answer(request.user, one) and one.round.audience != Audience.EXPERTS)
    return one


def load_place(one: Invitation, value: str) -> EditionProvision | None:
    """The frozen provision that an opinion is about; none for the whole plan."""
    number = number_in(value)
    if number is None:
        return None
    return get_object_or_404(EditionProvision, pk=number, edition=one.round.edition)


def to_opinion(form: OpinionForm, place: EditionProvision | None) -> Opinion:
    """The form as the action takes it, with the quote's surroundings from the text itself."""
    data = form.cleaned_data
    found = standing(place, data["quote"], data["start"])
    return Opinion(
        kind=data["kind"],
        proposal=data["proposal"],
        reason=data["reason"],
        place=place,
        quote=found.quote,
        prefix=found.prefix,
        suffix=found.suffix,
        start=found.start,
    )


def load_released(request: HttpRequest, invitation_id: int) -> tuple[Invitation, Reply]:
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
