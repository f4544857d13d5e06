"""来函: staff register a letter, mark its passages as opinions, enter it as the unit's reply."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from consultation.incoming.actions.letters import (
    LetterTerms,
    change_letter,
    drop_letter,
    enter_letter,
    release_letter,
    take_passages,
)
from consultation.incoming.forms.letters import (
    LetterChangeForm,
    LetterForm,
    PassageForm,
    ReleaseLetterForm,
    read_spans,
    write_spans,
)
from consultation.incoming.letter_text import Span, check_spans, guess, paragraphs, text_of_file
from consultation.models import Comment, IncomingLetter, Invitation, ReplyEntry
from consultation.permissions import is_open
from consultation.replies.actions.entering import Late
from consultation.replies.pages import load_place, to_opinion
from consultation.rounds.pages import load_invited, round_crumbs
from plans.errors import InvalidInput
from plans.system import clock
from plans.system.actions.attachments import take_uploads
from plans.system.clock import database_now
from plans.system.limits import Limit, limited
from plans.system.pages import Crumb, actor, attempt, press, staff_page


def load_letter(
    request: HttpRequest, round_id: int, invitation_id: int, letter_id: int
) -> IncomingLetter:
    """A letter of one invited, for whoever runs the round."""
    one = load_invited(request, round_id, invitation_id)
    rows = IncomingLetter.objects.select_related("original", "entered_by")
    letter = get_object_or_404(rows, pk=letter_id, invitation=one)
    letter.invitation = one
    return letter


def _crumbs(one: Invitation, *more: Crumb) -> list[Crumb]:
    contact = reverse("contact", args=[one.round_id, one.pk])
    return round_crumbs(one.round, (str(one), contact), *more)


def _address(letter: IncomingLetter, name: str = "letter_page") -> str:
    return reverse(name, args=[letter.invitation.round_id, letter.invitation_id, letter.pk])


@staff_page
def new_letter(request: HttpRequest, round_id: int, invitation_id: int) -> HttpResponse:
    """Register a letter with its file."""
    one = load_invited(request, round_id, invitation_id)
    initial = {"dated": clock.today()}
    form = LetterForm(request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid():
        made = attempt(form, lambda: _register(request, one, form.cleaned_data))
        if made:
            messages.success(request, "来函已登记。下一步：划出其中的每一条意见。")
            return redirect(_address(made))
    context = {
        "title": f"登记来函：{one}",
        "crumbs": _crumbs(one, ("登记来函", None)),
        "form": form,
        "submit": "登记",
        "cancel_url": reverse("contact", args=[round_id, invitation_id]),
    }
    return render(request, "base_form.html", context)


def _register(request: HttpRequest, one: Invitation, data: dict[str, Any]) -> IncomingLetter:
    file = data["original"]
    content = file.read()
    text = data["text"] or text_of_file(file.name, content)
    by, terms = actor(request), _terms(data, text)
    return take_uploads(
        [(file.name, content)],
        lambda kept: enter_letter(one.pk, terms, kept[0], by=by),
        by=by,
        plan=one.round.plan,
    )


def _terms(data: dict[str, Any], text: str) -> LetterTerms:
    dated: date = data["dated"]
    return LetterTerms(data["receipt_number"], dated, text)


@staff_page
@limited(Limit.COMPARISON)
def letter_page(
    request: HttpRequest, round_id: int, invitation_id: int, letter_id: int
) -> HttpResponse:
    """The letter with its marked passages, the opinions beside it, and what is left."""
    letter = load_letter(request, round_id, invitation_id, letter_id)
    one = letter.invitation
    comments = _opinions(letter)
    places = {comment.pk: at for at, comment in enumerate(comments, start=1)}
    marked = [(p.start, p.end, places[p.comment_id]) for p in letter.passages.all()]
    lines = paragraphs(letter.text, marked)
    reply = getattr(one, "reply", None)
    waiting = ReplyEntry.objects.waiting().filter(reply__invitation=one).first()
    entered = waiting is not None or bool(reply and reply.released_at)
    context = {
        "title": f"来函：{one}",
        "crumbs": _crumbs(one, (f"来函 {letter}", None)),
        "letter": letter,
        "round": one.round,
        "invitation": one,
        "lines": lines,
        "left": [line for line in lines if line.left],
        "drafts": comments,
        "reply": reply,
        "waiting": waiting,
        "entered": entered,
        "may_change": not entered,
    }
    return render(request, "consultation/incoming/letter.html", context)


def _opinions(letter: IncomingLetter) -> list[Comment]:
    rows = Comment.objects.filter(passages__letter=letter).distinct().order_by("id")
    return list(rows.select_related("place", "author").prefetch_related("passages"))


@staff_page
def change(request: HttpRequest, round_id: int, invitation_id: int, letter_id: int) -> HttpResponse:
    """Correct number, date, or (while nothing is marked) the words."""
    letter = load_letter(request, round_id, invitation_id, letter_id)
    names = ("receipt_number", "dated", "text", "version")
    form = LetterChangeForm(
        request.POST or None, initial={name: getattr(letter, name) for name in names}
    )
    if form.is_valid():
        data = form.cleaned_data
        terms, version = _terms(data, data["text"]), data["version"]
        if attempt(
            form,
            lambda: change_letter(letter.pk, terms, by=actor(request), expected_version=version),
        ):
            messages.success(request, "来函登记已更正。")
            return redirect(_address(letter))
    context = {
        "title": "更正来函登记",
        "crumbs": _crumbs(letter.invitation, (f"来函 {letter}", _address(letter)), ("更正", None)),
        "form": form,
        "cancel_url": _address(letter),
    }
    return render(request, "base_form.html", context)


@staff_page
@require_POST
def drop(request: HttpRequest, round_id: int, invitation_id: int, letter_id: int) -> HttpResponse:
    """Take the registration back."""
    letter = load_letter(request, round_id, invitation_id, letter_id)
    back = reverse("contact", args=[round_id, invitation_id])
    return press(
        request, lambda: drop_letter(letter.pk, by=actor(request)), "来函登记已删除。", back
    )


@staff_page
def take(request: HttpRequest, round_id: int, invitation_id: int, letter_id: int) -> HttpResponse:
    """One opinion out of selected words (?start=&end=) or ticked paragraphs (?p=)."""
    letter = load_letter(request, round_id, invitation_id, letter_id)
    places = list(letter.invitation.round.edition.provisions.all())
    try:
        spans = check_spans(letter.text, _asked_spans(request))
    except InvalidInput as error:
        messages.error(request, str(error))
        return redirect(_address(letter))
    passages = [letter.text[start:end] for start, end in spans]
    form = PassageForm(
        request.POST or None, places=places, initial=_initial(passages, spans, places)
    )
    if form.is_valid():
        made = attempt(form, lambda: _take(request, letter, form))
        if made:
            messages.success(request, "已划出一条意见。")
            return redirect(_address(letter))
    context = {
        "title": "从来函划出一条意见",
        "crumbs": _crumbs(letter.invitation, (f"来函 {letter}", _address(letter)), ("划出", None)),
        "form": form,
        "passages": passages,
        "submit": "作为一条意见",
        "cancel_url": _address(letter),
    }
    return render(request, "consultation/incoming/passage.html", context)


def _asked_spans(request: HttpRequest) -> list[Span]:
    if request.method == "POST":
        return read_spans(request.POST.get("spans", ""))
    start, end = request.GET.get("start", ""), request.GET.get("end", "")
    return read_spans(",".join([*request.GET.getlist("p"), f"{start}-{end}"]))


def _initial(passages: list[str], spans: list[Span], places: list[Any]) -> dict[str, Any]:
    text = "\n".join(passages)
    found = guess(text, places)
    return {
        "place": str(found.place.pk) if found.place else "",
        "kind": found.kind,
        "quote": found.quote,
        "proposal": found.proposal,
        "reason": text,
        "spans": write_spans(spans),
        "key": uuid.uuid4(),
    }


def _take(request: HttpRequest, letter: IncomingLetter, form: PassageForm) -> Comment:
    data = form.cleaned_data
    place = load_place(letter.invitation, data["place"])
    return take_passages(
        letter.pk, data["spans"], to_opinion(form, place), by=actor(request), key=data["key"]
    )


@staff_page
def release(
    request: HttpRequest, round_id: int, invitation_id: int, letter_id: int
) -> HttpResponse:
    """Say what will happen, then put the letter before a second person as the unit's reply."""
    letter = load_letter(request, round_id, invitation_id, letter_id)
    one = letter.invitation
    late = not is_open(one.round, database_now(), one)
    form = ReleaseLetterForm(
        request.POST if request.method == "POST" else None, needs_seal=one.round.needs_seal
    )
    if form.is_valid():
        data = form.cleaned_data
        reason = Late(data["late_reason"]) if late else None
        if attempt(
            form,
            lambda: release_letter(
                letter.pk,
                by=actor(request),
                no_opinion=data["no_opinion"],
                late=reason,
                sealed=data.get("sealed", False),
            ),
        ):
            messages.success(request, f"来函已录入为{one}的反馈，等待另一人对照原件复核。")
            return redirect(_address(letter))
    context = {
        "title": "录入为该单位的反馈",
        "crumbs": _crumbs(one, (f"来函 {letter}", _address(letter)), ("送复核", None)),
        "consequences": _consequences(letter, late=late),
        "form": form,
        "button": "录入并送复核",
        "harmless": True,
        "cancel_url": _address(letter),
        "action": request.get_full_path(),
    }
    return render(request, "confirm.html", context)


def _consequences(letter: IncomingLetter, *, late: bool) -> list[str]:
    one, comments = letter.invitation, _opinions(letter)
    marked = [(p.start, p.end, 1) for p in letter.passages.all()]
    left = sum(bool(line.left) for line in paragraphs(letter.text, marked))
    said = [
        f"将以“{one}”的名义录入来函中划出的{len(comments)}条意见，送另一人对照原件复核。",
        "复核期间不能修改；复核通过后作为该单位的正式反馈。",
    ]
    if left:
        said.append(f"来函还有{left}段文字没有划出（称谓、落款等不需要划出），请核对有无遗漏。")
    if one.round.needs_seal:
        said.append("本轮要求加盖公章：来函原件是盖章件的请勾选，否则复核后还须上传盖章件。")
    if late:
        said.append("已过截止时间，须写明逾期接收的理由，意见会标明“逾期”。")
    return said
