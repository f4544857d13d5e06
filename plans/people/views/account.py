"""allauth's views of one's own account, in the portal's frame and words."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_POST

from plans.people.actions.elsewhere import offered
from plans.people.actions.sessions import end_other_sign_ins, end_sign_in
from plans.people.devices import remember
from plans.people.sessions import sign_ins_of
from plans.system.pages import actor, press, require, staff_page

GONE = 410
ANSWER_SECONDS = 0.5
"""Far more than writing a mail takes; what is asked for too often is refused before."""
DEVICES = "登录设备"


class Login(account.LoginView):
    """The login page."""

    template_name = "plans/people/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"elsewhere": offered()}


class Password(account.PasswordChangeView):
    """Change one's own password: this device stays known, all others are strangers again."""

    template_name = "plans/people/password.html"
    extra_context = {"title": "修改密码", "submit": "修改密码", "crumbs": [("修改密码", None)]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"elsewhere": offered()}

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        remember(self.request, answer, actor(self.request))
        return answer


class FromMail(account.PasswordResetFromKeyView):
    """A new password, for who follows the link of a mail; 410 where it opens nothing."""

    template_name = "base_form.html"
    extra_context = {"title": "重设密码", "submit": "保存新密码"}

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        if not context.get("token_fail"):
            return super().render_to_response(context, **options)
        said = "这个链接已经用过或者过期。请在登录页选择“忘记密码”，重新申请。"
        context |= {"title": "链接已失效", "said": said, "url": reverse("account_reset_password")}
        self.template_name = "plans/people/said.html"
        return super().render_to_response(context | {"label": "重新申请"}, status=GONE)


inactive = account.AccountInactiveView.as_view(
    template_name="plans/people/said.html",
    extra_context={"title": "账号已停用", "said": "这个账号已停用，请联系平台管理员。"},
)
_forgotten = account.PasswordResetView.as_view(
    template_name="base_form.html",
    extra_context={
        "title": "忘记密码", "submit": "发送邮件", "cancel_url": reverse_lazy("login"),
    },
)  # fmt: skip
sent = account.PasswordResetDoneView.as_view(
    template_name="plans/people/said.html",
    extra_context={
        "title": "请查收邮件",
        "said": "如果这个电子邮箱登记在一个账号上，几分钟内会收到一封邮件，"
        "打开其中的链接设定新密码。"
        "没有收到的，请核对邮箱后重试，或者联系平台管理员领取新的开通链接。",
    },
)
renewed = account.PasswordResetFromKeyDoneView.as_view(
    template_name="plans/people/said.html",
    extra_context={
        "title": "密码已重设", "said": "请用新密码登录。", "url": reverse_lazy("login"),
        "label": "登录",
    },
)  # fmt: skip
password = Password.as_view()


def forgotten(request: HttpRequest) -> HttpResponseBase:
    """Ask for the mail of a forgotten password: every answer takes as long as the slowest, so that
    a mail that is written, or none, cannot be told by the time."""
    began = time.monotonic()
    answer = _forgotten(request)
    if request.method == "POST":
        time.sleep(max(0.0, ANSWER_SECONDS - (time.monotonic() - began)))
    return answer


again = account.ReauthenticateView.as_view(
    template_name="plans/people/again.html",
    extra_context={"title": "请再次确认是您本人", "submit": "确认"},
)


@staff_page
def sessions(request: HttpRequest) -> HttpResponse:
    """登录设备: where one is signed in, this browser marked."""
    context = {
        "title": DEVICES,
        "crumbs": [(DEVICES, None)],
        "sign_ins": sign_ins_of(actor(request)),
        "present": request.session.session_key,
    }
    return render(request, "plans/people/sessions.html", context)


@staff_page
@require_POST
def end_session(request: HttpRequest, sign_in_id: int) -> HttpResponse:
    """End one of one's own sign-ins."""
    by = actor(request)
    return press(
        request,
        lambda: end_sign_in(sign_in_id, by=by),
        "这台设备上的登录已结束。",
        reverse("usersessions_list"),
    )


@staff_page
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all of one's own sign-ins but this one."""
    kept, by = str(request.session.session_key), actor(request)
    return press(
        request,
        lambda: end_other_sign_ins(kept, by=by),
        "其他设备上的登录已结束。",
        reverse("usersessions_list"),
    )


def password_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page for who has a password: not for who came by a personal link."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **options: object) -> HttpResponseBase:
        require(actor(request).has_usable_password())
        return view(request, *args, **options)

    return staff_page(wrapped)
