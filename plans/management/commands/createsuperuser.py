"""``manage.py createsuperuser``: there are no superusers here."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Stands in place of Django's, which would make an account that nothing asks."""

    help = "Refused: run first_administrator."

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError(
            "平台没有超级用户：系统管理、安全管理、审计管理由三个人分别担任。"
            "请运行 manage.py first_administrator 设立首任管理员。"
        )
