"""Request-wide wiring: the visitor's address for the log, no secret kept, refusals."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, SuspiciousOperation
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render, resolve_url

from plans.enums import Act
from plans.errors import TooMany, noting_refusals
from plans.models import User
from plans.system.audit import acting_from, record
from plans.system.constraints import sentence_for
from plans.system.directions import undirected_page
from plans.system.disk_full import FULL
from plans.system.limits import with_retry_after
from plans.system.log_context import request_id
from plans.system.lost_words import sent_by, words_page
from plans.system.secrecy import refuse_marked_write
from plans.system.telling import noting_told


class AuditAddressMiddleware:
    """Every audit entry written while answering a request carries its REMOTE_ADDR."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting_from(request.META.get("REMOTE_ADDR") or None):
            return self.get_response(request)


READING = ("GET", "HEAD", "OPTIONS")


class RefusalLogMiddleware:
    """Whoever is signed in and tries to do what they have no right to is in the log.

    It is written when the answer is there, outside of what was rolled back; one row a request.
    Looking writes nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in READING:
            return self.get_response(request)
        visitor = request.user if request.user.is_authenticated else None
        with noting_refusals() as refused:
            answer = self.get_response(request)
        if refused and isinstance(visitor, User):
            record(Act.USER_REFUSED, visitor, by=visitor, new=_tried(request, refused[0]))
        return answer


def _tried(request: HttpRequest, sentence: str) -> dict[str, object]:
    """What was tried: the name of the address and its numbers, never a secret that it bears."""
    match = request.resolver_match
    numbers = {k: v for k, v in match.kwargs.items() if isinstance(v, int)} if match else {}
    return {"tried": match.url_name if match else "", "reason": sentence, **numbers}


class TellingMiddleware:
    """What actions had to say beside their results stands on the next page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with noting_told() as told:
            answer = self.get_response(request)
        for sentence in dict.fromkeys(told):
            messages.warning(request, sentence)
        return answer


class NoNulMiddleware:
    """No text holds the character NUL, which no form of a browser sends and PostgreSQL refuses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = (*request.GET.lists(), *request.POST.lists())
        if any("\0" in text for name, values in sent for text in (name, *values)):
            raise SuspiciousOperation("NUL in a request")
        return self.get_response(request)


class NumbersMiddleware:
    """An address that bears a number beyond every id leads nowhere; no database is asked."""

    LARGEST = 2**63 - 1

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, _request: HttpRequest, _view: object, _args: object, kwargs: dict[str, object]
    ) -> None:
        if any(isinstance(value, int) and value > self.LARGEST for value in kwargs.values()):
            raise Http404


class NonSecretMiddleware:
    """What a person sends is not written where it bears a mark of secrecy, form or no form.

    GET writes nothing of anybody's; what the clock does was sent by nobody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _only_looks(request):
            return self.get_response(request)
        with connection.execute_wrapper(refuse_marked_write):
            return self.get_response(request)


SIGNED_OUT, CONFLICT, TOO_MANY, NO_ROOM = 401, 409, 429, 507
WHY = {
    400: "提交的内容不完整或超过了限制，没有办理。",
    SIGNED_OUT: "登录已过期，请重新登录。",
    403: "操作没有执行，请刷新页面后再试。",
    404: "内容不存在，或者您没有查看的权限。",
    405: "这个地址不能这样打开，请刷新页面后再试。",
    413: "上传的文件太大，没有保存。",
    NO_ROOM: FULL,
}
BROKEN = "系统出现故障，操作没有完成，请过几分钟再试。"
"""What a script is told; a person who opens an address gets the page of that status instead."""


def asked_by_script(request: HttpRequest) -> bool:
    """Whether htmx or ``ask`` in static/js/ask.js sent it, so that no person sees the answer."""
    return (
        request.headers.get("HX-Request") == "true"
        or request.headers.get("X-Requested-With") == "fetch"
    )


def refusal(status: int, message: str = "") -> JsonResponse:
    """What a script gets instead of a page: nothing to swap, the reason in one sentence."""
    why = message or WHY.get(status, BROKEN)
    headers = {"HX-Reswap": "none", "Cache-Control": "no-store", "Portal-Refused": str(status)}
    return JsonResponse({"message": why}, status=status, headers=headers)


class ScriptMiddleware:
    """A script's request is never answered with the login page or an error page.

    A part of a page would be replaced by it. The browser's side is static/js/ask.js.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if not asked_by_script(request):
            return answer
        refused = _refused(request, answer)
        if refused is None:
            return answer
        refused.cookies = answer.cookies
        return refused


def _refused(request: HttpRequest, answer: HttpResponse) -> JsonResponse | None:
    """The refusal in place of an answer; None where the answer is what a script can take."""
    if _leads_to_login(answer) or (answer.status_code == 403 and not _is_signed_in(request)):
        return refusal(SIGNED_OUT)
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    if answer.status_code < 400 or not is_page:
        return None
    if answer.status_code in WHY:
        return refusal(answer.status_code)
    number = request_id(request)
    return refusal(answer.status_code, f"{BROKEN}编号：{number}。" if number else BROKEN)


def _leads_to_login(answer: HttpResponse) -> bool:
    where = urlsplit(answer.headers.get("Location", "")).path
    return answer.status_code == 302 and where == resolve_url(settings.LOGIN_URL)


def _is_signed_in(request: HttpRequest) -> bool:
    """A forged or outdated token is refused before anything else: perhaps the login is lost too."""
    return bool(getattr(request, "user", None) and request.user.is_authenticated)


class LostWordsMiddleware:
    """Words sent after the login was lost do not end on the login page: they are shown again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        is_lost = request.method == "POST" and _leads_to_login(answer)
        if not is_lost or asked_by_script(request):
            return answer
        sent = sent_by(request)
        if sent is None:
            return answer
        return words_page(request, sent, status=SIGNED_OUT, first="login")


class DirectionMiddleware:
    """No page holds a mark that turns its text around, whatever was typed or imported."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        kind = answer.headers.get("Content-Type", "")
        if kind.startswith("text/html") and not answer.streaming:
            answer.content = undirected_page(answer.content)
        return answer


class DomainErrorMiddleware:
    """A refusal that no view has handled becomes a page with its sentence (409; 429 of a limit).

    A rule's, or a constraint's of the database that two people met at the same moment.

    Views catch the errors that belong to a form of theirs; this is for plain buttons, a second
    browser tab, a request made by hand.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        sentence = sentence_for(error)
        if sentence is None or (_only_looks(request) and isinstance(error, ObjectDoesNotExist)):
            return None
        return with_retry_after(_told(request, sentence, _status(error, sentence)), error)


def _only_looks(request: HttpRequest) -> bool:
    """A page that asks for a row that is not there is a fault of ours, and no refusal."""
    return request.method in ("GET", "HEAD")


def _status(error: Exception, sentence: str) -> int:
    if isinstance(error, TooMany):
        return TOO_MANY
    return NO_ROOM if sentence == FULL else CONFLICT


def _told(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    if asked_by_script(request):
        return refusal(status, sentence)
    if status == NO_ROOM and (sent := sent_by(request)):
        return words_page(request, sent, status=status, reason=sentence)
    return render(request, "errors/refused.html", {"message": sentence}, status=status)
