"""Pages of a change of how a gate is decided: proposing, confirming, refusing, withdrawing."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.models import User
from plans.system.pages import actor, attempt, press, require, staff_page
from taskforce.gates.actions import changing
from taskforce.gates.forms import TermsForm
from taskforce.gates.pages import gate_crumbs, load_gate, plan_of
from taskforce.gates.terms import Terms
from taskforce.models import Gate, GateChange
from taskforce.permissions import may_run_process

ANSWERS: dict[str, tuple[Callable[..., GateChange], str]] = {
    "confirm": (changing.confirm_change, "调整已确认，今后按新的办法审议。"),
    "refuse": (changing.refuse_change, "已表示不同意，审议办法不变。"),
    "withdraw": (changing.withdraw_change, "调整已撤回，审议办法不变。"),
}


@staff_page
def change(request: HttpRequest, gate_id: int) -> HttpResponse:
    """Propose another body, rule or evidence for a gate, with the reason."""
    found = load_gate(request, gate_id)
    require(may_run_process(request.user, plan_of(found)))
    form = TermsForm(request.POST or None, gate=found)
    made = attempt(form, lambda: _propose(found, form, actor(request))) if form.is_valid() else None
    if made:
        words = f"调整已提出，{changing.waits_for_change(made)}后生效。"
        messages.success(request, words)
        return redirect("gate", found.pk)
    back = reverse("gate", args=[found.pk])
    context = {
        "title": f"调整审议办法：{found.title}",
        "form": form,
        "submit": "提出调整",
        "cancel_url": back,
        "crumbs": gate_crumbs(found, (found.title, back), ("调整审议办法", None)),
    }
    return render(request, "base_form.html", context)


def _propose(found: Gate, form: TermsForm, by: User) -> GateChange:
    data = form.cleaned_data
    terms = Terms(data["body"], data["rule"], data["quorum"], tuple(data["evidence"]))
    return changing.propose_change(found.pk, terms, by=by, reason=data["reason"])


@staff_page
@require_POST
def answer_change(request: HttpRequest, gate_id: int, change_id: int, answer: str) -> HttpResponse:
    """Confirm, refuse or withdraw a change."""
    found = load_gate(request, gate_id)
    one = get_object_or_404(GateChange, pk=change_id, gate=found)
    if answer not in ANSWERS:
        raise Http404
    action, done = ANSWERS[answer]
    back = reverse("gate", args=[found.pk])
    return press(request, lambda: action(one.pk, by=actor(request)), done, back)
