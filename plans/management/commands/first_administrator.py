"""``manage.py first_administrator``: the first holder of each of the three offices."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from plans.enums import Duty
from plans.errors import DomainError
from plans.management.terminal import write_utf8
from plans.models import User
from plans.people.actions.first import First, empty_offices, stand_first


class Command(BaseCommand):
    """Asks for name and mail of each office that nobody holds; refuses when all are held."""

    help = "Make the first holders of the three offices 三员: asks for what it needs."

    def handle(self, *args: Any, **options: Any) -> None:
        write_utf8()
        try:
            asked = [self._ask(duty) for duty in empty_offices()]
            made = stand_first(asked)
        except DomainError as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            told = "；".join(error.messages)
            raise CommandError(f"没有设立任何管理员：{told}") from error
        for one, (user, address) in zip(asked, made, strict=True):
            self.stdout.write(f"{one.duty.label}：{user}（{user.username}）")
            self.stdout.write(f"  开通链接：{address}" if address else "  用原来的密码登录。")
        self.stdout.write("开通链接只能用一次，请交给本人打开，由本人设定密码。")

    def _ask(self, duty: Duty) -> First:
        self.stdout.write(f"{duty.label}（三种管理员须由不同的人担任）")
        username = self._answer("  用户名：")
        known = User.objects.filter(username=username).first()
        if known is not None:
            self.stdout.write(f"  已有账号：{known}")
            return First(duty, username, known.full_name, known.email)
        return First(duty, username, self._answer("  姓名："), self._answer("  电子邮箱："))

    def _answer(self, question: str) -> str:
        """What was typed; asked again while nothing was, ended where nobody types."""
        try:
            while not (answer := input(question).strip()):
                self.stdout.write("  请填写。")
        except EOFError as error:
            raise CommandError("没有填写完，没有设立任何管理员。请重新运行。") from error
        return answer
