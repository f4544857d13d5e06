"""Load the demo into an empty database and print its accounts."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from plans.errors import DomainError
from taskforce.demo import load_demo
from taskforce.demo.cast import CAST, PASSWORD


class Command(BaseCommand):
    help = (
        "Load the demo (real plan and units, invented accounts) into an empty database; "
        "does nothing when it is there."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if load_demo():
                self.stdout.write("演示数据已载入。")
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"\n演示账号（密码均为 {PASSWORD}）：")
        for role in CAST:
            self.stdout.write(f"  {role.username:<10} {role.position}：{role.what}")
        self.stdout.write("  不登录      公众：阅读已公开的规划，提出建议")
