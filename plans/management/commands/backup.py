"""``manage.py backup DIR``: everything the portal holds, into a folder of its own below DIR."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from plans.backup.actions.making import make_backup
from plans.management.terminal import refusing, write_utf8


class Command(BaseCommand):
    """The database as of one moment, then the files; read back before it counts. The portal goes
    on meanwhile. Progress on standard error; exit status 2 and a sentence when there is no backup.
    """

    help = "Back up database and files into a new folder below DIR."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", type=Path, metavar="DIR")
        parser.add_argument("--rows-only", action="store_true", help="leave the stored files out")

    def handle(self, *args: Any, **options: Any) -> None:
        write_utf8()
        with refusing(self.stderr):
            made = make_backup(
                options["dir"], self.stderr.write, with_files=not options["rows_only"]
            )
        kept, lost = made.manifest, made.manifest.lost
        self.stdout.write(
            f"备份完成：{made.folder}\n{len(kept.tables)}张表{kept.rows}行，"
            f"{kept.files}个文件{kept.bytes}字节，已逐个核对。"
        )
        if lost:
            self.stdout.write(
                f"有{len(lost)}个登记过的文件已经不在原处，备份中也没有：{lost[0]}等。"
            )
        if made.gone:
            self.stdout.write(f"按保留规则删去旧备份：{'、'.join(made.gone)}。")
