"""What staff entered for a unit, beside its original: the second person confirms or refuses."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from consultation.models import ReplyEntry
from consultation.permissions import (
    may_confirm_entry,
    may_read_entry,
    may_refuse_entry,
    may_run_round,
)
from consultation.replies.actions.entering import confirm_entry, refuse_entry, withdraw_entry
from consultation.replies.entries import entered_opinions, letter_of, waits_for
from consultation.replies.forms import SendBackForm
from consultation.rounds.pages import round_crumbs
from plans.system.downloads import show_upload
from plans.system.limits import Limit, limited
from plans.system.pages import Crumb, actor, press, require, staff_page


def load_entry(request: HttpRequest, invitation_id: int, entry_id: int) -> ReplyEntry:
    """An entry for who runs the round and for the unit's own people; 404 for everybody else."""
    rows = ReplyEntry.objects.select_related(
        "reply__invitation__round__plan__owner", "reply__invitation__round__edition",
        "reply__invitation__unit", "reply__invitation__person",
        "original", "made_by", "confirmed_by", "set_aside_by",
    )  # fmt: skip
    found = get_object_or_404(rows, pk=entry_id, reply__invitation=invitation_id)
    require(may_read_entry(request.user, found))
    return found


@staff_page
@limited(Limit.COMPARISON)
def entry(request: HttpRequest, invitation_id: int, entry_id: int) -> HttpResponse:
    """The original and what was entered from it, side by side, and for whom it waits."""
    found = load_entry(request, invitation_id, entry_id)
    one = found.reply.invitation
    context = {
        "title": f"{found.get_kind_display()}：{one}",
        "crumbs": _crumbs(request, found),
        "entry": found,
        "invitation": one,
        "round": one.round,
        "letter": letter_of(found),
        "opinions": entered_opinions(found),
        "waits_for": waits_for(found) if found.waits else "",
        "may_confirm": may_confirm_entry(request.user, found),
        "may_refuse": may_refuse_entry(request.user, found),
        "may_withdraw": found.waits and found.made_by_id == actor(request).pk,
        "picture": found.original is not None and found.original.content_type.startswith("image/"),
        "refuse_form": SendBackForm(),
    }
    return render(request, "consultation/replies/entry.html", context)


def _crumbs(request: HttpRequest, found: ReplyEntry) -> list[Crumb]:
    one = found.reply.invitation
    if may_run_round(request.user, one.round):
        contact = reverse("contact", args=[one.round_id, one.pk])
        return round_crumbs(one.round, (str(one), contact), (found.get_kind_display(), None))
    page = reverse("invitation", args=[one.pk])
    return [
        ("征求意见", reverse("asked")),
        (one.round.name, page),
        (found.get_kind_display(), None),
    ]


@staff_page
def entry_original(request: HttpRequest, invitation_id: int, entry_id: int) -> HttpResponseBase:
    """The original: a picture or PDF opens beside the page, everything else is kept as a file."""
    found = load_entry(request, invitation_id, entry_id)
    require(found.original is not None)
    assert found.original is not None
    return show_upload(found.original)


@staff_page
@require_POST
def confirm(request: HttpRequest, invitation_id: int, entry_id: int) -> HttpResponse:
    """复核: compared with the original, it counts."""
    found = load_entry(request, invitation_id, entry_id)
    here = reverse("entry", args=[invitation_id, entry_id])
    if "compared" not in request.POST:
        messages.error(request, "请先对照原件核对，再勾选“已对照原件核对”。没有复核。")
        return redirect(here)
    return press(
        request,
        lambda: confirm_entry(found.pk, by=actor(request)),
        f"已复核，作为{found.reply.invitation}的正式反馈。",
        here,
    )


@staff_page
@require_POST
def refuse(request: HttpRequest, invitation_id: int, entry_id: int) -> HttpResponse:
    """Not let it count, with the reason."""
    found = load_entry(request, invitation_id, entry_id)
    reason = request.POST.get("reason", "")
    return press(
        request,
        lambda: refuse_entry(found.pk, by=actor(request), reason=reason),
        "已退回录入的人。录入的意见保留为草稿，没有作为正式反馈。",
        reverse("entry", args=[invitation_id, entry_id]),
    )


@staff_page
@require_POST
def withdraw(request: HttpRequest, invitation_id: int, entry_id: int) -> HttpResponse:
    """Who entered it takes it back."""
    found = load_entry(request, invitation_id, entry_id)
    return press(
        request,
        lambda: withdraw_entry(found.pk, by=actor(request)),
        "已撤回。录入的意见保留为草稿，可以修改后重新送复核。",
        reverse("entry", args=[invitation_id, entry_id]),
    )
