"""操作日志 of a plan, or of all: who did what, when, from where; searched, exported, verified."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from plans.models import Plan
from plans.permissions import Visitor, may_manage, may_read_audit
from plans.system import clock
from plans.system.downloads import send_file
from plans.system.limits import Limit, limited
from plans.system.pages import Crumb, actor, load_plan, number_in, plan_crumbs, require, staff_page
from taskforce.log.actions import verify_later
from taskforce.log.forms import AuditFilter
from taskforce.log.search import Criteria, actions_of, csv_rows, entries, page_after
from taskforce.log.words import action_word


def may_see(user: Visitor, plan: Plan) -> bool:
    """The plan's managers, and who keeps the log."""
    return may_manage(user, plan) or may_read_audit(user)


@staff_page
def audit(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan's entries, newest first, by who, action, dates, words; ?before= an id."""
    plan = load_plan(request, slug, may_see)
    return _page(request, plan, plan_crumbs(plan, ("操作日志", None)))


@staff_page
def audit_all(request: HttpRequest) -> HttpResponse:
    """Entries of all plans and of none, for who keeps the log."""
    require(may_read_audit(request.user))
    return _page(request, None, [("操作日志", None)])


def _page(request: HttpRequest, plan: Plan | None, crumbs: list[Crumb]) -> HttpResponse:
    form = AuditFilter(request.GET)
    before = number_in(request.GET.get("before"))
    rows, last = page_after(entries(form.criteria(), plan), before)
    kept = request.GET.copy()
    kept.pop("before", None)
    further = kept.copy()
    further["before"] = str(last)
    context = {
        "title": "操作日志",
        "crumbs": crumbs,
        "plan": plan,
        "rows": rows,
        "next_url": f"?{further.urlencode()}" if last else "",
        "previous_url": f"?{kept.urlencode()}" if before is not None else "",
        "previous_label": "回到最新",
        "filter_form": form,
        "query": kept.urlencode(),
        "keeper": may_read_audit(request.user),
    }
    return render(request, "taskforce/log/log.html", context)


@staff_page
@limited(Limit.FILE)
def audit_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The plan's entries that fit the filters, as a table."""
    plan = load_plan(request, slug, may_see)
    return _table(AuditFilter(request.GET).criteria(), plan)


@staff_page
@limited(Limit.FILE)
def audit_all_csv(request: HttpRequest) -> HttpResponseBase:
    """All entries that fit the filters, as a table."""
    require(may_read_audit(request.user))
    return _table(AuditFilter(request.GET).criteria(), None)


class _Line:
    """What csv.writer writes to: each row is given back instead of kept."""

    def write(self, text: str) -> str:
        return text


def _table(criteria: Criteria, plan: Plan | None) -> HttpResponseBase:
    found = entries(criteria, plan)
    words = {action: action_word(action) for action in actions_of(found)}
    writer = csv.writer(_Line())

    def lines() -> Iterator[str]:
        yield "\ufeff"
        for row in csv_rows(found, words):
            yield writer.writerow(row)

    return send_file(lines(), f"操作日志-{clock.today():%Y%m%d}.csv", "csv")


@staff_page
@limited(Limit.FILE)
@require_POST
def verify_audit(request: HttpRequest) -> HttpResponse:
    """核验: follow the hash chain from its beginning; the job's page says what came of it."""
    require(may_read_audit(request.user))
    return redirect("job", verify_later(by=actor(request)).pk)
