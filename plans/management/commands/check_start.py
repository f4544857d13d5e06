"""``manage.py check_start``: what the portal stands on, a line each; exit 1 where it cannot."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from plans.operation.startup import check_start, collect_static, in_line


class Command(BaseCommand):
    """The same check as before serving; it changes nothing, and collects nothing unless told to."""

    help = "Check database, migrations, folders, broker, static files, fonts, mail and clock."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--collect", action="store_true", help="collect static files first")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["collect"]:
            collect_static()
        parts = check_start()
        for part in parts:
            self.stdout.write(in_line(part))
        if any(part.stops and not part.good for part in parts):
            sys.exit(1)
