"""``import_workplan FILE --dry-run --json``: what a work plan says, as JSON; no database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from plans.errors import DomainError
from plans.system.apart import read_apart
from taskforce.enums import BodyKind
from taskforce.work_plans import WorkPlan, read_work_plan

_REFUSED = 2


class Command(BaseCommand):
    help = (
        "读出编制工作方案（docx、txt）中的阶段、步骤、"
        f"{BodyKind.LEADING_GROUP.label}和办公室，以JSON输出，不保存。"
    )
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="工作方案文件")
        parser.add_argument("--dry-run", action="store_true", help="只读出，不保存")
        parser.add_argument("--json", action="store_true", help="以JSON输出")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit status 2, with one sentence on standard error, when it is no work plan."""
        _write_utf8()
        if not options["dry_run"]:
            self._refuse(
                "请加--dry-run：本命令只读出工作方案；正式采用请在平台的“工作进度”中导入。"
            )
        path = Path(options["file"])
        try:
            plan = read_apart(read_work_plan, path.read_bytes(), path.name)
        except OSError:
            self._refuse(f"无法读取文件“{path.name}”，请检查文件是否存在、是否有权读取。")
        except DomainError as error:
            self._refuse(str(error))
        else:
            self._print(plan, as_json=options["json"])

    def _refuse(self, sentence: str) -> None:
        self.stderr.write(sentence)
        sys.exit(_REFUSED)

    def _print(self, plan: WorkPlan, *, as_json: bool) -> None:
        text = json.dumps(plan.as_json(), ensure_ascii=False, indent=2) if as_json else _told(plan)
        self.stdout.write(text)


def _write_utf8() -> None:
    """Whatever the terminal's locale: what is printed is read by other programs."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


def _told(plan: WorkPlan) -> str:
    lines = [plan.title]
    for stage in plan.stages:
        lines.append(f"{stage.number}. {stage.title} {stage.deadline_text}".rstrip())
        lines += [f"   - {step.title} {step.deadline_text}".rstrip() for step in stage.steps]
    lines.append(
        f"{BodyKind.LEADING_GROUP.label}{len(plan.leading_group)}人，办公室{len(plan.office)}人"
    )
    return "\n".join([*lines, *plan.doubts])
