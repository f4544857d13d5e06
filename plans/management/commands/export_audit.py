"""``manage.py export_audit``: the sealed log as JSON lines; ``--verify`` checks the chain."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from plans.system.actions.audit_chain import chain, entry_values, verify


class Command(BaseCommand):
    """Exit status 1 and the first row touched when the chain does not hold."""

    help = "Export the sealed audit log, or verify its hash chain."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--verify", action="store_true", help="check the chain only")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verify"]:
            self._verify()
            return
        for seal, entry in chain():
            line = {"number": seal.number, "sha256": seal.sha256, **entry_values(entry)}
            self.stdout.write(json.dumps(line, ensure_ascii=False, sort_keys=True))

    def _verify(self) -> None:
        broken = verify()
        if broken is None:
            self.stdout.write("操作日志完整，散列链逐环相符。")
            return
        self.stderr.write(f"操作日志第{broken.entry_id}条被改动过：{broken.reason}")
        sys.exit(1)
