"""``manage.py import_plan``: what scripts get on standard output, error and as exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from plans.drafting.queries import plan_tree
from plans.enums import Duty
from plans.models import Plan, Unit, User
from plans.text.tree import PlanTree, walk
from tests.cast import stand
from tests.plans.importing.kept_text import DATA, read

ROOT = Path(__file__).parents[3]
CHONGQING = DATA / "seeds" / "chongqing-2021-60-fourteenth-five-year-plan.txt"
NEWS = DATA / "seeds" / "chongqing-2021-03-news-eighth-plenary.txt"


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """In a process of its own, in an office's odd locale, without a database."""
    surroundings = {
        "PATH": os.environ["PATH"],
        "LC_ALL": "POSIX",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PORTAL_VAR": "/nonexistent",
        **environment,
    }
    command = [sys.executable, ROOT / "manage.py", "import_plan", *arguments]
    return subprocess.run(command, capture_output=True, env=surroundings, check=False)


def test_dry_run_prints_json_and_needs_no_database():
    done = run(CHONGQING, "--dry-run", "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "\\u" not in done.stdout.decode()
    data = json.loads(done.stdout)
    assert list(data) == [
        "title", "document_number", "issuer", "issued_on", "notice", "preamble", "chapters",
        "doubts",
    ]  # fmt: skip
    assert list(data["notice"]) == ["title", "addressees", "body", "signature", "date"]
    chapter, task = data["chapters"][2], data["chapters"][2]["tasks"][0]
    assert set(chapter) == {"number", "title", "body", "sections", "tasks"}
    assert set(data["chapters"][1]["sections"][0]) == {"number", "title", "body", "tasks"}
    assert set(task) == {"number", "title", "body"}
    assert (chapter["number"], data["chapters"][1]["sections"][0]["number"], task["number"]) == (
        "三", "（一）", 1,
    )  # fmt: skip


def test_a_file_that_is_no_plan_exits_2_with_one_sentence():
    done = run(NEWS, "--dry-run", "--json")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == "这像是新闻报道，不是规划文本，不能导入。请选择规划正文。\n"


@pytest.mark.parametrize("name", ["没有.txt", "."])
def test_a_file_that_cannot_be_read_exits_2(name):
    done = run(name, "--dry-run", "--json")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().endswith("请检查路径和权限。\n")


def test_the_summary_for_a_person(capsys):
    call_command("import_plan", str(CHONGQING), dry_run=True)
    assert capsys.readouterr().out == (
        "重庆市科学技术协会事业发展第十四个五年规划和二〇三五年远景目标纲要\n"
        "识别出12章、3节、40项任务，存疑0处。\n"
    )


def test_without_dry_run_it_wants_slug_and_user():
    with pytest.raises(CommandError, match="--slug and --as"):
        call_command("import_plan", str(CHONGQING))


@pytest.fixture
def importer(db):
    unit = Unit.objects.create(name="重庆市科学技术协会", kind="other")
    user = User.objects.create(username="importer", full_name="导入人", unit=unit)
    stand(user, Duty.CREATE_PLAN)
    return user


def texts(tree: PlanTree) -> list[tuple[str, str, bool, str]]:
    return [(node.kind, node.title, node.run_in, node.text) for node, _ in walk(tree)]


def test_what_is_kept_is_what_was_recognised(importer, capsys):
    call_command("import_plan", str(CHONGQING), slug="chongqing-14-5", username="importer")
    assert "40项任务" in capsys.readouterr().out
    plan = Plan.objects.get(slug="chongqing-14-5")
    assert (plan.period_start, plan.period_end) == (2021, 2025)
    kept, wanted = plan_tree(plan), read(f"seeds/{CHONGQING.name}").to_tree()
    assert (kept.title, kept.preamble) == (wanted.title, wanted.preamble)
    assert texts(kept) == texts(wanted)


def test_a_slug_that_is_taken_exits_2_and_keeps_nothing(importer, capsys):
    call_command("import_plan", str(CHONGQING), slug="a", username="importer")
    with pytest.raises(SystemExit, match="2"):
        call_command("import_plan", str(CHONGQING), slug="a", username="importer")
    assert "网址标识“a”已被另一个规划使用" in capsys.readouterr().err
    assert Plan.objects.count() == 1


def test_an_unknown_user_exits_2(importer, capsys):
    with pytest.raises(SystemExit, match="2"):
        call_command("import_plan", str(CHONGQING), slug="a", username="nobody")
    assert capsys.readouterr().err == "没有用户“nobody”，或该用户没有所属单位。\n"
