"""``manage.py move_to URL``: everything into an empty PostgreSQL, and both compared."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from plans.backup.actions.moving import move_to
from plans.management.restored import told
from plans.management.terminal import refusing, write_utf8


class Command(BaseCommand):
    """Nothing is taken away here. Exit status 2 and a sentence when nothing was moved; 1 when the
    chain of the log does not hold there, or somebody wrote here meanwhile."""

    help = "Copy everything into an empty PostgreSQL database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("url", metavar="URL", help="postgres://USER@HOST/NAME")
        parser.add_argument("--files", type=Path, help="copy the stored files into this folder")

    def handle(self, *args: Any, **options: Any) -> None:
        write_utf8()
        with refusing(self.stderr):
            moved = move_to(options["url"], options["files"], self.stderr.write)
        self.stdout.write(told(moved.restored))
        if options["files"]:
            self.stdout.write(f"文件：复制{moved.files}个，逐个比对相符。")
        if moved.written_since:
            self.stdout.write(
                f"搬迁期间原来的库里又写了{moved.written_since}条操作记录，新库中没有。"
                "请先停止平台，清空新库后再搬一次。"
            )
        if moved.written_since or moved.restored.chain:
            sys.exit(1)
