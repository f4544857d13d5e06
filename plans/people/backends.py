"""Who an account name and a password belong to."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from plans.models import User


class PasswordBackend(AuthenticationBackend):
    """Names as they are spelt: two old accounts may differ in nothing but large and small letters.

    What it refuses no other backend is asked about: a password is hashed once, right or wrong.
    """

    def authenticate(
        self, request: HttpRequest | None, **credentials: object
    ) -> AbstractBaseUser | None:
        user = super().authenticate(request, **credentials)
        if user is None:
            raise PermissionDenied
        return user

    def _authenticate_by_username(self, username: str, password: str) -> AbstractBaseUser | None:
        user = User.objects.filter(username=username).first()
        return self._check_password(user, password)


class MailedLinks(PasswordResetTokenGenerator):
    """The secrets of mails for a forgotten password: none opens an account that has ended."""

    def check_token(self, user: User | None, token: str | None) -> bool:
        return user is not None and user.is_active and super().check_token(user, token)
