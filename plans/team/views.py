"""Who writes what, how far it is, and the margin notes among drafters."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.drafting.queries import plan_tree
from plans.enums import WRITING_TRANSITIONS, WritingState
from plans.errors import InvalidInput
from plans.models import Assignment, Note, Provision, User
from plans.permissions import WRITE_CHAPTER, may_edit, may_lead
from plans.system.middleware import asked_by_script
from plans.system.pages import (
    actor,
    attempt,
    load_plan,
    load_provision,
    number_in,
    plan_crumbs,
    press,
    require,
    staff_page,
)
from plans.team.actions import assign_chapter, change_writing_state, resolve_note, write_note
from plans.team.forms import AssignForm

MENTION = re.compile(r"@([\w·]{1,20})")


@staff_page
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """分工一览: the chapters by state, each with its writers and due date."""
    plan = load_plan(request, slug)
    chapters = {c.pk: c for c in plan.provisions.standing().chapters()}
    for chapter in chapters.values():
        chapter.plan = plan
    assigned = {
        a.chapter_id: a
        for a in Assignment.objects.filter(chapter__in=chapters).select_related("lead")
    }
    cards = [
        _card(
            request,
            chapters[int(node.id or 0)],
            f"{node.number}{node.title}",
            assigned.get(int(node.id or 0)),
        )
        for node in plan_tree(plan).nodes
    ]
    columns = [
        {"label": state.label, "cards": [card for card in cards if card["state"] == state]}
        for state in WritingState
    ]
    context = {
        "title": "分工一览",
        "crumbs": plan_crumbs(plan, ("分工一览", None)),
        "plan": plan,
        "columns": columns,
    }
    return render(request, "plans/team/board.html", context)


def _card(
    request: HttpRequest, chapter: Provision, name: str, assignment: Assignment | None
) -> dict[str, object]:
    state = WritingState(assignment.state) if assignment else WritingState.WAITING
    editable = may_edit(request.user, chapter)
    lead = may_lead(request.user, chapter)
    moves = [s for s in WRITING_TRANSITIONS[state] if s != WritingState.UNIFIED or lead]
    return {
        "chapter": chapter,
        "name": name,
        "assignment": assignment,
        "state": state,
        "moves": moves if editable else [],
        "may_lead": lead,
    }


@staff_page
def assign(request: HttpRequest, slug: str, chapter_id: int) -> HttpResponse:
    """Set a chapter's lead writer, co-writers and due date."""
    plan = load_plan(request, slug)
    chapter = load_provision(plan, chapter_id)
    require(chapter.parent_id is None and may_lead(request.user, chapter))
    assignment = Assignment.objects.filter(chapter=chapter).first()
    writers = User.objects.filter(
        provisionuserobjectpermission__content_object=chapter,
        provisionuserobjectpermission__permission__codename=WRITE_CHAPTER,
    )
    initial = {
        "writers": writers,
        "lead": assignment.lead if assignment else None,
        "due_on": assignment.due_on if assignment else None,
    }
    form = AssignForm(request.POST or None, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        done = attempt(
            form,
            lambda: assign_chapter(
                chapter,
                by=actor(request),
                lead=data["lead"],
                writers=data["writers"],
                due_on=data["due_on"],
            ),
        )
        if done:
            messages.success(request, "分工已保存，主笔和参与起草的人员现在可以修改这一章。")
            return redirect("board", slug)
    back = reverse("board", args=[slug])
    context = {
        "title": f"分工：{chapter.title}",
        "form": form,
        "cancel_url": back,
        "crumbs": plan_crumbs(plan, ("分工一览", back), ("分工", None)),
    }
    return render(request, "base_form.html", context)


@staff_page
@require_POST
def writing_state(request: HttpRequest, slug: str, chapter_id: int, state: str) -> HttpResponse:
    """Move a chapter on or back: 待起草, 起草中, 待统稿, 已统稿."""
    plan = load_plan(request, slug)
    chapter = load_provision(plan, chapter_id)
    require(may_edit(request.user, chapter) and state in WritingState.values)
    return press(
        request,
        lambda: change_writing_state(chapter, WritingState(state), by=actor(request)),
        f"“{chapter.title}”已改为“{WritingState(state).label}”。",
        reverse("board", args=[slug]),
    )


@staff_page
@require_POST
def note(request: HttpRequest, slug: str, provision_id: int) -> HttpResponse:
    """Write a margin note or a reply; @姓名 mentions a colleague. A script gets it as a part."""
    plan = load_plan(request, slug)
    row = load_provision(plan, provision_id)
    body = request.POST.get("body", "")
    answered = number_in(request.POST.get("reply_to"))
    reply_to = get_object_or_404(Note, pk=answered, provision=row) if answered else None
    named = User.objects.filter(full_name__in=MENTION.findall(body), is_active=True)

    def add() -> Note:
        quote = request.POST.get("quote", "")
        return write_note(
            row,
            by=actor(request),
            body=body,
            reply_to=reply_to,
            mentioned=named,
            quote=quote,
        )

    if not asked_by_script(request):
        return press(request, add, "批注已添加。", reverse("provision", args=[slug, provision_id]))
    added = add()
    context = {"plan": plan, "provision": row, "note": added.reply_to or added}
    if added.reply_to is not None:
        context["reply"] = added
    return render(request, "plans/drafting/_note_added.html", context)


@staff_page
@require_POST
def settle_note(request: HttpRequest, slug: str, note_id: int) -> HttpResponse:
    """Mark a note as settled, or open it again. A script gets its state as a part."""
    plan = load_plan(request, slug)
    found = get_object_or_404(Note, pk=note_id, provision__plan=plan)
    if found.reply_to_id is not None:
        raise InvalidInput("回复随原批注一起处理。")
    resolve = found.resolved_at is None

    def settle() -> Note:
        return resolve_note(found, by=actor(request), resolved=resolve)

    if asked_by_script(request):
        return render(request, "plans/drafting/_note_state.html", {"plan": plan, "note": settle()})
    done = "批注已标为已处理。" if resolve else "批注已重新打开。"
    return press(request, settle, done, reverse("provision", args=[slug, found.provision_id]))
