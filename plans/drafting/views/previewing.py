"""预览: a part of the plan as an official page, drawn while one waits."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from plans.documents.actions import preview_pdf
from plans.drafting.actions.revising import checked_text, checked_title
from plans.drafting.forms.text import ProvisionForm
from plans.drafting.papers import provision_document
from plans.drafting.queries import plan_tree
from plans.errors import DomainError, InvalidInput
from plans.system.downloads import show_pdf
from plans.system.limits import Limit, limited
from plans.system.pages import load_plan, plan_crumbs, staff_page
from plans.text.tree import Node, find_node


@staff_page
@limited(Limit.FILE)
def preview_provision(request: HttpRequest, slug: str, provision_id: int) -> HttpResponseBase:
    """The part with all below it as a PDF; posted from the editor, with what stands there now."""
    plan = load_plan(request, slug)
    found = find_node(plan_tree(plan), provision_id)
    if found is None:
        raise Http404
    node = found[0]
    try:
        content = preview_pdf(provision_document(_written(request, node)))
    except DomainError as error:
        context = {
            "title": "不能预览",
            "why": str(error),
            "crumbs": plan_crumbs(plan, ("预览", None)),
        }
        answer: HttpResponse = render(request, "plans/drafting/no_preview.html", context)
        return answer
    return show_pdf(content, f"预览：{node.number}{node.title}"[:60])


def _written(request: HttpRequest, node: Node) -> Node:
    """The node with the editor's unsaved text, where it comes; refused as a save would be."""
    form = ProvisionForm(request.POST)
    if form.is_bound and not form.is_valid() and form.refusal:
        raise InvalidInput(form.refusal)
    if request.method != "POST" or not form.is_valid():
        return node
    data = form.cleaned_data
    return replace(
        node,
        title=checked_title(data["title"]),
        text=checked_text(data["text"]),
        run_in=data["run_in"],
    )
