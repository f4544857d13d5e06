"""工作机构: bodies with who sits and deputises; who may do what, and why."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from plans.documents.pages import send_document
from plans.system import clock
from plans.system.limits import Limit, limited
from plans.system.pages import actor, attempt, load_plan, staff_page
from taskforce.bodies.actions.seats import make_body
from taskforce.bodies.forms import BodyForm
from taskforce.bodies.pages import body_crumbs, seat_lines
from taskforce.bodies.papers import rights_table
from taskforce.bodies.rights import rights_of
from taskforce.enums import BodyKind
from taskforce.models import Body
from taskforce.permissions import may_run_process, may_see_process


@staff_page
def bodies(request: HttpRequest, slug: str) -> HttpResponse:
    """All bodies of the plan with their seats, and the table of rights with their grounds."""
    plan = load_plan(request, slug, may_see_process)
    run = may_run_process(request.user, plan)
    form = BodyForm(request.POST or None) if run else None
    if form and form.is_valid():
        data = form.cleaned_data
        made = attempt(form, lambda: make_body(plan, **data, by=actor(request)))
        if made:
            messages.success(request, "机构已设立。下一步：增加成员。")
            return redirect("add_seat", made.pk)
    groups = [
        {"body": body, "lines": seat_lines(body, actor(request), run=run)}
        for body in Body.objects.filter(plan=plan)
    ]
    context = {
        "title": "工作机构",
        "crumbs": body_crumbs(request, plan, ("工作机构", None)),
        "plan": plan,
        "groups": groups,
        "form": form,
        "submit": "设立机构",
        "run": run,
        "empty_note": f"按工作方案设立{BodyKind.LEADING_GROUP.label}、办公室和工作专班。",
        "rights": rights_of(plan, clock.today()),
    }
    return render(request, "taskforce/bodies/bodies.html", context)


@staff_page
@limited(Limit.FILE)
def rights_paper(request: HttpRequest, slug: str, format_: str) -> HttpResponseBase:
    """谁可以做什么, printed."""
    plan = load_plan(request, slug, may_see_process)
    today = clock.today()
    document = rights_table(plan, rights_of(plan, today), on=today)
    return send_document(request, document, format_, f"{plan.title}权限表", plan)
