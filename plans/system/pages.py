"""What every page of ours does alike: load with permission, act with errors shown, page by key."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from plans.errors import note_refusal
from plans.models import Plan, Provision, User
from plans.permissions import Visitor, may_read_draft
from plans.system.conflicts import tried_again
from plans.system.constraints import REFUSALS, sentence_for
from plans.system.guessing import Secret, guarded

_PASSING = ("after", "before", "like")
"""What belongs to one visit and not to the filters."""


def key_of(request: HttpRequest, name: str) -> int | None:
    """A page's key in the URL; None where there is none that makes sense."""
    return number_in(request.GET.get(name))


def query_of(request: HttpRequest) -> str:
    """The filters of the URL as a query string."""
    return urlencode({k: v for k, v in request.GET.items() if k not in _PASSING and v})


def page_url(request: HttpRequest, name: str, key: int | None) -> str:
    """The same list with the same filters, from a key on; empty where there is no such page."""
    if key is None:
        return ""
    kept = query_of(request)
    return f"{request.path}?{kept}{'&' if kept else ''}{name}={key}"


Result = TypeVar("Result")
Crumb = tuple[str, str | None]

AnyView = TypeVar("AnyView", bound=Callable[..., HttpResponseBase])
_KIND, _POLLED = "visitor_kind", "polled"


class VisitorKind(StrEnum):
    """Whom a view is for: each view of an address declares it, and a test asks it as a stranger."""

    PUBLIC = "public"
    BEARER = "bearer"
    SIGN_IN = "sign-in"
    STAFF = "staff"


def kind_of(view: Callable[..., object]) -> VisitorKind | None:
    """The kind of visitor that a view declares; None where its author forgot to."""
    return getattr(view, _KIND, None)


def _declare(view: AnyView, kind: VisitorKind) -> AnyView:
    declared = tried_again(view)
    setattr(declared, _KIND, kind)
    return declared


def public_page(view: AnyView) -> AnyView:
    """For everybody, with or without an account."""
    return _declare(view, VisitorKind.PUBLIC)


def bearer_page(view: AnyView) -> AnyView:
    """For whoever holds the secret in its address: a personal link, a query code, a feed.

    Guessing is counted, and waits longer and longer.
    """
    return _declare(guarded(Secret.BEARER)(view), VisitorKind.BEARER)


def sign_in_page(view: AnyView) -> AnyView:
    """Signing in and out."""
    return _declare(view, VisitorKind.SIGN_IN)


def staff_page(view: AnyView) -> AnyView:
    """For who is signed in; an anonymous visitor gets the login page."""
    return _declare(login_required(view), VisitorKind.STAFF)


def polled(view: AnyView) -> AnyView:
    """What a page asks by itself: no act of a person, but where it says that somebody types."""
    setattr(view, _POLLED, True)
    return view


def is_polled(view: Callable[..., object]) -> bool:
    """Whether a view declares that pages ask it by themselves."""
    return bool(getattr(view, _POLLED, False))


def number_in(value: object) -> int | None:
    """The number that a stranger's text is, as an id or a page's key; None where it is none.

    Nothing beyond 18 digits is one: the databases take no more.
    """
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) <= 18 else None


def numbers_in(values: Iterable[object]) -> list[int]:
    """The ids among texts that a stranger sent; what is none is left out."""
    found = (number_in(value) for value in values)
    return [one for one in found if one is not None]


def actor(request: HttpRequest) -> User:
    """The signed-in user of a staff page."""
    assert isinstance(request.user, User)
    return request.user


def require(allowed: bool) -> None:
    """404 for a signed-in visitor without the right: the page does not exist for them."""
    if not allowed:
        note_refusal("没有这个页面的权限。")
        raise Http404


def load_plan(
    request: HttpRequest, slug: str, may: Callable[[Visitor, Plan], bool] = may_read_draft
) -> Plan:
    """The plan of this address, if the visitor may (default: read the draft)."""
    plan = get_object_or_404(Plan.objects.select_related("owner", "approved_edition"), slug=slug)
    require(may(request.user, plan))
    return plan


def load_provision(plan: Plan, provision_id: int) -> Provision:
    """A provision of the plan, deleted ones too."""
    provision = get_object_or_404(
        Provision.objects.select_related("parent__parent"), pk=provision_id, plan=plan
    )
    for node in (provision, provision.parent, provision.parent and provision.parent.parent):
        if node is not None:
            node.plan = plan
    return provision


def plan_crumbs(plan: Plan, *more: Crumb) -> list[Crumb]:
    """我的规划 › the plan › …; the last one is the page itself."""
    overview = reverse("plan", args=[plan.slug]) if more else None
    return [("规划", reverse("plans")), (short_title(plan.title), overview), *more]


def short_title(title: str) -> str:
    """A title that fits into a breadcrumb."""
    return title if len(title) <= 24 else title[:23] + "…"


def attempt(form: forms.BaseForm, action: Callable[[], Result]) -> Result | None:
    """Run the action of a valid form; a rule's refusal becomes an error of the form.

    A constraint of the database that another's writing has made true meanwhile refuses alike.
    """
    try:
        return action()
    except REFUSALS as error:
        form.add_error(None, _sentence(error))
        return None


def _sentence(error: Exception) -> str:
    """What to tell of a refusal; what has no sentence is a fault of ours and goes on as it is."""
    sentence = sentence_for(error)
    if sentence is None:
        raise error
    return sentence


def press(request: HttpRequest, action: Callable[[], object], done: str, to: str) -> HttpResponse:
    """A plain button: act, say what happened or why it did not, and go back to a page."""
    try:
        action()
    except REFUSALS as error:
        messages.error(request, _sentence(error))
    else:
        messages.success(request, done)
    return redirect(to)
