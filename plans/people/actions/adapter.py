"""What allauth asks the portal: who may sign in, what is logged, counted, mailed and said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from plans.enums import UserKind
from plans.errors import TooMany
from plans.people.actions.account import change_password, note_login
from plans.people.actions.elsewhere import offered
from plans.people.actions.sessions import end_oldest
from plans.people.devices import guesser_of, remember
from plans.people.factors import DUE, LAST, is_due, may_end_factor
from plans.system.actions.outbox import post
from plans.system.guessing import Guesser, Secret, enter, failed, refuse_waiting, succeeded
from plans.system.sealing import opened, sealed

PORTAL = "规划编制与征求意见平台"
SAID = {
    "account/messages/password_changed.txt": "密码已修改。您在其他设备上的登录已退出。",
    "mfa/messages/recovery_codes_generated.txt": "已生成新的恢复码，原来的恢复码不能再用。",
    "mfa/messages/totp_activated.txt": "验证器已启用，下次登录时除密码外还要输入验证码。",
    "mfa/messages/totp_deactivated.txt": "验证器已停用。",
    "mfa/messages/webauthn_added.txt": "安全密钥已添加。",
    "mfa/messages/webauthn_removed.txt": "安全密钥已移除。",
}
"""What a person is told after an act; of what is not named here nothing is said."""
TOLD = {
    "account/email/password_changed": "登录密码已修改",
    "account/email/password_reset": "登录密码已通过邮件重设",
    "mfa/email/recovery_codes_generated": "恢复码已重新生成",
    "mfa/email/totp_activated": "验证器已启用",
    "mfa/email/totp_deactivated": "验证器已停用",
    "mfa/email/webauthn_added": "已添加安全密钥",
    "mfa/email/webauthn_removed": "已移除安全密钥",
}
"""What a person is written of, so that nothing happens to an account behind its owner's back."""
SHORT = f"您的密码不足{settings.PASSWORD_LENGTH}个字符，还可以登录，但容易被猜到。请尽快修改密码。"
TOO_MANY = "同时登录的设备不能超过{}台，较早的一次登录（{}）已退出。"
WAYS = {
    "reauthenticate": "改用登录密码",
    "mfa_reauthenticate": "改用验证码或恢复码",
    "mfa_reauthenticate:webauthn": "改用安全密钥",
}


class Waiting(ValidationError):
    """What a form says while its secret must wait; after ``seconds`` it may be tried again."""

    def __init__(self, refused: TooMany) -> None:
        super().__init__(str(refused), code="wait")
        self.seconds = refused.seconds


@contextmanager
def told_in_a_form() -> Iterator[None]:
    """A refusal of the door is an error of the form that asked it."""
    try:
        yield
    except TooMany as refused:
        raise Waiting(refused) from refused


class AccountAdapter(DefaultAccountAdapter):
    """The one door of every password that is typed: sign-in, old password, a second asking."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "用户名或密码不正确，请核对后重新输入（区分大小写）。",
        "incorrect_password": "密码不正确，请重新输入。",
        "enter_current_password": "原密码不正确，请重新输入。",
        "incorrect_code": "验证码不正确或已过期，请输入最新的验证码。",
        "invalid_password_reset": "链接已失效，请重新申请。",
        "rate_limited": "操作太频繁，请稍后再试。",
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Accounts are opened by who maintains people, never by whoever asks."""
        return False

    def is_ajax(self, _request: HttpRequest) -> bool:
        """Scripts are answered by plans/system/middleware.py, in the portal's own way."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104 - says "not known"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        with told_in_a_form():
            enter(_guesser(request, credentials))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        if user is not None:
            succeeded(_guesser(request, credentials))
            if len(credentials["password"]) < settings.PASSWORD_LENGTH:
                messages.warning(request, SHORT)
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        guesser = _guesser(request, credentials)
        failed(guesser)
        with told_in_a_form():
            refuse_waiting(guesser)

    def post_login(self, request: HttpRequest, user: Any, **hooks: Any) -> HttpResponse:
        answer: HttpResponse = super().post_login(request, user, **hooks)
        remember(request, answer, user)
        return answer

    def login(self, request: HttpRequest, user: Any) -> None:
        through = _through(request, user)
        with transaction.atomic():
            super().login(request, user)
            if is_due(user):
                request.session[DUE] = True
            request.session.save()  # so that who signs in at the same moment counts it
            UserSession.objects.create_from_request(request, user=user)
            note_login(user, through=through)
            ended = end_oldest(user, str(request.session.session_key))
        for one in ended:
            messages.warning(request, TOO_MANY.format(settings.SESSIONS["at_once"], one.device))

    def set_password(self, user: Any, password: str) -> None:
        user.password = change_password(user, password, by=user).password

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        return reverse("home")

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _, token = key.partition("-")
        address = reverse("account_reset_password_from_key", args=[uid, token])
        return f"{settings.PUBLIC_URL}{address}"

    def send_password_reset_mail(self, user: Any, _email: str, context: dict[str, Any]) -> None:
        """Only to who has set a password once: an account begins with its activation link."""
        if user.kind != UserKind.PERSON or not user.has_usable_password():
            return
        body = f"{user.full_name}：\n\n有人为您在{PORTAL}的账号“{user.username}”申请重设密码。"
        body += "如果是您本人，请在1小时内打开下面的链接，设定新密码：\n\n{secret}\n\n"
        body += "如果不是您本人，不必理会这封邮件，密码不会改变。"
        link = context["password_reset_url"]
        post(user.email, "重设登录密码", body, about=f"user:{user.pk}", secret=link)

    def send_notification_mail(self, template_prefix: str, user: Any, **_: Any) -> None:
        what = TOLD.get(template_prefix)
        if what:
            body = f"{user.full_name}：\n\n您在{PORTAL}的账号：{what}。"
            body += "如果不是您本人操作，请立即联系平台管理员。"
            post(user.email, what, body, about=f"user:{user.pk}")

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *_: Any,
        message: str | None = None, **__: Any,
    ) -> None:  # fmt: skip
        said = message or SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, said)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        found = super().get_reauthentication_methods(user)
        return [way | {"description": WAYS[way["id"]]} for way in found]


def _guesser(request: HttpRequest, credentials: dict[str, Any]) -> Guesser:
    return guesser_of(Secret.PASSWORD, request, credentials.get("username", ""))


def _through(request: HttpRequest, user: Any) -> str:
    """The provider by which somebody signs in; empty where it is by the portal's password."""
    firsts = [
        one
        for one in get_authentication_records(request, user)
        if one["method"] in ("password", "socialaccount")
    ]
    return offered().get(firsts[-1].get("provider", ""), "") if firsts else ""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are kept sealed: the database alone makes no code."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": LAST,
        "cannot_generate_recovery_codes": "请先启用验证器或添加安全密钥，再生成恢复码。",
        "incorrect_code": "验证码不正确或已过期，请输入最新的验证码。",
    }

    def encrypt(self, text: str) -> str:
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        return opened(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return may_end_factor(authenticator)

    def get_totp_issuer(self) -> str:
        return PORTAL

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        held = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"安全密钥{held + 1}"
