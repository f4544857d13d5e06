"""``manage.py check_plan FILE|SLUG``: print what 校核 finds in a file or in a plan at work."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from plans.checks import RULES, Finding, run_checks
from plans.checks.sources import source_tree
from plans.errors import DomainError, InvalidInput
from plans.importing import import_plan
from plans.management.terminal import read_file, write_utf8
from plans.models import Plan
from plans.proofing.findings import open_findings
from plans.system.apart import read_apart


class Command(BaseCommand):
    """A file needs no database; of a plan at work, findings left with a reason are not shown.

    ``--json`` prints ``[{"rule", "place", "excerpt", "message", "severity"}]``. Exit status 2
    and one sentence on standard error when there is no such plan or the file is none.
    """

    help = "Check the text of a plan: a TXT, Markdown or DOCX file, or the slug of a plan."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="FILE|SLUG")
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        write_utf8()
        try:
            found = find(options["source"])
        except DomainError as error:
            self._refuse(str(error))
        except DatabaseError:
            self._refuse("数据库还不能使用，请先建好数据库，或改为校核文件。")
        self.stdout.write(as_json(found) if options["json"] else as_lines(found))

    def _refuse(self, sentence: str) -> NoReturn:
        self.stderr.write(sentence)
        sys.exit(2)


def find(source: str) -> list[Finding]:
    """The findings in a file, if there is one of that name, or in the plan of that slug."""
    path = Path(source)
    if path.exists() or path.suffix or len(path.parts) > 1:
        return run_checks(source_tree(read_apart(import_plan, read_file(path), path.name)))
    return _find_in_plan(source)


def _find_in_plan(slug: str) -> list[Finding]:
    plan = Plan.objects.filter(slug=slug).first()
    if plan is None:
        raise InvalidInput(f"没有文件或规划“{slug}”，请检查路径或网址标识。")
    return open_findings(plan)


def as_json(found: Sequence[Finding]) -> str:
    """The findings as the one JSON value that ``--json`` prints."""
    return json.dumps([finding.as_dict() for finding in found], ensure_ascii=False, indent=1)


def as_lines(found: Sequence[Finding]) -> str:
    """The findings for a person at the terminal."""
    lines = [
        f"{finding.place}\n  〔{RULES[finding.rule].label}〕{finding.excerpt}\n  {finding.message}"
        for finding in found
    ]
    return "\n".join([*lines, f"共{len(found)}处。"])
