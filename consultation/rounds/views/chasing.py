"""催办台账: the board of all invited, reminding them, one by one or all that are silent."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from consultation.enums import CHOSEN_CHANNELS, REPLY_STEPS, Audience, ReplyStep
from consultation.models import Invitation, ReplyEntry
from consultation.permissions import closing_time, is_open, may_run_round, takes_link
from consultation.rounds.actions.chasing import log_phone, remind, silent_in
from consultation.rounds.actions.delivering import foretell
from consultation.rounds.actions.invitations import record_no_reply
from consultation.rounds.chase_board import Wanted, board_page, invited, state_counts
from consultation.rounds.figures import shown_figures
from consultation.rounds.forms import ChaseFilter, NoteForm
from consultation.rounds.pages import load_round, load_round_or_draft, round_crumbs
from plans.errors import WrongState
from plans.system.clock import database_now
from plans.system.pages import actor, attempt, key_of, page_url, press, query_of, staff_page

CHANNELS = [("", "按联系方式自动"), *((one, one.label) for one in CHOSEN_CHANNELS)]
"""By what a letter may be sent again."""


@staff_page
def board(request: HttpRequest, round_id: int) -> HttpResponse:
    """Everyone invited, where their reply stands, when they were last reached; of a draft, how far
    it is."""
    one = load_round_or_draft(request, round_id, run=False)
    if one.issued_at is None:
        return redirect("check_round", one.pk)
    if one.audience == Audience.EXPERTS:
        return redirect("panel", one.pk)
    now = database_now()
    form, wanted = _wanted(request)
    page = board_page(
        one, wanted, now, after=key_of(request, "after"), before=key_of(request, "before")
    )
    counts = state_counts(one, now)
    context = {
        "title": one.name,
        "crumbs": round_crumbs(one),
        "plan": one.plan,
        "round": one,
        "open": is_open(one, now),
        "rows": page.lines,
        "figures": shown_figures(one),
        "filter_form": form,
        "states": [
            {"value": value, "label": label, "count": counts[value]}
            for value, label in ChaseFilter.STATES
            if counts.get(value)
        ],
        "narrowed": wanted != Wanted(),
        "query": query_of(request),
        "summary": f"共{page.total}个对象",
        "previous_url": page_url(request, "before", page.before),
        "next_url": page_url(request, "after", page.after),
        "run": may_run_round(request.user, one) and one.in_force,
        "changes": one.window_changes.select_related("by", "invitation__unit"),
    }
    return render(request, "consultation/rounds/board.html", context)


def _wanted(request: HttpRequest) -> tuple[ChaseFilter, Wanted]:
    form = ChaseFilter(request.GET)
    form.is_valid()
    data = form.cleaned_data
    found = {name: data.get(name) or "" for name in ("state", "kind", "q")}
    return form, Wanted(**found)


@staff_page
def remind_all(request: HttpRequest, round_id: int) -> HttpResponse:
    """Remind all that are silent, or those of them that the board's filters leave; asked first,
    with whom it will reach by what."""
    one = load_round(request, round_id)
    _, wanted = _wanted(request)
    among = invited(one, wanted, database_now())
    back = reverse("round", args=[one.pk])
    kept = urlencode({k: v for k, v in vars(wanted).items() if v})
    back = f"{back}?{kept}" if kept else back
    if request.method == "POST":
        try:
            told = remind(one, by=actor(request), among=among)
        except WrongState as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"已催办：{told.words}。")
        return redirect(back)
    silent = list(silent_in(one, among=among).select_related("unit", "person"))
    told = foretell(silent)
    context = {
        "title": "催办未反馈的对象",
        "crumbs": round_crumbs(one, ("催办", None)),
        "consequences": [
            f"现在向{len(silent)}个没有反馈的对象催办（今天已经催办过的除外）。",
            f"其中：{told.words}。",
        ],
        "button": "发出催办",
        "action": f"{request.path}?{kept}" if kept else request.path,
        "cancel_url": back,
        "harmless": True,
    }
    return render(request, "confirm.html", context)


@staff_page
@require_POST
def remind_one(request: HttpRequest, round_id: int, invitation_id: int) -> HttpResponse:
    """Remind one, whenever it was last reminded."""
    one = load_round(request, round_id)
    target = get_object_or_404(Invitation, pk=invitation_id, round=one)
    try:
        told = remind(one, by=actor(request), invitation=target)
    except WrongState as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"催办{target}：{told.words}。")
    return redirect("contact", one.pk, target.pk)


@staff_page
def contact(request: HttpRequest, round_id: int, invitation_id: int) -> HttpResponse:
    """One invited: all contacts, and the phone log."""
    one = load_round(request, round_id)
    target = get_object_or_404(
        Invitation.objects.select_related("unit", "person", "round__plan"),
        pk=invitation_id,
        round=one,
    )
    entered = ReplyEntry.objects.filter(reply__invitation=target).select_related("made_by")
    form = NoteForm(request.POST or None)
    if form.is_valid():
        note = form.cleaned_data["note"]
        if attempt(form, lambda: log_phone(target, by=actor(request), note=note)):
            messages.success(request, "电话催办已登记。")
            return redirect("contact", one.pk, target.pk)
    running = one.completed_at is None and one.in_force
    context = {
        "title": f"{target}",
        "crumbs": round_crumbs(one, (str(target), None)),
        "round": one,
        "invitation": target,
        "entry": entered.waiting().first(),
        "contacts": target.contacts.select_related("by"),
        "deliveries": target.deliveries.select_related("mail", "by"),
        "channels": CHANNELS,
        "links": target.links.select_related("created_by"),
        "running": running,
        "takes_link": running and takes_link(target),
        "silent": running
        and target.state in REPLY_STEPS[ReplyStep.SILENT]
        and not is_open(one, database_now(), target),
        "may_scan": target.state in REPLY_STEPS[ReplyStep.SEAL],
        "may_note": running and target.state in REPLY_STEPS[ReplyStep.NOTE],
        "form": form,
        "submit": "登记电话催办",
        "closes_at": closing_time(one, target),
    }
    return render(request, "consultation/rounds/contact.html", context)


@staff_page
@require_POST
def silent(request: HttpRequest, round_id: int, invitation_id: int) -> HttpResponse:
    """Record that nothing came in (未反馈)."""
    one = load_round(request, round_id)
    target = get_object_or_404(Invitation, pk=invitation_id, round=one)
    reason = request.POST.get("reason", "") or "截止时未反馈"
    return press(
        request,
        lambda: record_no_reply(target.pk, by=actor(request), reason=reason),
        f"{target}已登记为未反馈。",
        reverse("round", args=[one.pk]),
    )
