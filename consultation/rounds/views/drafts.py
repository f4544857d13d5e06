"""A draft in four steps, each saved by itself: 稿和期限, 征求意见函, 征求对象, 预览和发出."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from consultation.enums import Audience
from consultation.models import Round
from consultation.rounds.actions.drafts import (
    LetterWords,
    change_round,
    choose_addressees,
    choose_way,
    draft_round,
    drop_draft,
    write_letter,
)
from consultation.rounds.actions.issuing import issue_round
from consultation.rounds.forms import AddresseeFilter, LetterForm, NewRoundForm, RoundForm
from consultation.rounds.pages import load_draft, round_crumbs
from consultation.rounds.pages.addressees import (
    PEOPLE,
    AddresseePage,
    addressee_page,
    askable_people,
)
from consultation.rounds.pages.forecast import forecast
from consultation.rounds.rules import usual_close
from plans.models import Unit, User
from plans.permissions import may_manage
from plans.system import clock
from plans.system.pages import (
    actor,
    attempt,
    load_plan,
    number_in,
    numbers_in,
    plan_crumbs,
    press,
    staff_page,
)

AFTER_ISSUE = {
    Audience.UNITS: "round",
    Audience.PUBLIC: "round",
    Audience.EXPERTS: "invite_expert",
}
STEPS = (
    ("change_round", "稿和期限"),
    ("round_words", "征求意见函"),
    ("addressees", "征求对象"),
    ("check_round", "预览和发出"),
)


def steps_of(one: Round, here: str) -> list[dict[str, object]]:
    """The steps of a draft as tabs; whom to ask is chosen only where single ones are asked."""
    return [
        {"label": f"{number} {label}", "url": reverse(name, args=[one.pk]), "current": name == here}
        for number, (name, label) in enumerate(STEPS, start=1)
    ]


def _context(one: Round, here: str, **more: Any) -> dict[str, Any]:
    return {
        "title": one.name,
        "round": one,
        "steps": steps_of(one, here),
        "crumbs": round_crumbs(one, ("草稿", None)),
        "forecast": forecast(one),
        **more,
    }


@staff_page
def new_round(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a draft; the public is proposed the 30 days that need no reason."""
    plan = load_plan(request, slug, may_manage)
    now = timezone.localtime(clock.now()).replace(second=0, microsecond=0)
    latest = plan.editions.first()
    wanted = request.GET.get("audience", "")
    audience = wanted if wanted in Audience.values else Audience.UNITS
    initial = {
        "opens_at": now,
        "closes_at": usual_close(now, audience),
        "edition": latest,
        "audience": audience,
        "name": f"关于{latest.label}征求意见" if latest else "",
        "key": uuid.uuid4(),
    }
    form = NewRoundForm(request.POST or None, plan=plan, initial=initial)
    if form.is_valid():
        edition, terms = form.terms()
        key = form.cleaned_data["key"]
        made = attempt(form, lambda: draft_round(edition, terms, by=actor(request), key=key))
        if made and made.issued_at is not None:
            return redirect("round", made.pk)
        if made:
            messages.success(request, "草稿已保存，还没有发出。下一步：写征求意见函。")
            return redirect("round_words", made.pk)
    back = reverse("rounds", args=[slug])
    context = {
        "title": "组织一轮征求意见",
        "form": form,
        "submit": "保存草稿，下一步",
        "cancel_url": back,
        "crumbs": plan_crumbs(plan, ("征求意见", back), ("组织一轮", None)),
    }
    return render(request, "consultation/rounds/new.html", context)


@staff_page
def change(request: HttpRequest, round_id: int) -> HttpResponse:
    """First step: edition, name, audience and window."""
    one = load_draft(request, round_id)
    names = ("edition", "name", "audience", "short_reason", "previous")
    initial = {name: getattr(one, name) for name in names}
    moments = {name: timezone.localtime(getattr(one, name)) for name in ("opens_at", "closes_at")}
    form = RoundForm(request.POST or None, plan=one.plan, initial=initial | moments)
    if form.is_valid():
        edition, terms = form.terms()
        if attempt(form, lambda: change_round(one, edition, terms, by=actor(request))):
            messages.success(request, "已保存，还没有发出。")
            return redirect("round_words", one.pk)
    context = _context(one, "change_round", form=form, submit="保存，下一步")
    return render(request, "consultation/rounds/draft.html", context)


@staff_page
def words(request: HttpRequest, round_id: int) -> HttpResponse:
    """Second step: what the letter says."""
    one = load_draft(request, round_id)
    initial = {name: getattr(one, name) for name in ("letter_text", "contact", "needs_seal")}
    form = LetterForm(request.POST or None, initial=initial)
    if form.is_valid():
        said = LetterWords(**form.cleaned_data)
        if attempt(form, lambda: write_letter(one, said, by=actor(request))):
            messages.success(request, "已保存，还没有发出。")
            units = one.audience == Audience.UNITS
            return redirect("addressees" if units else "check_round", one.pk)
    context = _context(one, "round_words", form=form, submit="保存，下一步")
    return render(request, "consultation/rounds/draft.html", context)


