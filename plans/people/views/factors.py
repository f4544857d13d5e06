"""The second factor 两步验证: allauth's views in the portal's frame and words."""

from __future__ import annotations

import json
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache

from plans.people.actions.factors import put_codes_away
from plans.people.factors import LAST, may_end_factor
from plans.system.pages import actor

INDEX, KEYS = reverse_lazy("mfa_index"), reverse_lazy("mfa_list_webauthn")
CODE = "验证码"
CRUMB = ("两步验证", INDEX)


class _Asks:
    """The one field of a code, in our words; what the browser needs for a passkey, as JSON."""

    label = CODE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        form = context.get("form")
        if form is not None and "code" in form.fields:
            field = form.fields["code"]
            field.label = self.label
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs["inputmode"] = "numeric"
        if "js_data" in context:
            (options,) = context["js_data"].values()
            context["options"] = json.dumps(options)
        return context


class Authenticate(_Asks, base.AuthenticateView):
    template_name = "plans/people/enter_code.html"
    label = "验证码或恢复码"
    extra_context = {"title": "两步验证"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"title": "两步验证"}


class Again(_Asks, base.ReauthenticateView):
    template_name = "plans/people/again.html"
    label = "验证码或恢复码"
    extra_context = {"title": "请再次确认是您本人", "submit": "确认"}


class Activate(_Asks, totp.ActivateTOTPView):
    template_name = "plans/people/authenticator.html"
    extra_context = {
        "title": "启用验证器", "submit": "启用", "cancel_url": INDEX,
        "crumbs": [CRUMB, ("启用验证器", None)],
    }  # fmt: skip


class AddKey(_Asks, webauthn.AddWebAuthnView):
    template_name = "plans/people/add_key.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = {"title": "添加安全密钥", "crumbs": [CRUMB, ("添加安全密钥", None)]}
        return super().get_context_data(**kwargs) | said


class AgainByKey(_Asks, webauthn.ReauthenticateWebAuthnView):
    template_name = "plans/people/again_by_key.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"title": "请再次确认是您本人"}


class RemoveKey(webauthn.RemoveWebAuthnView):
    """A passkey goes; the last way of who must have a second factor stays."""

    def form_valid(self, form: Any) -> HttpResponse:
        if not may_end_factor(self.get_object()):
            messages.error(self.request, LAST)
            return redirect(KEYS)
        answer: HttpResponse = super().form_valid(form)
        return answer


index = base.IndexView.as_view(
    template_name="plans/people/second_factor.html",
    extra_context={"title": "两步验证", "crumbs": [("两步验证", None)]},
)
authenticate = Authenticate.as_view()
trust = base.TrustView.as_view(
    template_name="plans/people/trust.html", extra_context={"title": "记住这台设备？"}
)
again = Again.as_view()
activate = Activate.as_view()
deactivate = totp.DeactivateTOTPView.as_view(
    template_name="confirm.html",
    extra_context={
        "title": "停用验证器", "button": "停用", "cancel_url": INDEX,
        "consequences": ["停用后，手机上的验证器不能再用于登录这个账号。"],
    },
)  # fmt: skip


def codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes, until their owner says that they are kept, and never again."""
    held = get_object_or_404(Authenticator, user=actor(request), type="recovery_codes")
    return _codes(request, held)


@never_cache
@reauthentication_required(app="allauth.mfa")
def _codes(request: HttpRequest, held: Authenticator) -> HttpResponse:
    if request.method == "POST":
        put_codes_away(held)
        return redirect(INDEX)
    made = held.wrap()
    unused = made.get_unused_codes()
    context = {
        "title": "恢复码",
        "crumbs": [CRUMB, ("恢复码", None)],
        "left": len(unused),
        "unused_codes": [] if made.did_view else unused,
    }
    return render(request, "plans/people/recovery_codes.html", context)


renew = recovery_codes.GenerateRecoveryCodesView.as_view(
    template_name="confirm.html",
    extra_context={
        "title": "生成恢复码", "button": "生成", "cancel_url": INDEX, "harmless": True,
        "consequences": ["将生成10个恢复码，每个只能用一次；以前生成的恢复码随即作废。"],
    },
)  # fmt: skip
keys = webauthn.ListWebAuthnView.as_view(
    template_name="plans/people/keys.html",
    extra_context={"title": "安全密钥", "crumbs": [CRUMB, ("安全密钥", None)]},
)
add_key = AddKey.as_view()
again_by_key = AgainByKey.as_view()
remove_key = RemoveKey.as_view(
    template_name="confirm.html",
    extra_context={
        "title": "移除安全密钥", "button": "移除", "cancel_url": KEYS,
        "consequences": ["移除后，这个安全密钥不能再用于登录这个账号。"],
    },
)  # fmt: skip
name_key = webauthn.EditWebAuthnView.as_view(
    template_name="base_form.html",
    extra_context={
        "title": "修改安全密钥的名称", "cancel_url": KEYS,
        "crumbs": [CRUMB, ("修改名称", None)],
    },
)  # fmt: skip
