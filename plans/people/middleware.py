"""Every request: whether its sign-in goes on, what has to be done first, who must wait."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from plans.models import User
from plans.people.actions.adapter import Waiting
from plans.people.factors import DUE, FIRST, is_due
from plans.people.passwords import reason_to_change
from plans.people.sessions import (
    BEGAN,
    ELSEWHERE,
    begin,
    note_act,
    why_ended,
    why_over,
)
from plans.system.lost_words import sent_by, words_page
from plans.system.middleware import CONFLICT, SIGNED_OUT, TOO_MANY, asked_by_script, refusal
from plans.system.pages import VisitorKind, is_polled, kind_of

PASSWORD = "password"  # noqa: S105 the name of an address
FACTORS = "mfa_index"
SETTING_UP = {
    *(PASSWORD, FACTORS, "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn"),
    "account_reauthenticate",
}
"""Where who must have a second factor may go before it is there."""


class SessionEndMiddleware:
    """Ends a sign-in whose time is over, and says on the page that comes next why one has ended.

    Costs no query of its own; the last act is written at most once a minute. A form's words are
    shown to be sent again, as whenever the login was lost (``LostWordsMiddleware``).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.COOKIES.get(settings.SESSION_COOKIE_NAME):
            request.META[ENDED] = _ended(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        why, is_staff = request.META.get(ENDED), kind_of(view) == VisitorKind.STAFF
        if why == "" and BEGAN in request.session and _is_act(request, view):
            why = _note_act(request)
        if not why or (why == ELSEWHERE and not is_staff):
            return None
        messages.warning(request, why)
        return refusal(SIGNED_OUT, why) if is_staff and asked_by_script(request) else None


ENDED = "portal.signed_out"
"""Where a request that bears a session has the sentence why it has ended, or an empty one."""


def _ended(request: HttpRequest) -> str:
    """Why the sign-in that the browser tells of has ended; empty where it goes on or was none."""
    user_id, user = request.session.get(SESSION_KEY), request.user
    if user_id is None:
        return "" if request.session.session_key else ELSEWHERE
    if not isinstance(user, User):
        request.session.flush()
        return why_ended(user_id)
    if BEGAN not in request.session:  # from before, or by a personal link
        begin(request.session, user)
    why = why_over(dict(request.session.items())) if BEGAN in request.session else ""
    if why:
        logout(request)
    return why


def _is_act(request: HttpRequest, view: Callable[..., object]) -> bool:
    """A person did something: no page that asks by itself, unless it says that somebody types."""
    asked = is_polled(view) and asked_by_script(request)
    return not asked or "typing" in request.POST


def _note_act(request: HttpRequest) -> str:
    try:
        note_act(request.session)
    except UpdateError:
        logout(request)
        return ELSEWHERE
    return ""


class PasswordDueMiddleware:
    """Leads to the page of the password from everywhere but there and the pages of signing in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        if not isinstance(request.user, User) or kind_of(view) == VisitorKind.SIGN_IN:
            return None
        if request.resolver_match and request.resolver_match.url_name == PASSWORD:
            return None
        reason = reason_to_change(request.user)
        return _led(request, reason, PASSWORD) if reason else None


class FactorDueMiddleware:
    """Leads who must have a second factor, and has none, to the pages where it is set up.

    Asked when the person signs in (``DUE``): who is named to an office later is led at the next
    sign-in, and not out of the middle of work.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        user, asked = request.user, request.resolver_match
        if not isinstance(user, User) or not request.session.get(DUE):
            return None
        if kind_of(view) == VisitorKind.SIGN_IN or (asked and asked.url_name in SETTING_UP):
            return None
        return _led(request, FIRST, FACTORS) if is_due(user) else None


def _led(request: HttpRequest, reason: str, first: str) -> HttpResponse:
    """To the page that comes first; a script gets the reason, a form its words to send again."""
    if asked_by_script(request):
        return refusal(CONFLICT, reason)
    sent = sent_by(request)
    if sent is not None:
        return words_page(request, sent, status=CONFLICT, first=first)
    messages.warning(request, reason)
    return redirect(first)


class WaitingMiddleware:
    """A page whose form says that a secret must wait is 429, with when to try again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(
        self, _request: HttpRequest, answer: TemplateResponse
    ) -> TemplateResponse:
        for form in (answer.context_data or {}).values():
            if isinstance(form, forms.BaseForm) and (seconds := _seconds(form)):
                answer.status_code = TOO_MANY
                answer.headers["Retry-After"] = str(seconds)
        return answer


def _seconds(form: forms.BaseForm) -> int:
    """How long the form says to wait."""
    errors = (one for some in form.errors.as_data().values() for one in some)
    return max((one.seconds for one in errors if isinstance(one, Waiting)), default=0)
