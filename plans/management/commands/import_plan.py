"""``manage.py import_plan FILE``: show what a plan's text is recognised as, or keep it."""

from __future__ import annotations

import io
import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from plans.drafting.actions.revising import Origin
from plans.enums import PlanKind
from plans.errors import DomainError, InvalidInput
from plans.importing import ImportedPlan, as_json, import_plan, period_of
from plans.models import Plan, User
from plans.plan.actions import create_plan
from plans.system.apart import read_apart
from plans.system.uploads import MAX_BYTES


class Command(BaseCommand):
    """With ``--dry-run`` needs no database and keeps nothing; exit status 2 and one sentence
    on standard error when the file is no plan or cannot be read or kept."""

    help = "Import a plan from a TXT, Markdown or DOCX file."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="keep nothing")
        parser.add_argument("--json", action="store_true", help="print what was recognised")
        parser.add_argument("--slug", help="the new plan's name in addresses")
        parser.add_argument("--as", dest="username", help="user who imports")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["dry_run"] and not (options["slug"] and options["username"]):
            raise CommandError("Give --dry-run, or --slug and --as.")
        _write_utf8()
        try:
            plan = read_apart(import_plan, _content(options["file"]), _name(options["file"]))
            if not options["dry_run"]:
                _store(plan, options["slug"], options["username"])
        except DomainError as error:
            self.stderr.write(str(error))
            sys.exit(2)
        self.stdout.write(as_json(plan) if options["json"] else summary(plan))


def summary(plan: ImportedPlan) -> str:
    """What was recognised, for a person at the terminal."""
    counts = "、".join(
        f"{plan.count(kind)}{name}"
        for kind, name in (("chapter", "章"), ("section", "节"), ("task", "项任务"))
    )
    doubts = [f"第{doubt.line}行：{doubt.message}" for doubt in plan.doubts]
    return "\n".join([plan.title, f"识别出{counts}，存疑{len(doubts)}处。", *doubts])


def _name(path: Path) -> str:
    """The file's name as UTF-8, whatever the locale made of its bytes."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InvalidInput(f"读不到文件“{_name(path)}”，请检查路径和权限。") from error


def _store(plan: ImportedPlan, slug: str, username: str) -> Plan:
    user = User.objects.filter(username=username).select_related("unit").first()
    if user is None or user.unit is None:
        raise InvalidInput(f"没有用户“{username}”，或该用户没有所属单位。")
    return create_plan(
        by=user, slug=slug, kind=PlanKind.OVERALL, owner=user.unit, title=plan.title,
        period=period_of(plan.title), formats=plan.formats, tree=plan.to_tree(),
        origin=Origin("导入规划文本"),
    )  # fmt: skip


def _write_utf8() -> None:
    """Whatever the terminal's encoding, the output is UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
