"""送达情况: what was sent to whom by what and what came of it; texts to copy, letters handed on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from consultation.enums import Channel, DeliveryState
from consultation.models import Delivery, Invitation
from consultation.permissions import may_run_round
from consultation.rounds.actions.handing_on import note_handed_on, send_again
from consultation.rounds.actions.links import address_of
from consultation.rounds.deliveries import link_table, sent_in, text_to_copy, unreached
from consultation.rounds.pages import load_round, round_crumbs
from plans.system.downloads import send_file
from plans.system.limits import Limit, limited
from plans.system.pages import actor, key_of, page_url, press, staff_page


@staff_page
def deliveries(request: HttpRequest, round_id: int) -> HttpResponse:
    """Every letter of the round, newest first, and who has none."""
    one = load_round(request, round_id)
    page = sent_in(one, after=key_of(request, "after"))
    context = {
        "title": "送达情况",
        "crumbs": round_crumbs(one, ("送达情况", None)),
        "round": one,
        "run": may_run_round(request.user, one),
        "running": one.in_force and one.completed_at is None,
        "page": page,
        "unreached": unreached(one)[:50],
        "next_url": page_url(request, "after", page.after),
        "waiting": Delivery.objects.filter(
            invitation__round=one, channel=Channel.COPY, state=DeliveryState.WAITING
        ).count(),
    }
    return render(request, "consultation/rounds/deliveries.html", context)


@staff_page
def copy(request: HttpRequest, round_id: int, delivery_id: int) -> HttpResponse:
    """The text and the link of one letter, to copy and pass on; a press says that it was."""
    one = load_round(request, round_id)
    found = get_object_or_404(
        Delivery.objects.select_related("invitation__unit", "invitation__person", "link"),
        pk=delivery_id,
        invitation__round=one,
        link__isnull=False,
        link__revoked_at__isnull=True,
    )
    here = reverse("deliveries", args=[one.pk])
    if request.method == "POST":
        return press(
            request,
            lambda: note_handed_on(one, [found], by=actor(request)),
            f"已登记转发给{found.invitation}。",
            here,
        )
    assert found.link is not None
    context = {
        "title": f"转发给{found.invitation}",
        "crumbs": round_crumbs(one, ("送达情况", here), (str(found.invitation), None)),
        "round": one,
        "delivery": found,
        "text": text_to_copy(one, found.invitation, address_of(found.link)),
        "cancel_url": here,
    }
    return render(request, "consultation/rounds/copy.html", context)


@staff_page
@limited(Limit.FILE)
def link_list(request: HttpRequest, round_id: int) -> HttpResponseBase:
    """Text and link for everyone who is to get them by hand, as XLSX."""
    one = load_round(request, round_id)
    return send_file(link_table(one, address_of), f"专用链接（{one.name}）.xlsx", "xlsx")


@staff_page
@require_POST
def again(request: HttpRequest, round_id: int, invitation_id: int) -> HttpResponse:
    """The letter once more, by another channel or the same."""
    one = load_round(request, round_id)
    rows = Invitation.objects.select_related("unit", "person", "round")
    target = get_object_or_404(rows, pk=invitation_id, round=one)
    channel = request.POST.get("channel", "")
    return press(
        request,
        lambda: send_again(target, by=actor(request), channel=channel),
        f"已再次向{target}送达，情况见下。",
        reverse("contact", args=[one.pk, target.pk]),
    )
