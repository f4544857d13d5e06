"""``manage.py verify_backup DIR``: is the backup as it was written?"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from plans.backup.checking import faults
from plans.backup.folders import find
from plans.backup.manifest import read_manifest
from plans.management.terminal import refusing, write_utf8


class Command(BaseCommand):
    """Reads every byte; needs no database. Exit status 1 and a sentence for each file that is
    missing, changed or too much; 2 where there is no backup at all."""

    help = "Read a backup through and say what is missing, changed or too much."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", type=Path, metavar="DIR", help="a backup, or a folder of them")

    def handle(self, *args: Any, **options: Any) -> None:
        write_utf8()
        with refusing(self.stderr):
            folder = find(options["dir"])
            manifest = read_manifest(folder)
        found = list(faults(folder, manifest, self.stderr.write))
        if found:
            self.stdout.write("\n".join(found))
            self.stdout.write(f"备份 {folder} 有{len(found)}处不符，不能用来恢复。")
            sys.exit(1)
        self.stdout.write(
            f"备份 {folder} 完整：{len(manifest.tables)}张表{manifest.rows}行，"
            f"{manifest.files}个文件，逐个相符（SHA-256、SM3）。"
        )
