"""The invited unit's pages: what we are asked, reading and commenting, hand in, release."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from consultation.enums import REPLY_STEPS, CommentKind, ReplyStep
from consultation.models import Assessment, Comment, Invitation, Reply
from consultation.passages.quoting import paragraphs_of, wording
from consultation.permissions import closing_time, is_open, may_answer, may_fetch_reply, may_release
from consultation.replies.actions.follow_up import settle_earlier
from consultation.replies.actions.opinions import (
    TEXT_MAX,
    change_draft,
    delete_draft,
    draft_comment,
)
from consultation.replies.actions.replies import hand_in, mark_read, release, send_back
from consultation.replies.enclosures import has_head, visible_attachments
from consultation.replies.entries import entries_of
from consultation.replies.fields import OpinionForm
from consultation.replies.forms import PlacedOpinionForm, SendBackForm
from consultation.replies.pages import EDITABLE, load_invitation, load_place, to_opinion
from consultation.replies.queries import earlier_opinions, visible_drafts
from consultation.rounds.queries import expert_invitations, invitations_for
from plans.editions.queries import edition_tree
from plans.enums import UserKind
from plans.errors import DomainError, StaleVersion
from plans.models import EditionProvision
from plans.system.clock import database_now
from plans.system.limits import Limit, limited
from plans.system.pages import Crumb, actor, attempt, press, require, staff_page

ASKED = "征求意见"


@staff_page
def invitations(request: HttpRequest) -> HttpResponse:
    """All that this person is asked for, with the closing time and the one thing to do."""
    rows = [
        {"invitation": one, "closes_at": closing_time(one.round, one)}
        for one in invitations_for(actor(request))
    ]
    return render(request, "consultation/replies/asked.html", {"title": ASKED, "rows": rows})


@staff_page
@limited(Limit.COMPARISON)
def invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """The edition to read, our opinions beside it, and what to do next; experts go their way.

    POST is the button that says the edition is opened (已阅); looking at it says nothing.
    """
    if expert_invitations(actor(request)).filter(pk=invitation_id).exists():
        return redirect("expert", invitation_id)
    one = load_invitation(request, invitation_id)
    if request.method == "POST":
        mark_read(one.pk, by=actor(request))
        return redirect("invitation", one.pk)
    tree = edition_tree(one.round.edition)
    places = {p.provision_id: p.pk for p in one.round.edition.provisions.all()}
    drafts = list(visible_drafts(actor(request), one))
    open_now = is_open(one.round, database_now(), one)
    editable = open_now and one.state in EDITABLE
    by_link = actor(request).kind == UserKind.LINK
    reply: Reply | None = getattr(one, "reply", None)
    context = {
        "title": one.round.edition.title,
        "crumbs": _crumbs((one.round.name, None)),
        "invitation": one,
        "round": one.round,
        "tree": tree,
        "places": places,
        "drafts": drafts,
        "closes_at": closing_time(one.round, one),
        "open": open_now,
        "may_open": one.read_at is None and may_answer(request.user, one),
        "editable": editable,
        "may_release": may_release(request.user, one),
        "may_scan": one.state in REPLY_STEPS[ReplyStep.SEAL],
        "may_hand_in": one.state in REPLY_STEPS[ReplyStep.HAND_IN]
        and (not may_release(request.user, one) or (by_link and has_head(one))),
        "enclosed": visible_attachments(actor(request), one).count(),
        "reply": reply,
        "entry": next(iter(entries_of(one)), None),
        "may_read_entry": not by_link,
        "may_fetch": reply is not None and may_fetch_reply(request.user, reply),
        "send_back_form": SendBackForm(),
        "previous": earlier_opinions(one),
    }
    return render(request, "consultation/replies/invitation.html", context)


@staff_page
@require_POST
def follow_up(request: HttpRequest, invitation_id: int, assessment_id: int) -> HttpResponse:
    """Second round: say of an earlier opinion 已解决 or 仍有意见."""
    one = load_invitation(request, invitation_id)
    row = get_object_or_404(Assessment, pk=assessment_id)
    value, note = request.POST.get("value", ""), request.POST.get("note", "")
    return press(
        request,
        lambda: settle_earlier(one.pk, row.pk, value, by=actor(request), note=note),
        f"上一轮意见{row.number:04d}的情况已记录。",
        reverse("invitation", args=[one.pk]) + f"#e{row.pk}",
    )


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [(ASKED, reverse("asked")), *more]


@staff_page
@limited(Limit.COMPARISON)
def opinion(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Write an opinion; ?place= is the frozen provision, ?quote= the selected text."""
    one = load_invitation(request, invitation_id)
    place = load_place(one, request.GET.get("place", ""))
    quote = request.GET.get("quote", "")
    form = PlacedOpinionForm(
        request.POST or None,
        paragraphs=() if quote else paragraphs_of(place),
        initial={
            "kind": CommentKind.CHANGE,
            "key": uuid.uuid4(),
            "quote": quote,
            "start": request.GET.get("start") or None,
        },
    )
    if form.is_valid():
        key = form.cleaned_data["key"]
        made = attempt(
            form, lambda: draft_comment(one.pk, to_opinion(form, place), by=actor(request), key=key)
        )
        if made:
            messages.success(request, "意见已保存为草稿。全部写完后提交单位负责人审签。")
            return redirect(_back(one, place))
    return _opinion_page(request, one, form, place, "提出意见")


