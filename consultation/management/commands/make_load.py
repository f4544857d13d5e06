"""``manage.py make_load --comments N --units M``: a round with that many opinions, to measure."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consultation.load.actions import make_load
from plans.errors import DomainError
from plans.models import Plan, User


class Command(BaseCommand):
    """Works on a plan that stands; never run it on a portal in use."""

    help = "Make a round with many generated opinions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--comments", type=int, required=True)
        parser.add_argument("--units", type=int, required=True)
        parser.add_argument("--plan", default="", help="slug; the newest plan if left out")
        parser.add_argument("--as", dest="username", default="", help="a manager of the plan")

    def handle(self, *args: Any, **options: Any) -> None:
        plans = Plan.objects.order_by("-id")
        plan = plans.filter(slug=options["plan"]).first() if options["plan"] else plans.first()
        if plan is None:
            raise CommandError("没有这个规划。请先导入一个规划。")
        named = User.objects.filter(username=options["username"]).first()
        label = f"压测稿{plan.editions.count() + 1}"
        try:
            made = make_load(
                plan,
                by=named or plan.created_by,
                comments=max(0, options["comments"]),
                units=max(1, options["units"]),
                label=label,
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made}：{made.comment_count}条意见，/rounds/{made.pk}/comments/")
