"""``manage.py restore DIR``: the backup into the database and the files of the settings."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from plans.backup.actions.restoring import restore
from plans.backup.folders import find
from plans.backup.running import require_stopped
from plans.management.restored import told
from plans.management.terminal import refusing, write_utf8


class Command(BaseCommand):
    """Refuses a target that is not empty without ``--replace``, and a portal at work. Exit status
    2 and a sentence when nothing was restored, 1 when the chain of the log does not hold."""

    help = "Restore a backup, or the newest of a folder of backups."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", type=Path, metavar="DIR", help="a backup, or a folder of them")
        parser.add_argument("--replace", action="store_true", help="in place of all that is there")

    def handle(self, *args: Any, **options: Any) -> None:
        write_utf8()
        with refusing(self.stderr):
            require_stopped()
            folder = find(options["dir"])
            Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
            self.stderr.write(f"从 {folder} 恢复。")
            restored = restore(folder, self.stderr.write, replace=options["replace"])
        self.stdout.write(told(restored))
        if restored.chain:
            sys.exit(1)
