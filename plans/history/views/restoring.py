"""A chapter brought back to a moment."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from plans.drafting.pages import origin_of
from plans.errors import DomainError
from plans.history.actions import Restoration, restoration_of, restore_chapter
from plans.history.forms import MomentForm
from plans.models import Provision
from plans.permissions import may_edit
from plans.system.pages import (
    actor,
    attempt,
    load_plan,
    load_provision,
    plan_crumbs,
    require,
    staff_page,
)


@staff_page
def restore_at(request: HttpRequest, slug: str, provision_id: int) -> HttpResponse:
    """Bring a chapter back to ?at=: first what would happen, then, confirmed, the doing."""
    plan = load_plan(request, slug)
    chapter = load_provision(plan, provision_id)
    require(chapter.parent_id is None and may_edit(request.user, chapter))
    form = MomentForm(request.POST or request.GET or None)
    back = reverse("provision_history", args=[slug, provision_id])
    consequences: list[str] = []
    if form.is_valid():
        moment = _end_of_minute(form.cleaned_data["at"])
        posted = request.method == "POST"
        done = attempt(form, lambda: _restore(request, chapter, moment)) if posted else None
        if done is not None:
            messages.success(request, "已恢复，并保存为新的版本。恢复前的内容都在修改历史中。")
            return redirect("provision", slug, provision_id)
        consequences = _consequences(chapter, moment)
    context = {
        "title": f"恢复整章：{chapter.title}",
        "crumbs": plan_crumbs(plan, ("修改历史", back), ("恢复整章", None)),
        "form": form,
        "consequences": consequences,
        "button": "恢复整章",
        "cancel_url": back,
        "action": reverse("restore_at", args=[slug, provision_id]),
    }
    return render(
        request, "confirm.html" if consequences else "plans/history/restore_at.html", context
    )


def _restore(request: HttpRequest, chapter: Provision, moment: datetime) -> Restoration:
    words = f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
    origin = origin_of(request, chapter.plan, f"恢复整章到{words}")
    return restore_chapter(chapter.pk, by=actor(request), moment=moment, origin=origin)


def _end_of_minute(moment: datetime) -> datetime:
    return moment if moment.second else moment.replace(second=59, microsecond=999_999)


def _consequences(chapter: Provision, moment: datetime) -> list[str]:
    try:
        found = restoration_of(chapter, moment)
    except DomainError as error:
        return [str(error)]
    written = "、".join(f"“{row.title}”" for row, _ in found.written)
    deleted = "、".join(f"“{row.title}”" for row in found.deleted)
    sentences = [
        f"恢复{len(found.written)}个部分的标题、正文和次序：{written}。" if written else "",
        f"删除此后新增的{len(found.deleted)}个部分：{deleted}。" if deleted else "",
        "恢复保存为新的版本，现在的内容仍在修改历史中，可以再恢复回来。",
    ]
    if not written and not deleted:
        return ["这一章现在和当时完全相同，不需要恢复。"]
    return [sentence for sentence in sentences if sentence]
