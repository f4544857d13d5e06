"""Signing in, slowed down where passwords are guessed; changing one's password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

from plans.people.actions.account import note_guessing
from plans.people.throttle import FREE, Guesser, forget, note_failure, seconds_left
from plans.system.fields import NonSecret
from plans.system.limits import in_words


class LoginForm(NonSecret, AuthenticationForm):
    """User name and password; ``waiting`` holds the seconds to wait when it must."""

    error_messages = {
        "invalid_login": "用户名或密码不正确，请核对后重新输入（区分大小写）。",
        "inactive": "这个账号已停用，请联系平台管理员。",
    }
    waiting = 0

    def clean(self) -> dict[str, Any]:
        """Refuse without looking at the password while the account must wait here."""
        guesser = self._guesser()
        self._refuse_waiting(guesser)
        try:
            cleaned = super().clean()
        except forms.ValidationError:
            self._failed(guesser)
            raise
        if self.get_user() is not None:
            forget(guesser)
        return cleaned

    def _guesser(self) -> Guesser:
        address = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        return Guesser(self.cleaned_data.get("username") or "", address)

    def _failed(self, guesser: Guesser) -> None:
        failures = note_failure(guesser)
        if failures == FREE:
            note_guessing(guesser.username, failures)
        self._refuse_waiting(guesser)

    def _refuse_waiting(self, guesser: Guesser) -> None:
        self.waiting = seconds_left(guesser)
        if self.waiting:
            raise forms.ValidationError(
                f"密码连续输错，请{in_words(self.waiting)}后再试。忘记密码请联系平台管理员。",
                code="wait",
            )


class PasswordForm(NonSecret, PasswordChangeForm):
    """Old password, new password twice."""

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": "原密码不正确，请重新输入。",
        "password_mismatch": "两次输入的新密码不一致。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "原密码"
        self.fields["new_password1"].label = "新密码"
        self.fields["new_password1"].help_text = "至少8位，不能全是数字，不要用常见的密码。"
        self.fields["new_password2"].label = "再输一次新密码"
        self.fields["new_password2"].help_text = ""
