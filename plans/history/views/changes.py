"""修改历史: of a provision or the plan, two versions compared, one restored."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from plans.drafting.actions.writing import restore_provision_text
from plans.drafting.queries import chapter_of, history, plan_tree
from plans.enums import ChangeKind
from plans.models import Change, User
from plans.permissions import may_draft, may_edit
from plans.system.pages import (
    actor,
    load_plan,
    load_provision,
    number_in,
    plan_crumbs,
    press,
    require,
    staff_page,
)
from plans.text.comparing import RowDiff, compare_texts
from plans.text.tree import ids_below, numbers

PAGE = 50
SERIALIZED = "version__serialized_data"
"""The text of a version, which lists of versions do not need."""


@staff_page
def plan_history(request: HttpRequest, slug: str) -> HttpResponse:
    """All changes of the plan; ?who= and ?kind= filter."""
    plan = load_plan(request, slug)
    changes = history(plan)
    who, kind = request.GET.get("who", ""), request.GET.get("kind", "")
    if (number := number_in(who)) is not None:
        changes = changes.filter(version__revision__user=number)
    if kind:
        changes = changes.filter(kind=kind)
    since, until = request.GET.get("since", ""), request.GET.get("until", "")
    if since:
        changes = changes.filter(version__revision__date_created__date__gte=since)
    if until:
        changes = changes.filter(version__revision__date_created__date__lte=until)
    page = Paginator(changes.defer(SERIALIZED), PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "修改历史",
        "crumbs": plan_crumbs(plan, ("修改历史", None)),
        "plan": plan,
        "may_restore": may_draft(request.user, plan),
        "rows": page.object_list,
        "page": page,
        "marks": numbers(plan_tree(plan)),
        "people": User.objects.filter(
            pk__in=history(plan).order_by().values("version__revision__user")
        ),
        "who": who,
        "kind": kind,
        "since": since,
        "until": until,
    }
    return render(request, "plans/history/history.html", context)


@staff_page
def provision_history(request: HttpRequest, slug: str, provision_id: int) -> HttpResponse:
    """Changes of one provision and of what is below it."""
    plan = load_plan(request, slug)
    row = load_provision(plan, provision_id)
    tree = plan_tree(plan)
    ids = ids_below(tree, row.pk) or [row.pk]
    page = Paginator(history(plan, ids).defer(SERIALIZED), PAGE).get_page(request.GET.get("page"))
    back = reverse("provision", args=[slug, provision_id])
    context = {
        "title": f"修改历史：{row.title}",
        "crumbs": plan_crumbs(plan, (row.title, back), ("修改历史", None)),
        "plan": plan,
        "provision": row,
        "rows": page.object_list,
        "page": page,
        "marks": numbers(tree),
        "editable": may_edit(request.user, chapter_of(row)),
    }
    return render(request, "plans/history/history.html", context)


@staff_page
def change(request: HttpRequest, slug: str, change_id: int) -> HttpResponse:
    """One change against the version before it, or against ?with= another of the provision.

    A deletion strikes out what was deleted, with all that went with it.
    """
    plan = load_plan(request, slug)
    new = get_object_or_404(
        Change.objects.select_related("version__revision__user", "provision"),
        pk=change_id,
        plan=plan,
    )
    same = Change.objects.filter(plan=plan, provision=new.provision).select_related(
        "version__revision__user"
    )
    other = number_in(request.GET.get("with"))
    old = (
        get_object_or_404(same, pk=other)
        if other is not None
        else same.filter(pk__lt=new.pk).order_by("-pk").first()
    )
    if old is not None and old.pk > new.pk:
        old, new = new, old
    title_rows, text_rows = _compared(old, new)
    row = load_provision(plan, new.provision_id) if new.provision_id else None
    context = {
        "title": f"第{new.number}版的修改",
        "crumbs": plan_crumbs(
            plan, ("修改历史", reverse("plan_history", args=[slug])), ("比较", None)
        ),
        "plan": plan,
        "old": old,
        "new": new,
        "provision": row,
        "title_rows": title_rows,
        "text_rows": text_rows,
        "together": _together(new),
        "others": _others(same.exclude(pk=new.pk)),
        "editable": row is not None and may_edit(request.user, chapter_of(row)),
    }
    return render(request, "plans/history/change.html", context)


def _others(changes: QuerySet[Change]) -> list[tuple[int, str]]:
    """The latest hundred as choices; plain values, since a chapter may have hundreds."""
    revision = "version__revision__"
    fields = ("pk", "number", f"{revision}user__full_name", f"{revision}date_created")
    rows = changes.order_by("-pk").values_list(*fields)[:100]
    return [
        (pk, f"第{number}版　{name}　{timezone.localtime(at):%Y-%m-%d %H:%M}")
        for pk, number, name, at in rows
    ]


def _texts(change: Change | None) -> tuple[str, str]:
    if change is None:
        return "", ""
    fields = change.version.field_dict
    if fields.get("deleted_at") is not None:
        return "", ""
    return fields["title"], fields.get("text", fields.get("preamble", ""))


Rows = Sequence[RowDiff]


def _together(new: Change) -> list[tuple[Rows, Rows]]:
    """What was deleted or brought back with it in one press: titles and texts, as it was done."""
    if new.kind not in (ChangeKind.DELETE, ChangeKind.RESTORE):
        return []
    others = Change.objects.filter(
        version__revision=new.version.revision_id, provision__isnull=False
    ).exclude(pk=new.pk)
    return [_compared(_before(one), one) for one in others.select_related("version")]


def _before(change: Change) -> Change | None:
    earlier = Change.objects.filter(provision=change.provision_id, pk__lt=change.pk)
    return earlier.select_related("version").order_by("-pk").first()


def _compared(old: Change | None, new: Change) -> tuple[Rows, Rows]:
    before, after = _texts(old), _texts(new)
    return compare_texts(before[0], after[0]), compare_texts(before[1], after[1])


@staff_page
@require_POST
def restore(request: HttpRequest, slug: str, change_id: int) -> HttpResponse:
    """Bring the text of an earlier version back as a new one."""
    plan = load_plan(request, slug)
    change = get_object_or_404(Change, pk=change_id, plan=plan, provision__isnull=False)
    row = load_provision(plan, change.provision_id or 0)
    require(may_edit(request.user, chapter_of(row)))
    return press(
        request,
        lambda: restore_provision_text(change, by=actor(request), expected_version=row.version),
        f"已恢复到第{change.number}版，并保存为新的版本。",
        reverse("provision", args=[slug, row.pk]),
    )
