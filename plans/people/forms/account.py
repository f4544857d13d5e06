"""allauth's forms of an account in the portal's words; every one refuses a mark of secrecy."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError

from plans.models import User
from plans.people.actions.account import set_by_mail
from plans.people.actions.adapter import told_in_a_form
from plans.people.devices import guesser_of
from plans.system.fields import NonSecret
from plans.system.guessing import Secret, enter, failed, refuse_waiting, succeeded

MISMATCH = "两次输入的新密码不一致。"


def _name(form: forms.BaseForm, labels: dict[str, str]) -> None:
    """Label the fields in our words, above them and not inside."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label, field.help_text = label, ""
        field.widget.attrs.pop("placeholder", None)


class LoginForm(NonSecret, allauth.LoginForm):
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, {"login": "用户名", "password": "密码"})


class _Twice:
    """A new password typed twice."""

    def clean(self: Any) -> dict[str, Any]:
        cleaned = dict(super(allauth.PasswordVerificationMixin, self).clean() or {})  # type: ignore[misc]
        one, other = cleaned.get("password1"), cleaned.get("password2")
        if one and other and one != other:
            self.add_error("password2", MISMATCH)
        return cleaned

    def _label(self: Any) -> None:
        _name(self, {"password1": "新密码", "password2": "再输一次新密码"})
        self.fields["password1"].help_text = "".join(password_validators_help_texts())


class PasswordForm(_Twice, NonSecret, allauth.ChangePasswordForm):
    """Old password, new password twice; the old one is a guess like any other until it is right."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"user": user}))
        _name(self, {"oldpassword": "原密码"})
        self._label()

    def clean_oldpassword(self) -> str:
        typed: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, typed):
            raise get_adapter().validation_error("enter_current_password")
        return typed


class NewPasswordForm(_Twice, NonSecret, allauth.ResetPasswordKeyForm):
    """A new password twice, for who came by a link."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"user": user}))
        self._label()


class MailedPasswordForm(NewPasswordForm):
    """The same, by the link of a mail."""

    def save(self) -> None:
        self.user.password = set_by_mail(self.user, self.cleaned_data["password1"]).password


class AgainForm(NonSecret, allauth.ReauthenticateForm):
    """The password once more, before something that a stranger at the desk must not do."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"user": user}))
        _name(self, {"password": "登录密码"})


class _Code:
    """A code of the second factor or a recovery code: guesses of either are counted together."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"user": user}))

    def clean_code(self: Any) -> str:
        guesser = guesser_of(Secret.FACTOR, context.request, self.user.username)
        with told_in_a_form():
            enter(guesser)
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            failed(guesser)
            with told_in_a_form():
                refuse_waiting(guesser)
            raise
        succeeded(guesser)
        return code


class CodeForm(NonSecret, _Code, AuthenticateForm):
    """The code at sign-in."""


class CodeAgainForm(NonSecret, _Code, ReauthenticateForm):
    """The code once more, before something that a stranger at the desk must not do."""


class FirstCodeForm(NonSecret, _Code, ActivateTOTPForm):
    """The first code of a new authenticator."""


class ForgottenForm(NonSecret, allauth.ResetPasswordForm):
    """The address that the account bears."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, {"email": "电子邮箱"})
        self.fields["email"].help_text = "填写账号登记的电子邮箱。"


class AddKeyForm(NonSecret, AddWebAuthnForm):
    """A passkey and the name by which its owner knows it."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"user": user}))
        _name(self, {"name": "名称"})
        self.fields["name"].help_text = "例如“办公室电脑”“手机”，方便以后分辨。"


class KeyNameForm(NonSecret, EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, instance: Any, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"instance": instance}))
        _name(self, {"name": "名称"})
