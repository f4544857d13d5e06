"""节点审核: what is missing, sealing the papers, what was decided and carried."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.system import clock
from plans.system.pages import actor, attempt, press, require, staff_page
from taskforce.enums import ASKABLE_GATE_STATES, BodyKind
from taskforce.evidence.registry import evidence_for
from taskforce.gates.actions.assembling import seal_prepared
from taskforce.gates.actions.packages import Paper
from taskforce.gates.actions.reopening import reopen_gate
from taskforce.gates.forms import ItemForm, SealForm
from taskforce.gates.pages import change_lines, gate_crumbs, load_gate, plan_of, prepared_of
from taskforce.gates.queries import edits_by_item, package_in_hand
from taskforce.models import Gate, Package
from taskforce.permissions import may_run_process
from taskforce.seconds import waits_for
from taskforce.standing import loose_changes, may_be_asked, may_be_reopened, must_ask_again


@staff_page
def gate(request: HttpRequest, gate_id: int) -> HttpResponse:
    """A gate: the evidence with links to where it is made, packages, decisions, items."""
    found = load_gate(request, gate_id)
    run = may_run_process(request.user, plan_of(found))
    packages = list(
        found.packages.select_related("edition", "meeting", "sealed_by").prefetch_related(
            "decisions__items"
        )
    )
    changes = change_lines(found, actor(request))
    last = next((one.decision for one in packages if one.decision), None)
    context = {
        "title": found.title,
        "crumbs": gate_crumbs(found, (found.title, None)),
        "plan": plan_of(found),
        "gate": found,
        "evidence": evidence_for(found),
        "packages": packages,
        "in_hand": package_in_hand(found),
        "askable": run and may_be_asked(found),
        "run": run,
        "changes": changes,
        "changeable": run
        and found.state in ASKABLE_GATE_STATES
        and all(one.change.in_force for one in changes),
        "again": must_ask_again(found),
        "reopenable": may_be_reopened(found),
        "carried": edits_by_item(plan_of(found)),
        "seats": found.body.seats.held_on(clock.today()),
        "loose": loose_changes(last)[:20] if last else [],
        "waiting": waits_for(found),
        "item_form": ItemForm(),
        "empty_note": f"材料齐全后，由{BodyKind.OFFICE.label}封存材料并提请审议。",
    }
    return render(request, "taskforce/gates/gate.html", context)


@staff_page
@require_POST
def reopen(request: HttpRequest, gate_id: int) -> HttpResponse:
    """重新审议 by who runs the process, with the reason."""
    found = load_gate(request, gate_id)
    require(may_run_process(request.user, plan_of(found)))
    reason = request.POST.get("reason", "")
    return press(
        request,
        lambda: reopen_gate(found.pk, by=actor(request), reason=reason),
        "已重新审议：请修改、定版后再次提请，相关人员已收到通知。",
        reverse("gate", args=[found.pk]),
    )


@staff_page
def seal(request: HttpRequest, gate_id: int) -> HttpResponse:
    """Put the gate's question to the deciders with sealed papers."""
    found = load_gate(request, gate_id)
    plan = plan_of(found)
    require(may_run_process(request.user, plan))
    ready = prepared_of(found)
    question = f"提请{found.body}审议《{plan.title}》（{found.title}）"
    form = SealForm(
        request.POST or None,
        plan=plan,
        initial={"question": question[:300], "edition": ready["edition"]},
    )
    if form.is_valid():
        made = attempt(form, lambda: _seal(request, found, form))
        if made:
            messages.success(request, "报审材料已封存并提请审议，成员会在工作台看到。")
            return redirect("package", made.pk)
    back = reverse("gate", args=[found.pk])
    context = {
        "title": f"提请审议：{found.title}",
        "form": form,
        "submit": "封存并提请审议",
        "action": f"?seen={found.prepared.waiting().fingerprint()}",
        "cancel_url": back,
        "evidence": evidence_for(found),
        "plan": plan,
        "gate": found,
        "editions": plan.editions.all(),
        **ready,
        "crumbs": gate_crumbs(found, (found.title, back), ("提请审议", None)),
    }
    return render(request, "taskforce/gates/seal.html", context)


def _seal(request: HttpRequest, found: Gate, form: SealForm) -> Package:
    data = form.cleaned_data
    more = []
    for piece in data["evidence"]:
        text = "" if piece.file else f"{piece.note} {piece.link}".strip()
        more.append(Paper(piece.note, file=piece.file, text=text))
    if data["statement"].strip():
        more.append(Paper("情况说明", text=data["statement"].replace("\r\n", "\n")))
    return seal_prepared(
        found.pk,
        by=actor(request),
        question=data["question"],
        more=more,
        edition=data["edition"],
        gap_reason=data["gap_reason"],
        seen=request.GET.get("seen", ""),
    )
