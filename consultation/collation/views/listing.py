"""意见汇总 on screen: the list with its filters and saved views, and the table to take out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from consultation.collation.actions.exports import request_table
from consultation.collation.canned_reasons import reasons_of
from consultation.collation.columns import Table, cells, columns_of
from consultation.collation.forms import AssignForm, BulkForm, CollationFilter, TagForm, ViewForm
from consultation.collation.listing import Criteria, listing
from consultation.collation.queries import handlers_of
from consultation.collation.standing import stand_now
from consultation.models import Round
from consultation.passages.whereabouts import text_of_tree
from consultation.permissions import may_run_round
from consultation.rounds.pages import load_round, round_crumbs
from plans.drafting.queries import plan_tree
from plans.models import Unit, User
from plans.system.limits import Limit, limited
from plans.system.pages import actor, key_of, page_url, query_of, staff_page
from plans.text.tree import PlanTree

USUAL_VIEWS = (
    ("全部", ""),
    ("待处理", "state=open"),
    ("待落实", "state=to_prove"),
    ("我经办的", "mine=on"),
    ("已过期限的", "overdue=on"),
    ("提交论证的", "argued=on"),
)


@staff_page
def comments(request: HttpRequest, round_id: int) -> HttpResponse:
    """The collation list: filters in the URL, pages by key."""
    one = load_round(request, round_id, run=False)
    tree = plan_tree(one.plan)
    form = filter_form(request, one, tree)
    page = listing(
        one,
        criteria_of(request, form),
        after=key_of(request, "after"),
        before=key_of(request, "before"),
    )
    run = may_run_round(request.user, one)
    columns = columns_of(Table.SCREEN)
    context = {
        "title": "意见汇总",
        "crumbs": round_crumbs(one, ("意见汇总", None)),
        "plan": one.plan,
        "round": one,
        "columns": columns,
        "rows": [(row, cells(row, columns)) for row in page.rows],
        "page": page,
        "query": query_of(request),
        "previous_url": page_url(request, "before", page.before),
        "next_url": page_url(request, "after", page.after),
        "filter_form": form,
        "run": run,
        "treat": run and one.completed_at is None,
        "found": stand_now(page.rows, text_of_tree(tree)),
        "usual_views": USUAL_VIEWS,
        "editions": one.plan.editions.filter(frozen_at__gt=one.edition.frozen_at),
        "views": one.views.filter(owner=actor(request)),
        "view_form": ViewForm(auto_id="view_%s"),
        **(_bulk_forms(one) if run else {}),
    }
    return render(request, "consultation/collation/comments.html", context)


def _bulk_forms(one: Round) -> dict[str, Any]:
    return {
        "bulk_form": BulkForm(auto_id="bulk_%s"),
        "assign_form": AssignForm(auto_id="bulk_%s", people=handlers_of(one.plan)),
        "tag_form": TagForm(auto_id="bulk_%s", use_required_attribute=False),
        "tags": one.tags.all(),
        "reasons": reasons_of(one.plan),
    }


def filter_form(request: HttpRequest, one: Round, tree: PlanTree | None = None) -> CollationFilter:
    """The filters of the URL, with the round's chapters, units, people and tags to choose from."""
    form = CollationFilter(request.GET)
    tree = tree or plan_tree(one.plan)
    units = Unit.objects.filter(pk__in=one.invitations.values("unit")).values_list("pk", "name")
    choices: dict[str, Iterable[tuple[object, str]]] = {
        "chapter": ((n.id, f"{n.number}{n.title}") for n in tree.nodes),
        "unit": units,
        "tags": one.tags.values_list("pk", "name"),
        "handler": ((user.pk, str(user)) for user in handlers_of(one.plan)),
    }
    for name, found in choices.items():
        form.fields[name].choices = [("", "全部"), *found]  # type: ignore[attr-defined]
    return form


def criteria_of(request: HttpRequest, form: CollationFilter) -> Criteria:
    """The filters of the URL as the query takes them; what makes no sense does not narrow."""
    form.is_valid()
    data = form.cleaned_data
    return Criteria(
        q=data.get("q", ""),
        state=data.get("state", ""),
        kind=data.get("kind", ""),
        disposition=data.get("disposition", ""),
        source=data.get("source", ""),
        to_argumentation=data.get("argued", False),
        overdue=data.get("overdue", False),
        place=data.get("place"),
        tags=int(data["tags"]) if data.get("tags") else None,
        unit=int(data["unit"]) if data.get("unit") else None,
        chapter=int(data["chapter"]) if data.get("chapter") else None,
        handler=_handler(request, data),
    )


def _handler(request: HttpRequest, data: dict[str, Any]) -> User | None:
    if data.get("mine"):
        return actor(request)
    return User.objects.filter(pk=data["handler"]).first() if data.get("handler") else None


@staff_page
@limited(Limit.FILE)
@require_POST
def export(request: HttpRequest, round_id: int) -> HttpResponse:
    """意见汇总处理表 as XLSX, by a job; citizens without their names."""
    return _export(request, load_round(request, round_id, run=False), personal=False)


@staff_page
@limited(Limit.FILE)
@require_POST
def export_personal(request: HttpRequest, round_id: int) -> HttpResponse:
    """The same with the names and contacts of citizens, for who runs the round."""
    return _export(request, load_round(request, round_id), personal=True)


def _export(request: HttpRequest, one: Round, *, personal: bool) -> HttpResponse:
    criteria = criteria_of(request, filter_form(request, one))
    job = request_table(one, criteria, by=actor(request), personal=personal)
    return redirect("job", job.pk)
