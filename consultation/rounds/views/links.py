"""Personal links: making one with its QR code, revoking it, coming in by it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from consultation.enums import Audience
from consultation.models import Invitation, PersonalLink
from consultation.permissions import closing_time
from consultation.rounds.actions.links import is_for_expert, make_link, open_link, revoke_link
from consultation.rounds.forms import LinkForm
from consultation.rounds.pages import load_round, round_crumbs
from plans.errors import InvalidInput, NotAllowed
from plans.models import User
from plans.system.pages import actor, attempt, bearer_page, press, staff_page

COOKIE_SALT = "consultation.link-browser"


@staff_page
def make(request: HttpRequest, round_id: int, invitation_id: int) -> HttpResponse:
    """Make a link for one invited; shown once, with its QR code."""
    one = load_round(request, round_id)
    target = get_object_or_404(
        Invitation.objects.select_related("unit", "person", "round__plan"),
        pk=invitation_id,
        round=one,
    )
    last_day = timezone.localtime(closing_time(one, target)).date() + timedelta(days=1)
    form = LinkForm(request.POST or None, initial={"expires_at": last_day})
    back = reverse("contact", args=[one.pk, target.pk])
    context = {
        "title": f"专用链接：{target}",
        "crumbs": round_crumbs(one, (str(target), back), ("专用链接", None)),
        "form": form,
        "submit": "制作链接",
        "cancel_url": back,
    }
    if form.is_valid():
        end = datetime.combine(form.cleaned_data["expires_at"], time.max)
        expires = timezone.make_aware(end)
        made = attempt(form, lambda: make_link(target, by=actor(request), expires_at=expires))
        if made:
            url = settings.PUBLIC_URL + reverse("come_in", args=[made[1]])
            code = segno.make(url, error="m").svg_data_uri(scale=6)
            context |= {"url": url, "code": code, "link": made[0]}
            return render(request, "consultation/rounds/link.html", context)
    return render(request, "base_form.html", context)


@staff_page
@require_POST
def revoke(request: HttpRequest, round_id: int, link_id: int) -> HttpResponse:
    """Stop a link."""
    one = load_round(request, round_id)
    link = get_object_or_404(
        PersonalLink.objects.select_related("invitation__round__plan"),
        pk=link_id,
        invitation__round=one,
    )
    return press(
        request,
        lambda: revoke_link(link, by=actor(request)),
        "链接已停用。",
        reverse("contact", args=[one.pk, link.invitation_id]),
    )


@bearer_page
def come_in(request: HttpRequest, token: str) -> HttpResponse:
    """A person follows their link: signed in as this browser's user of the unit.

    Opening is a button (POST), so that a mail scanner's or messenger's preview opens nothing.
    """
    if request.method != "POST":
        expert = is_for_expert(token)
        context = {"title": "专家论证" if expert else "反馈意见", "expert": expert}
        return render(request, "consultation/rounds/come_in.html", context)
    cookie = f"link-{token[:16]}"
    known = request.get_signed_cookie(cookie, default="", salt=COOKIE_SALT)
    try:
        link, user = open_link(
            token, visitor=request.user, known_user=int(known) if known else None
        )
    except (InvalidInput, NotAllowed) as error:
        messages.error(request, str(error))
        context = {"title": "反馈意见", "refused": True}
        return render(request, "consultation/rounds/come_in.html", context, status=410)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    expert = link.invitation.round.audience == Audience.EXPERTS
    response = redirect("expert" if expert else "invitation", link.invitation_id)
    if not expert and request.POST.get("none"):
        response = redirect(f"{reverse('sign', args=[link.invitation_id])}?none=1")
    _remember(response, cookie, user, link)
    return response


def _remember(response: HttpResponse, cookie: str, user: User, link: PersonalLink) -> None:
    response.set_signed_cookie(
        cookie,
        str(user.pk),
        salt=COOKIE_SALT,
        expires=link.expires_at,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
