"""Staff enter a unit's reply that came on paper or as a file."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from consultation.enums import CommentKind, ReplyOrigin
from consultation.incoming.forms.entering import EntryForm
from consultation.models import Comment, Invitation, ReplyEntry
from consultation.permissions import is_open
from consultation.replies.actions.entering import Late, enter_for_unit
from consultation.replies.actions.opinions import change_draft, delete_draft, draft_comment
from consultation.replies.enclosures import entered_drafts
from consultation.replies.entries import entries_of
from consultation.replies.fields import OpinionForm
from consultation.replies.pages import load_place, to_opinion
from consultation.rounds.pages import load_invited, round_crumbs
from plans.models import EditionProvision
from plans.system.actions.attachments import take_uploads
from plans.system.clock import database_now
from plans.system.limits import Limit, limited
from plans.system.pages import actor, attempt, press, staff_page


@staff_page
@limited(Limit.COMPARISON)
def enter(request: HttpRequest, round_id: int, invitation_id: int) -> HttpResponse:
    """The opinions entered so far, and the form that makes them the unit's reply."""
    target = load_invited(request, round_id, invitation_id)
    waiting = ReplyEntry.objects.waiting().filter(reply__invitation=target).first()
    if waiting is not None:
        return redirect("entry", invitation_id, waiting.pk)
    form = EntryForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        made = attempt(form, lambda: _enter(request, target, form))
        if made:
            messages.success(request, f"{target}的意见已录入，等待另一人对照原件复核。")
            return redirect("entry", invitation_id, made.pk)
    places = EditionProvision.objects.filter(edition=target.round.edition)
    context = {
        "title": f"代为录入：{target}",
        "crumbs": round_crumbs(
            target.round,
            (str(target), reverse("contact", args=[round_id, invitation_id])),
            ("代为录入", None),
        ),
        "invitation": target,
        "round": target.round,
        "drafts": entered_drafts(target).select_related("place", "author").order_by("id"),
        "places": places,
        "form": form,
        "submit": "录入并送复核",
        "refused": _refused(target),
        "late": not is_open(target.round, database_now(), target),
    }
    return render(request, "consultation/incoming/enter.html", context)


def _refused(target: Invitation) -> ReplyEntry | None:
    """What was entered last, where it was refused or taken back."""
    latest = next(iter(entries_of(target)), None)
    return latest if latest is not None and latest.set_aside_at is not None else None


def _enter(request: HttpRequest, target: Invitation, form: EntryForm) -> ReplyEntry:
    data, by = form.cleaned_data, actor(request)
    upload = data["original"]
    late = None if is_open(target.round, database_now(), target) else Late(data["late_reason"])
    return take_uploads(
        [(upload.name, upload.read())] if upload else [],
        lambda kept: enter_for_unit(
            target.pk,
            by=by,
            origin=ReplyOrigin(data["origin"]),
            no_opinion=data["no_opinion"],
            original=kept[0] if kept else None,
            account=data["account"],
            late=late,
        ),
        by=by,
        plan=target.round.plan,
    )


@staff_page
@limited(Limit.COMPARISON)
def enter_opinion(request: HttpRequest, round_id: int, invitation_id: int) -> HttpResponse:
    """One opinion out of a form or letter."""
    target = load_invited(request, round_id, invitation_id)
    place = load_place(target, request.GET.get("place", ""))
    initial = {"kind": CommentKind.CHANGE, "key": uuid.uuid4()}
    form = OpinionForm(request.POST or None, initial=initial)
    back = reverse("enter", args=[round_id, invitation_id])
    if form.is_valid():
        key = form.cleaned_data["key"]
        made = attempt(
            form,
            lambda: draft_comment(
                target.pk, to_opinion(form, place), by=actor(request), key=key, for_unit=True
            ),
        )
        if made:
            messages.success(request, "已录入一条意见。")
            return redirect(back)
    context = {
        "title": "录入一条意见",
        "crumbs": round_crumbs(target.round, (f"代为录入：{target}", back), ("录入", None)),
        "form": form,
        "place": place,
        "submit": "录入",
        "cancel_url": back,
    }
    return render(request, "consultation/replies/opinion.html", context)


@staff_page
@limited(Limit.COMPARISON)
def change_entered(
    request: HttpRequest, round_id: int, invitation_id: int, comment_id: int
) -> HttpResponse:
    """Change an opinion that was entered for a unit and is not released yet."""
    target = load_invited(request, round_id, invitation_id)
    comment = _entered(target, comment_id)
    names = ("kind", "quote", "proposal", "reason", "start", "key", "version")
    initial = {name: getattr(comment, name) for name in names}
    form = OpinionForm(request.POST or None, initial=initial)
    back = _back_to_entry(target, comment)
    if form.is_valid():
        opinion, version = to_opinion(form, comment.place), form.cleaned_data["version"] or 0
        saved = attempt(
            form,
            lambda: change_draft(comment.pk, opinion, by=actor(request), expected_version=version),
        )
        if saved:
            messages.success(request, "意见已保存。")
            return redirect(back)
    context = {
        "title": "修改录入的意见",
        "crumbs": round_crumbs(target.round, (f"代为录入：{target}", back), ("修改", None)),
        "form": form,
        "place": comment.place,
        "submit": "保存意见",
        "cancel_url": back,
    }
    return render(request, "consultation/replies/opinion.html", context)


@staff_page
@require_POST
def delete_entered(
    request: HttpRequest, round_id: int, invitation_id: int, comment_id: int
) -> HttpResponse:
    """Throw an entered opinion away; its passages of the letter are free again."""
    target = load_invited(request, round_id, invitation_id)
    comment = _entered(target, comment_id)
    back = _back_to_entry(target, comment)
    return press(request, lambda: delete_draft(comment.pk, by=actor(request)), "意见已删除。", back)


def _entered(target: Invitation, comment_id: int) -> Comment:
    drafts = entered_drafts(target)
    return get_object_or_404(drafts.select_related("place", "author"), pk=comment_id)


def _back_to_entry(target: Invitation, comment: Comment) -> str:
    """The letter that the opinion was taken from, else the page of entries."""
    here = [target.round_id, target.pk]
    passage = comment.passages.first()
    if passage is not None:
        return reverse("letter_page", args=[*here, passage.letter_id])
    return reverse("enter", args=here)
