"""Signing in elsewhere 外部登录: allauth's code flow, our rules of who comes in, our pages.

An answer of a provider is a GET by the protocol; it counts once, for the browser whose POST began.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.dingtalk.views import DingTalkOAuth2Adapter
from allauth.socialaccount.providers.feishu.views import FeishuOAuth2Adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from plans.models import User
from plans.people.actions.elsewhere import (
    FORMER,
    identity_of,
    link,
    may_come_from_elsewhere,
    offered,
    owner_of_mail,
    unlink,
)
from plans.system.pages import actor, press

log = logging.getLogger("portal.elsewhere")
OIDC, CONNECT = "oidc", "connect"
OTHERS = {"dingtalk": DingTalkOAuth2Adapter, "feishu": FeishuOAuth2Adapter}
REFUSED = (
    "不能用这个身份登录。请先用用户名和密码登录，在“修改密码”页的“账号关联”里关联；"
    "没有账号或者账号已停用的，请联系平台管理员。"
)
FAILED = "登录没有完成，可能已经超时或者已取消。请回到登录页重新开始。"
AWAY = "对方平台暂时没有回应。请稍后再试，或者用用户名和密码登录。"
BROKEN = (RequestException, OAuth2Error, KeyError, ValueError, TypeError, ImproperlyConfigured)
"""What a provider's answer may come to that is no answer."""


def _said(request: HttpRequest, said: str, status: HTTPStatus) -> HttpResponse:
    context = {"title": "没有登录", "said": said, "url": reverse("login"), "label": "回到登录页"}
    return render(request, "plans/people/said.html", context, status=status)


class ElsewhereAdapter(DefaultSocialAccountAdapter):
    """Who signs in elsewhere is matched with an account that is there; none is ever made."""

    def is_open_for_signup(self, _request: HttpRequest, _sociallogin: object) -> bool:
        return False

    def on_authentication_error(self, request: HttpRequest, *_: Any, **said: Any) -> None:
        away = isinstance(said.get("exception"), RequestException)
        if away:
            raise ImmediateHttpResponse(_said(request, AWAY, HTTPStatus.SERVICE_UNAVAILABLE))
        raise ImmediateHttpResponse(_said(request, FAILED, HTTPStatus.FORBIDDEN))

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """Nothing that the provider tells of a person is kept, but a hash of who it is."""
        account = sociallogin.account
        sociallogin.claims, account.extra_data = account.extra_data, {}
        token = sociallogin.claims.get("id_token", {})
        issuer = token.get("iss") or sociallogin.provider.app.client_id
        account.uid = identity_of(account.provider, issuer, account.uid)
        return super().populate_user(request, sociallogin, data)

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """The rule of who comes in; what goes beyond this is allauth's sign-in with its stages."""
        if not _genuine(sociallogin):
            raise ImmediateHttpResponse(_said(request, FAILED, HTTPStatus.FORBIDDEN))
        if sociallogin.state.get("process") == CONNECT:
            raise ImmediateHttpResponse(_connect(request, sociallogin))
        if not sociallogin.is_existing:
            _match_by_mail(sociallogin)
        if not (sociallogin.is_existing and may_come_from_elsewhere(sociallogin.user)):
            raise ImmediateHttpResponse(_said(request, REFUSED, HTTPStatus.FORBIDDEN))


def _genuine(sociallogin: Any) -> bool:
    """Of OpenID Connect: the token answers this very asking, and speaks of the same person."""
    if sociallogin.account.provider != OIDC:
        return True
    token, told = (sociallogin.claims.get(key) or {} for key in ("id_token", "userinfo"))
    nonce = sociallogin.state.get("nonce")
    same = token.get("sub") == told.get("sub")
    return bool(nonce) and token.get("nonce") == nonce and same


def _connect(request: HttpRequest, sociallogin: Any) -> HttpResponse:
    user, account = request.user, sociallogin.account
    if not isinstance(user, User) or user.pk != sociallogin.state.get("by"):
        return _said(request, FAILED, HTTPStatus.FORBIDDEN)
    name = offered()[account.provider]
    return press(
        request,
        lambda: link(user, account.provider, account.uid, by=user),
        f"已关联{name}，下次可以用它登录。",
        reverse("linked"),
    )


def _match_by_mail(sociallogin: Any) -> None:
    """Only where the setting says so and the provider vouches for the address: a link from now."""
    told = sociallogin.claims.get("userinfo") or {}
    wanted = sociallogin.provider.app.settings.get("match") == "email"
    if not (wanted and told.get("email_verified") is True):
        return
    user = owner_of_mail(str(told.get("email") or ""))
    account = sociallogin.account
    if user and not SocialAccount.objects.filter(user=user, provider=account.provider).exists():
        link(user, account.provider, account.uid, by=user)
        sociallogin.lookup()


def _offered(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """404 where the provider is not set; a sentence where it does not answer as one."""

    @wraps(view)
    def wrapped(request: HttpRequest, provider: str) -> HttpResponseBase:
        if provider not in offered():
            raise Http404
        try:
            return view(request, provider)
        except BROKEN as error:
            log.warning("sign-in elsewhere broke off: %s", type(error).__name__)
            return _said(request, AWAY, HTTPStatus.SERVICE_UNAVAILABLE)

    return wrapped


def _lead(request: HttpRequest, key: str, process: str, **state: Any) -> HttpResponse:
    """To the provider, with a state and a nonce that only this browser's session knows."""
    provider = get_adapter(request).get_provider(request, key)
    nonce = secrets.token_urlsafe(24)
    asked = provider.get_auth_params() | ({"nonce": nonce} if key == OIDC else {})
    answer: HttpResponse = provider.redirect(
        request, process, auth_params=asked, nonce=nonce, **state
    )
    return answer


@require_POST
@_offered
def begin(request: HttpRequest, provider: str) -> HttpResponse:
    """Sign in by a provider."""
    return _lead(request, provider, "login", next_url=get_next_redirect_url(request))


@require_POST
@_offered
@reauthentication_required
def add(request: HttpRequest, provider: str) -> HttpResponse:
    """Tie an identity to one's own account, after a second asking."""
    return _lead(request, provider, CONNECT, by=actor(request).pk)


@require_POST
@reauthentication_required
def end(request: HttpRequest, provider: str) -> HttpResponse:
    """Untie it; where the provider is no longer offered too."""
    user = actor(request)
    to = reverse("linked" if offered() else "home")
    return press(request, lambda: unlink(user, provider, by=user), "已解除关联。", to)


@require_GET
def linked(request: HttpRequest) -> HttpResponse:
    """What is tied to one's own account; what is no longer offered can still be ended."""
    since = dict(
        SocialAccount.objects.filter(user=actor(request)).values_list("provider", "date_joined")
    )
    names = dict.fromkeys(since, FORMER) | offered()
    if not names:
        raise Http404
    rows = [{"key": key, "name": name, "since": since.get(key)} for key, name in names.items()]
    context = {"title": "账号关联", "rows": rows, "crumbs": [("账号关联", None)]}
    return render(request, "plans/people/linked.html", context)


@require_GET
@_offered
def answered(request: HttpRequest, provider: str) -> HttpResponseBase:
    """The provider has sent the person back."""
    adapter = OTHERS.get(provider) or OpenIDConnectOAuth2Adapter(request, provider)
    answer: HttpResponseBase = OAuth2CallbackView.adapter_view(adapter)(request)
    return answer


def answered_by_oidc(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """The same, under the name that allauth gives the argument."""
    return answered(request, provider=provider_id)