def _page(request: HttpRequest, one: Round) -> AddresseePage:
    form = AddresseeFilter(request.GET)
    form.is_valid()
    q, kind = form.cleaned_data.get("q") or "", form.cleaned_data.get("kind") or ""
    return addressee_page(one, q=q, kind=kind, page=number_in(request.GET.get("page")) or 1)


@staff_page
def addressees(request: HttpRequest, round_id: int) -> HttpResponse:
    """Third step: whom to ask; a list to search, with kinds and how many of each are chosen."""
    one = load_draft(request, round_id)
    if one.audience != Audience.UNITS:
        return redirect("check_round", one.pk)
    query = request.META.get("QUERY_STRING", "")
    way_url = f"{reverse('choose_way', args=[one.pk])}?{query}"
    context = _context(one, "addressees", found=_page(request, one), way_url=way_url)
    return render(request, "consultation/rounds/addressees.html", context)


@staff_page
@require_POST
def choose(request: HttpRequest, round_id: int) -> HttpResponse:
    """Keep the ticks of the part of the list that was shown."""
    one = load_draft(request, round_id)
    shown, ticked = (numbers_in(request.POST.getlist(name)) for name in ("shown", "selected"))
    people = request.GET.get("kind") == PEOPLE
    rows = askable_people() if people else Unit.objects.active()
    chosen = list(rows.filter(pk__in=set(ticked) & set(shown)))
    left = list((User if people else Unit).objects.filter(pk__in=set(shown) - set(ticked)))
    names = ("persons", "not_persons") if people else ("units", "not_units")
    what: dict[str, Any] = dict(zip(names, (chosen, left), strict=True))
    back = f"{reverse('addressees', args=[one.pk])}?{request.META.get('QUERY_STRING', '')}"
    return press(
        request,
        lambda: choose_addressees(one, by=actor(request), **what),
        "选择已保存，还没有发出。",
        back.rstrip("?"),
    )


@staff_page
@require_POST
def choose_channel(request: HttpRequest, round_id: int) -> HttpResponse:
    """By what the letter goes to the units that are ticked."""
    one = load_draft(request, round_id)
    units = Unit.objects.filter(pk__in=numbers_in(request.POST.getlist("selected")))
    channel = request.POST.get("channel", "")
    back = f"{reverse('addressees', args=[one.pk])}?{request.META.get('QUERY_STRING', '')}"
    return press(
        request,
        lambda: choose_way(one, by=actor(request), units=units, channel=channel),
        "送达方式已保存，还没有发出。",
        back.rstrip("?"),
    )


@staff_page
@require_POST
def choose_kind(request: HttpRequest, round_id: int, kind: str) -> HttpResponse:
    """Put all units of a kind among them, or, where all are, take them away again."""
    one = load_draft(request, round_id)
    of_kind = Unit.objects.active().filter(kind=kind)
    chosen = set(one.addressees.filter(unit__in=of_kind).values_list("unit", flat=True))
    every = chosen >= set(of_kind.values_list("pk", flat=True))
    more, fewer = (Unit.objects.none(), of_kind) if every else (of_kind, Unit.objects.none())
    return press(
        request,
        lambda: choose_addressees(one, by=actor(request), units=more, not_units=fewer),
        "已去掉这一类单位。" if every else "已选上这一类的全部单位，还没有发出。",
        f"{reverse('addressees', args=[one.pk])}?kind={kind}",
    )


@staff_page
def check(request: HttpRequest, round_id: int) -> HttpResponse:
    """Fourth step: how it will look to whom, what is odd, and what issuing will do."""
    one = load_draft(request, round_id)
    return render(request, "consultation/rounds/check.html", _context(one, "check_round"))


@staff_page
@require_POST
def issue(request: HttpRequest, round_id: int) -> HttpResponse:
    """The press of the fourth page; one that was issued meanwhile is shown as it stands."""
    found = Round.objects.filter(pk=round_id, issued_at__isnull=False).first()
    if found is not None:
        return redirect("round", found.pk)
    one = load_draft(request, round_id)
    told = forecast(one)
    done = f"已发出，共{told.asked}个对象：{told.told.words}。" if told.asks_units else "已发出。"
    to = reverse(AFTER_ISSUE[Audience(one.audience)], args=[one.pk])
    return press(request, lambda: issue_round(one, by=actor(request)), done, to)


@staff_page
def drop(request: HttpRequest, round_id: int) -> HttpResponse:
    """Delete a draft."""
    one = load_draft(request, round_id)
    back = reverse("rounds", args=[one.plan.slug])
    if request.method == "POST":
        return press(request, lambda: drop_draft(one, by=actor(request)), "草稿已删除。", back)
    context = {
        "title": f"删除草稿：{one.name}",
        "crumbs": round_crumbs(one, ("删除草稿", None)),
        "consequences": ["草稿没有发出，任何单位和个人都没有收到。删除后不能恢复。"],
        "button": "删除草稿",
        "cancel_url": reverse("check_round", args=[one.pk]),
    }
    return render(request, "confirm.html", context)
