"""``manage.py check_start``: what the portal stands on, a line each; exit 1 where it cannot."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from plans.operation.startup import check_start, in_line


class Command(BaseCommand):
    """The same check as before serving; it changes nothing and collects nothing."""

    help = "Check database, migrations, folders, broker, static files, fonts, mail and clock."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        parts = check_start()
        for part in parts:
            self.stdout.write(in_line(part))
        if any(part.stops and not part.good for part in parts):
            sys.exit(1)
