"""单位名录: units, their import, and the people who work for them."""

from __future__ import annotations

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.enums import UnitKind
from plans.models import Unit, User
from plans.people.actions.activation import give_link
from plans.people.actions.directory import make_person, save_units
from plans.people.forms.directory import PersonForm, UnitFilter, UnitForm, UnitSheetForm
from plans.people.pages import shown
from plans.people.queries import Colleague, directory, people_of
from plans.people.unit_sheet import Sheet, read_sheet
from plans.people.views.activation import show_link
from plans.permissions import may_manage_units
from plans.system.pages import Crumb, actor, attempt, press, require, staff_page

TITLE = "单位名录"
SALT = "plans.units"
KINDS = dict(UnitKind.choices)


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [(TITLE, reverse("units") if more else None), *more]


@staff_page
def units(request: HttpRequest) -> HttpResponse:
    """The directory."""
    require(may_manage_units(request.user))
    form = UnitFilter(request.GET)
    form.is_valid()
    rows = directory(form.cleaned_data.get("q", ""), form.cleaned_data.get("kind", ""))
    context = {"title": TITLE, "crumbs": _crumbs(), "rows": rows, "filter_form": form}
    return render(request, "plans/people/units.html", context)


@staff_page
def new_unit(request: HttpRequest) -> HttpResponse:
    """Add a unit by hand."""
    require(may_manage_units(request.user))
    form = UnitForm(request.POST or None)
    if form.is_valid():
        if Unit.objects.filter(name=form.cleaned_data["name"]).exists():
            form.add_error("name", "名录中已有这个单位，请在名录中打开后修改。")
        elif attempt(form, lambda: save_units([form.cleaned_data], by=actor(request))):
            messages.success(request, f"已增加{form.cleaned_data['name']}。")
            return redirect("units")
    context = {"title": "增加单位", "form": form, "crumbs": _crumbs(("增加单位", None))}
    return render(request, "base_form.html", context | {"cancel_url": reverse("units")})


def _load(request: HttpRequest, unit_id: int) -> Unit:
    require(may_manage_units(request.user))
    return get_object_or_404(Unit, pk=unit_id)


@staff_page
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """One unit: its facts to change, and its people with what they do."""
    one = _load(request, unit_id)
    form = UnitForm(request.POST or None, unit=one)
    if form.is_valid():
        row = {**form.cleaned_data, "name": one.name}
        if attempt(form, lambda: save_units([row], by=actor(request))):
            messages.success(request, "单位信息已保存。")
            return redirect("unit", one.pk)
    context = {
        "title": one.name,
        "crumbs": _crumbs((one.name, None)),
        "unit": one,
        "form": form,
        "people": [_line(colleague, actor(request)) for colleague in people_of(one)],
        "cancel_url": reverse("units"),
    }
    return render(request, "plans/people/unit.html", context)


def _line(colleague: Colleague, user: User) -> dict[str, object]:
    """A person and their duties; one's own are named by another."""
    return {
        "user": colleague.user,
        "may_be_named": colleague.own and colleague.user.pk != user.pk,
        "roles": [
            (role.duty, shown(role.appointment, user) if role.appointment else None)
            for role in colleague.roles
        ],
    }


@staff_page
def new_person(request: HttpRequest, unit_id: int) -> HttpResponse:
    """An account for a person of the unit."""
    one = _load(request, unit_id)
    form = PersonForm(request.POST or None)
    if form.is_valid():
        made = attempt(form, lambda: make_person(by=actor(request), unit=one, **form.cleaned_data))
        if made:
            messages.success(request, f"已为{made}开设账号。请提名其职责，由另一人确认。")
            link, token = give_link(made, by=actor(request))
            return show_link(request, link, token)
    here = reverse("unit", args=[one.pk])
    context = {
        "title": "增加人员",
        "form": form,
        "crumbs": _crumbs((one.name, here), ("增加人员", None)),
        "cancel_url": here,
    }
    return render(request, "base_form.html", context)


@staff_page
def upload(request: HttpRequest) -> HttpResponse:
    """Read a sheet and show what would be written, or what is wrong line by line."""
    require(may_manage_units(request.user))
    form = UnitSheetForm(request.POST or None, request.FILES or None)
    context = {
        "title": "导入单位",
        "form": form,
        "submit": "上传并预览",
        "crumbs": _crumbs(("导入", None)),
        "cancel_url": reverse("units"),
    }
    if form.is_valid():
        file = form.cleaned_data["file"]
        sheet = attempt(form, lambda: read_sheet(file.name, file.read()))
        if sheet is not None:
            return render(request, "plans/people/units_preview.html", context | _preview(sheet))
    return render(request, "base_form.html", context)


def _preview(sheet: Sheet) -> dict[str, object]:
    names = [row["name"] for row in sheet.rows if "name" in row]
    known = set(Unit.objects.filter(name__in=names).values_list("name", flat=True))
    rows = [
        {**row, "kind": KINDS.get(row["kind"], ""), "known": row.get("name") in known}
        for row in sheet.rows
    ]
    kept = "" if sheet.errors else signing.dumps(sheet.rows, salt=SALT, compress=True)
    return {"rows": rows, "errors": sheet.errors, "kept": kept}


@staff_page
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Write the previewed rows, all or none."""
    require(may_manage_units(request.user))
    try:
        rows = signing.loads(request.POST.get("kept", ""), salt=SALT, max_age=86400)
    except signing.BadSignature:
        messages.error(request, "预览已失效，请重新上传文件。没有写入任何单位。")
        return redirect("import_units")
    done = f"已写入{len(rows)}个单位。"
    return press(request, lambda: save_units(rows, by=actor(request)), done, reverse("units"))
