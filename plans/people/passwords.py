"""What a password may be: rules of ours that every way of setting one passes.

They stand in ``AUTH_PASSWORD_VALIDATORS``, so that activation, change, reset and the server's own
commands ask the same. The help texts are the sentences under the field, one for each rule.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
)
from django.core.exceptions import ValidationError

from plans.enums import UserKind
from plans.models import UsedPassword, User
from plans.system import clock

HISTORY = 5
"""So many passwords of a person are remembered, the present one among them."""
LEAST_WEIGHT = 5
"""So many different signs must be left of a password without the words that anybody here tries."""
WORDS = Path(__file__).with_name("password_words.txt")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LOOKS_LIKE = str.maketrans("0134578@$!", "oieastbasi")


class Length(MinimumLengthValidator):
    """Long enough: ``min_length`` signs."""

    def get_error_message(self) -> str:
        return f"密码太短，至少要{self.min_length}个字符。"

    def get_help_text(self) -> str:
        return f"至少{self.min_length}个字符。"


class Uncommon(CommonPasswordValidator):
    """None of Django's list of twenty thousand that everybody tries."""

    def get_error_message(self) -> str:
        return "这个密码太常见，很容易被猜到，请换一个。"

    def get_help_text(self) -> str:
        return "不用常见的密码。"


class NotNumeric(NumericPasswordValidator):
    """More than digits."""

    def get_error_message(self) -> str:
        return "密码不能全是数字，请加入字母或其他文字。"

    def get_help_text(self) -> str:
        return "不能全是数字。"


class Unlike:
    """Neither holds what one is called, nor is a part of it."""

    def validate(self, password: str, user: User | None = None) -> None:
        plain = _folded(password)
        if user and any(part in plain or plain in part for part in _called(user)):
            raise ValidationError(
                "密码含有您的姓名、用户名、邮箱或单位名称，很容易被猜到，请换一个。", code="like"
            )

    def get_help_text(self) -> str:
        return "不含姓名、用户名、邮箱和单位名称。"


class NoContext:
    """More than the words of this house and a year: 单位名, 市名, kexie, the portal's address.

    The words stand in ``password_words.txt`` and in ``PORTAL_PASSWORD_WORDS``.
    """

    def validate(self, password: str, _user: User | None = None) -> None:
        if weight(password) < LEAST_WEIGHT:
            raise ValidationError(
                "除去单位名、地名一类人人会猜的词和年份、连号，密码所剩无几，很容易被猜到。"
                "请换成几个互不相关的词。",
                code="context",
            )

    def get_help_text(self) -> str:
        return "不用单位名、地名加年份、连号一类的组合。"


class Unused:
    """Not one of the last ``HISTORY``, the present one among them."""

    def validate(self, password: str, user: User | None = None) -> None:
        if user is None or user.pk is None:
            return
        used = [one.password for one in UsedPassword.objects.filter(user=user)[:HISTORY]]
        if any(check_password(password, one) for one in dict.fromkeys([user.password, *used])):
            raise ValidationError("这个密码最近用过，请换一个没有用过的。", code="used")

    def get_help_text(self) -> str:
        return f"不用最近用过的{HISTORY}个密码。"

    def password_changed(self, _password: str, user: User) -> None:
        """Django calls this whenever a person with a new password was saved."""
        UsedPassword.objects.create(user=user, password=user.password)
        older = UsedPassword.objects.filter(user=user).values_list("pk", flat=True)[HISTORY:]
        UsedPassword.objects.filter(pk__in=list(older)).delete()


def reason_to_change(user: User) -> str:
    """Why this person must set another password before anything else; empty where not so.

    The demo's accounts keep the password that it prints.
    """
    if user.is_demo or user.kind != UserKind.PERSON or not user.has_usable_password():
        return ""
    if user.password_is_given:
        return "您的密码是别人设定的，请先设定一个只有您自己知道的密码。"
    if settings.PASSWORD_DAYS and _days(user) >= settings.PASSWORD_DAYS:
        return f"您的密码已使用{settings.PASSWORD_DAYS}天，按规定请先换一个新密码。"
    return ""


def _days(user: User) -> int:
    """So many days has the password been in use."""
    latest = UsedPassword.objects.filter(user=user).first()
    return (clock.now() - latest.set_at).days if latest else 0


def weight(password: str) -> int:
    """How many different signs a password has beside words that anybody here tries, years, runs.

    Letters written as digits (k3xie) are read both ways, and the lighter one counts.
    """
    plain = _YEAR.sub(" ", _folded(password))
    return min(_weight_of(plain), _weight_of(plain.translate(_LOOKS_LIKE)))


def _weight_of(plain: str) -> int:
    for word in _words():
        plain = plain.replace(word, " ")
    signs = [sign for sign in plain if sign.isalnum()]
    pairs = zip(["", *signs], signs, strict=False)
    return len({one for before, one in pairs if not _runs(before, one)})


def _runs(before: str, one: str) -> bool:
    """Whether a sign only goes on where the one before stood: 1234, dcba, aaaa."""
    return before != "" and abs(ord(before) - ord(one)) <= 1


@cache
def _words() -> tuple[str, ...]:
    """The words of the file, of the settings and of the portal's address, the longest first."""
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    listed = [word for line in lines if not line.startswith("#") for word in line.split()]
    host = re.split(r"[^\w]+", settings.PUBLIC_URL.partition("://")[2].partition("/")[0])
    found = {_folded(word) for word in (*listed, *settings.PASSWORD_WORDS, *host)}
    return tuple(sorted((one for one in found if len(one) > 1), key=len, reverse=True))


def _called(user: User) -> list[str]:
    """What a person is called; too short a name says nothing about a password."""
    mail, _, _ = user.email.partition("@")
    unit = user.unit.name if user.unit else ""
    names = map(_folded, (user.username, user.full_name, user.email, mail, unit))
    return [name for name in names if len(name) > (2 if name.isascii() else 1)]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
