"""Giving a 开通链接 as a sheet, and the page where its owner sets the password."""

from __future__ import annotations

import segno
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.documents.actions import draw
from plans.enums import FileFormat, UserKind
from plans.errors import WrongState
from plans.models import ActivationLink, User
from plans.people.actions.activation import (
    address_of,
    confirm_link,
    give_link,
    give_voice,
    link_given,
    link_of,
    set_by_link,
)
from plans.people.forms.account import NewPasswordForm
from plans.people.forms.directory import LinkReasonForm
from plans.people.papers import STEPS, sheet
from plans.people.vouching import (
    RELATED,
    links_to_confirm,
    mails_to_confirm,
    may_confirm_link,
    may_give_voice,
    of_factor,
    voices_to_give,
    vouchers,
)
from plans.permissions import may_keep_accounts, may_open_accounts
from plans.system.downloads import send_file
from plans.system.limits import Limit, limited
from plans.system.pages import actor, attempt, bearer_page, press, require, staff_page

GONE = 410


def _person(request: HttpRequest, user_id: int) -> User:
    require(may_open_accounts(request.user))
    people = User.objects.filter(kind=UserKind.PERSON).select_related("unit")
    return get_object_or_404(people, pk=user_id)


def _back(request: HttpRequest, person: User) -> str:
    """Where the visitor came from: the list of accounts, or the person's unit."""
    if may_keep_accounts(request.user):
        return reverse("account", args=[person.pk])
    return reverse("unit", args=[person.unit_id]) if person.unit_id else reverse("units")


def show_link(request: HttpRequest, link: ActivationLink, token: str) -> HttpResponse:
    """The sheet, once: the secret stands nowhere else."""
    address = address_of(token)
    context = {
        "title": f"{link.user}的开通链接",
        "link": link,
        "token": token,
        "address": address,
        "steps": STEPS,
        "code": segno.make(address, error="m").svg_data_uri(scale=6),
        "back": _back(request, link.user),
    }
    answer = render(request, "plans/people/link.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@staff_page
def give(request: HttpRequest, user_id: int) -> HttpResponse:
    """A new link for somebody who forgot the password, or never opened the account."""
    person = _person(request, user_id)
    form = LinkReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        made = attempt(form, lambda: give_link(person, by=actor(request), reason=reason))
        if made:
            return show_link(request, *made)
    back = _back(request, person)
    context = {
        "title": f"给{person}新的开通链接",
        "form": form,
        "button": "给出链接",
        "consequences": ["以前给出的链接随即作废。原来的密码在本人用新链接设定密码前仍然有效。"],
        "cancel_url": back,
        "harmless": True,
        "crumbs": [("单位名录", reverse("units")), (str(person), None)],
    }
    return render(request, "confirm.html", context)


@staff_page
@require_POST
@limited(Limit.FILE)
def link_sheet(request: HttpRequest, user_id: int) -> HttpResponseBase:
    """The sheet as a PDF, made of the secret that the page holds; nothing of it is kept."""
    person, token = _person(request, user_id), request.POST.get("token", "")
    try:
        link = link_given(token, person, by=actor(request))
    except WrongState as error:
        context = {"title": "没有制作", "said": str(error)}
        return render(request, "plans/people/said.html", context, status=GONE)
    content = draw(sheet(link, address_of(token)), FileFormat.PDF)
    return send_file(content, f"账号开通单（{person.full_name}）.pdf", "pdf")


@staff_page
def vouching(request: HttpRequest) -> HttpResponse:
    """Links that wait for this person as the second, and voices that rest until a third agrees."""
    user = actor(request)
    context = {
        "title": "待确认的账号事项",
        "crumbs": [("待确认的账号事项", None)],
        "links": links_to_confirm(user),
        "mails": mails_to_confirm(user),
        "voices": voices_to_give(user),
        "vouchers": vouchers(user) if user.voice_rests else [],
    }
    return render(request, "plans/people/vouching.html", context)


@staff_page
@require_POST
def confirm(request: HttpRequest, link_id: int) -> HttpResponse:
    """确认 a link as the second person."""
    link = get_object_or_404(ActivationLink.objects.select_related(*RELATED), pk=link_id)
    require(may_confirm_link(actor(request), link))
    done = f"已确认。{link.user}现在可以用这个链接设定密码。"
    if of_factor(link):
        done = f"已确认。{link.user}的两步验证已解除，下次登录时重新设置。"
    return press(
        request, lambda: confirm_link(link_id, by=actor(request)), done, reverse("vouching")
    )


@staff_page
@require_POST
def voice(request: HttpRequest, link_id: int) -> HttpResponse:
    """Give the owner's voice back, as a third person."""
    link = get_object_or_404(ActivationLink.objects.select_related(*RELATED), pk=link_id)
    require(may_give_voice(actor(request), link))
    done = f"已确认{link.user}的账号由本人使用。各项职务都有人确认后，权限即时恢复。"
    return press(request, lambda: give_voice(link_id, by=actor(request)), done, reverse("vouching"))


@bearer_page
def activate(request: HttpRequest, token: str) -> HttpResponse:
    """The owner sets the password twice and is signed in; the link is spent."""
    try:
        link = link_of(token)
        form = NewPasswordForm(request.POST or None, user=link.user)
        if form.is_valid():
            user = set_by_link(token, form.cleaned_data["password1"])
            return _sign_in(request, user)
    except WrongState as error:
        context = {"title": "链接不能使用", "said": str(error)}
        context |= {"url": reverse("login"), "label": "去登录"}
        return _unreferred(render(request, "plans/people/said.html", context, status=GONE))
    shown = {"title": "设定密码", "form": form, "link": link, "submit": "设定密码并登录"}
    return _unreferred(render(request, "plans/people/activate.html", shown))


def _sign_in(request: HttpRequest, user: User) -> HttpResponse:
    """As by a password: a second factor is asked where there is one."""
    answer = perform_login(request, user)
    return answer if isinstance(answer, HttpResponse) else redirect("home")


def _unreferred(answer: HttpResponse) -> HttpResponse:
    """No page that is visited next is told the address, which holds the secret."""
    answer.headers["Referrer-Policy"] = "strict-origin"
    answer.headers["Cache-Control"] = "no-store"
    return answer
