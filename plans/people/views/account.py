"""Signing in and changing one's password."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from plans.models import User
from plans.people.actions.account import change_password, note_login
from plans.people.forms.account import LoginForm, PasswordForm
from plans.system.pages import actor, attempt, require, staff_page

TOO_MANY = 429


class Login(LoginView):
    """The login page; 429 with Retry-After while the account must wait at this address."""

    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> Any:
        answer = super().form_valid(form)
        user = form.get_user()
        assert isinstance(user, User)
        note_login(user)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_invalid(form)
        if form.waiting:
            answer.status_code = TOO_MANY
            answer["Retry-After"] = str(form.waiting)
        return answer


@staff_page
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; this session goes on, all others end."""
    user = actor(request)
    require(user.has_usable_password())
    form = PasswordForm(user, request.POST or None)
    if form.is_valid():
        new = form.cleaned_data["new_password1"]
        changed = attempt(form, lambda: change_password(user, new, by=user))
        if changed:
            update_session_auth_hash(request, changed)
            messages.success(request, "密码已修改。您在其他设备上的登录已退出。")
            return redirect("home")
    context = {
        "title": "修改密码",
        "form": form,
        "submit": "修改密码",
        "crumbs": [("修改密码", None)],
    }
    return render(request, "base_form.html", context)