@staff_page
@limited(Limit.COMPARISON)
def change_opinion(request: HttpRequest, invitation_id: int, comment_id: int) -> HttpResponse:
    """Change a drafted opinion."""
    one = load_invitation(request, invitation_id)
    comment = get_object_or_404(visible_drafts(actor(request), one), pk=comment_id)
    initial = {
        name: getattr(comment, name)
        for name in ("kind", "quote", "proposal", "reason", "start", "key", "version")
    }
    form = OpinionForm(request.POST or None, initial=initial)
    if form.is_valid():
        wanted, version = to_opinion(form, comment.place), form.cleaned_data["version"] or 0
        try:
            change_draft(comment.pk, wanted, by=actor(request), expected_version=version)
        except StaleVersion as stale:
            comment.refresh_from_db()
            kept = {**form.cleaned_data, "version": stale.current_version}
            again = OpinionForm(initial=kept)
            return _opinion_page(request, one, again, comment.place, "修改意见", theirs=comment)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "意见已保存。")
            return redirect(_back(one, comment.place))
    return _opinion_page(request, one, form, comment.place, "修改意见")


def _opinion_page(
    request: HttpRequest,
    one: Invitation,
    form: OpinionForm,
    place: EditionProvision | None,
    title: str,
    theirs: Comment | None = None,
) -> HttpResponse:
    back = reverse("invitation", args=[one.pk])
    context = {
        "title": title,
        "invitation": one,
        "theirs": theirs,
        "crumbs": _crumbs((one.round.name, back), (title, None)),
        "form": form,
        "place": place,
        "submit": "保存意见",
        "cancel_url": back,
    }
    return render(
        request, "consultation/replies/opinion.html", context, status=409 if theirs else 200
    )


@staff_page
@limited(Limit.REDLINE)
@require_POST
def redline_preview(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """The wording that is being written against the quote, as a part of the page."""
    load_invitation(request, invitation_id)
    kind, quote, proposal = (request.POST.get(name, "") for name in ("kind", "quote", "proposal"))
    segments = wording(kind, quote[:TEXT_MAX], proposal[:TEXT_MAX])
    context = {"segments": segments, "shown": bool(segments)}
    return render(request, "consultation/passages/_wording.html", context)


def _back(one: Invitation, place: EditionProvision | None) -> str:
    anchor = f"#p{place.provision_id}" if place else ""
    return reverse("invitation", args=[one.pk]) + anchor


@staff_page
@require_POST
def delete_opinion(request: HttpRequest, invitation_id: int, comment_id: int) -> HttpResponse:
    """Throw a drafted opinion away."""
    one = load_invitation(request, invitation_id)
    comment = get_object_or_404(visible_drafts(actor(request), one), pk=comment_id)
    return press(
        request,
        lambda: delete_draft(comment.pk, by=actor(request)),
        "意见草稿已删除。",
        reverse("invitation", args=[one.pk]),
    )


@staff_page
@require_POST
def submit(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Hand the drafted opinions to the head."""
    one = load_invitation(request, invitation_id)
    return press(
        request,
        lambda: hand_in(one.pk, by=actor(request)),
        "意见已提交。单位负责人审签后生效。",
        reverse("invitation", args=[one.pk]),
    )


@staff_page
@require_POST
def return_opinions(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """The head sends the opinions back."""
    one = load_invitation(request, invitation_id)
    reason = request.POST.get("reason", "")
    return press(
        request,
        lambda: send_back(one.pk, by=actor(request), reason=reason),
        "已退回经办人修改。",
        reverse("invitation", args=[one.pk]),
    )


@staff_page
def sign(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """审签: say what will happen, then release the unit's opinions, or 无意见 (?none=1)."""
    one = load_invitation(request, invitation_id)
    require(may_release(request.user, one))
    nothing = request.GET.get("none") == "1"
    back = reverse("invitation", args=[one.pk])
    if request.method == "POST":
        done = "已反馈“无意见”。" if nothing else "意见已正式反馈，不能再修改。"
        return press(
            request, lambda: release(one.pk, by=actor(request), no_opinion=nothing), done, back
        )
    count = visible_drafts(actor(request), one).count()
    first = (
        f"将以“{one}”的名义反馈“无意见”。"
        if nothing
        else f"将以“{one}”的名义正式反馈{count}条意见。"
    )
    seal = ["反馈后请打印复函，加盖公章并上传扫描件。"] if one.round.needs_seal else []
    context = {
        "title": "反馈“无意见”" if nothing else "审签意见",
        "crumbs": _crumbs((one.round.name, back), ("审签", None)),
        "consequences": [first, "反馈后内容不能修改，您会得到带编号的回执。", *seal],
        "button": "确认反馈",
        "harmless": True,
        "cancel_url": back,
        "action": request.get_full_path(),
    }
    return render(request, "confirm.html", context)
