"""A filled 反馈表 is uploaded, by the unit or by staff for it: preview first, then taken whole."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from consultation.incoming.actions.filled_forms import take_form
from consultation.incoming.feedback_forms import Filled, Line, faults, matched, read_form
from consultation.incoming.forms.entering import FilledForm
from consultation.models import Invitation, Round
from consultation.replies.actions.opinions import require_drafting
from consultation.replies.pages import load_invitation
from consultation.rounds.pages import load_invited, load_round, round_crumbs
from plans.errors import InvalidInput
from plans.models import Attachment, Plan
from plans.system.actions.attachments import keep_upload
from plans.system.guessing import Secret, guarded, note_wrong
from plans.system.pages import actor, attempt, press, staff_page

SALT = "consultation.filled"


@staff_page
@guarded(Secret.FORM_NUMBER)
def fill(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """The unit uploads its form."""
    one = load_invitation(request, invitation_id)
    back = reverse("invitation", args=[one.pk])
    context: dict[str, object] = {
        "title": "导入填好的反馈表",
        "blanks": [(name, reverse("blank_own", args=[one.pk, name])) for name in ("docx", "xlsx")],
        "target": reverse("keep_filled", args=[one.pk]),
        "crumbs": [("征求意见", reverse("asked")), (one.round.name, back), ("导入反馈表", None)],
    }
    return _upload(request, one.round, one, back, context, for_unit=False)


@staff_page
@guarded(Secret.FORM_NUMBER)
def fill_for(request: HttpRequest, round_id: int, invitation_id: int) -> HttpResponse:
    """Staff upload a unit's form."""
    one = load_invited(request, round_id, invitation_id)
    here = [round_id, invitation_id]
    context: dict[str, object] = {
        "title": f"导入反馈表：{one}",
        "blanks": [(name, reverse("blank_for", args=[*here, name])) for name in ("docx", "xlsx")],
        "target": reverse("keep_filled_for", args=here),
        "crumbs": round_crumbs(
            one.round, (str(one), reverse("contact", args=here)), ("导入反馈表", None)
        ),
    }
    return _upload(request, one.round, one, reverse("enter", args=here), context)


@staff_page
@guarded(Secret.FORM_NUMBER)
def fill_any(request: HttpRequest, round_id: int) -> HttpResponse:
    """Staff upload a form of any unit; its number says whose it is."""
    one = load_round(request, round_id)
    context: dict[str, object] = {
        "title": "导入反馈表",
        "blanks": [(name, reverse("blank", args=[round_id, name])) for name in ("docx", "xlsx")],
        "crumbs": round_crumbs(one, ("导入反馈表", None)),
    }
    return _upload(request, one, None, reverse("round", args=[round_id]), context)


def _upload(
    request: HttpRequest,
    round_: Round,
    invitation: Invitation | None,
    back: str,
    context: dict[str, object],
    *,
    for_unit: bool = True,
) -> HttpResponse:
    form = FilledForm(request.POST or None, request.FILES or None)
    context |= {"form": form, "submit": "上传并预览", "cancel_url": back, "round": round_}
    if form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        read = attempt(
            form, lambda: _read(request, file.name, content, round_, invitation, for_unit)
        )
        if read is not None:
            filled, one = read
            plan = one.round.plan if for_unit else None
            context |= {"target": _target(context, one), "invitation": one}
            return _preview(request, one, filled, (file.name, content, plan), context)
    return render(
        request, "consultation/incoming/fill.html", context, status=422 if form.errors else 200
    )


def _target(context: dict[str, object], one: Invitation) -> object:
    return context.get("target") or reverse("keep_filled_for", args=[one.round_id, one.pk])


def _read(
    request: HttpRequest,
    name: str,
    content: bytes,
    round_: Round,
    invitation: Invitation | None,
    for_unit: bool,
) -> tuple[Filled, Invitation]:
    """The form and whose it is; refused when it is another round's or another unit's, or when
    no opinion may be drafted now. A number that does not belong here is a guess."""
    filled = read_form(name, content)
    asked = invitation.pk if invitation else filled.invitation_id
    ids = filled.round_id, filled.invitation_id
    if filled.misnumbered or ids not in ((0, 0), (round_.pk, 0), (round_.pk, asked)):
        note_wrong(request)
    if filled.round_id not in (0, round_.pk):
        raise InvalidInput("这份反馈表是另一轮征求意见的，请核对反馈表编号。没有导入任何意见。")
    named = round_.invitations.filter(pk=filled.invitation_id).select_related("unit", "person")
    owner = named.select_related("round__plan", "round__edition").first()
    if invitation is None and owner is None:
        raise InvalidInput("反馈表上没有单位的编号，请从该单位的“联系和办理”页导入。")
    if invitation is not None and filled.invitation_id not in (0, invitation.pk):
        whose = f"“{owner}”" if owner else "其他单位"
        raise InvalidInput(f"这份反馈表是发给{whose}的，不是“{invitation}”的。没有导入任何意见。")
    found = invitation or owner
    assert found is not None
    require_drafting(found.pk, by=actor(request), for_unit=for_unit)
    return filled, found


def _preview(
    request: HttpRequest,
    one: Invitation,
    filled: Filled,
    file: tuple[str, bytes, Plan | None],
    context: dict[str, object],
) -> HttpResponse:
    """What would be taken; a unit's file is kept without a plan, so that staff do not see it."""
    name, content, plan = file
    wrong = faults(filled.lines)
    context |= {"rows": matched(one.round.edition, filled.lines), "faults": wrong}
    if not wrong:
        kept = keep_upload(name, content, by=actor(request), plan=plan)
        rows = [asdict(line) for line in filled.lines]
        context["kept"] = signing.dumps([one.pk, kept.pk, rows], salt=SALT, compress=True)
    return render(
        request, "consultation/incoming/filled.html", context, status=422 if wrong else 200
    )


@staff_page
@require_POST
def keep(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Take the previewed rows as drafted opinions of the unit."""
    one = load_invitation(request, invitation_id)
    return _take(request, one, reverse("invitation", args=[one.pk]), for_unit=False)


@staff_page
@require_POST
def keep_for(request: HttpRequest, round_id: int, invitation_id: int) -> HttpResponse:
    """Take the previewed rows for the unit."""
    one = load_invited(request, round_id, invitation_id)
    return _take(request, one, reverse("enter", args=[round_id, one.pk]), for_unit=True)


def _take(request: HttpRequest, one: Invitation, back: str, *, for_unit: bool) -> HttpResponse:
    try:
        owner, kept, rows = signing.loads(request.POST.get("kept", ""), salt=SALT, max_age=86400)
    except signing.BadSignature:
        owner, kept, rows = 0, 0, []
    if owner != one.pk:
        messages.error(request, "预览已失效，请重新上传文件。没有导入任何意见。")
        return redirect(back)
    original = get_object_or_404(Attachment, pk=kept)
    lines = [Line(**row) for row in rows]
    return press(
        request,
        lambda: take_form(one.pk, lines, original, by=actor(request), for_unit=for_unit),
        f"已导入{len(lines)}条意见，请核对后提交。",
        back,
    )
