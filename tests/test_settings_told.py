"""docs/operations.md tells every setting that the program reads, and the default that it takes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.embedded
ROOT = Path(__file__).resolve().parents[1]
ROW = re.compile(r"^\| `(PORT(?:AL_\w+)?)` \| ([^|]+) \| [^|]+ \| [^|]+ \|$", re.MULTILINE)
READ = """
import json, sys
from environ import Env
from config import reading

told = {}

def telling(name, usual):
    def read(variable, *default, **named):
        told[variable] = "必填" if usual is None else default[0] if default else usual
        return kept[name](variable, *default, **named)
    return read

kept = {name: getattr(reading, name) for name in ("required", "choice", "number", "rate",
    "networks", "keeping", "time_of_day")}
for name in kept:
    setattr(reading, name, telling(name, None if name == "required" else ""))
get_value = Env.get_value

def get(self, var, cast=None, default=Env.NOTSET, **more):
    told.setdefault(var, default)
    return get_value(self, var, cast=cast, default=default, **more)

Env.get_value = get
import config.settings
print(json.dumps(told, default=str))
"""
"""Notes whatever is asked of the environment, by which door of config/reading.py."""
ELSEWHERE = {
    f"PORTAL_{name}_{part}": "https://elsewhere.example"
    for name in ("OIDC", "DINGTALK", "FEISHU")
    for part in ("URL", "CLIENT", "SECRET")
}
PRODUCTION = {
    "PORTAL_MODE": "production",
    "PORTAL_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "PORTAL_ALLOWED_HOSTS": "portal.example",
    "PORTAL_PUBLIC_URL": "https://portal.example",
    "PORTAL_DATABASE_URL": "postgres://portal@db.example/portal",
    "PORTAL_REDIS_URL": "redis://redis.example/0",
}


def read(environment: dict[str, str]) -> dict[str, str]:
    """Every setting that a start in this environment asks for, with its default as it is told."""
    done = subprocess.run(
        [sys.executable, "-c", READ],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PORTAL_ENV_FILE": os.devnull, **environment},
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    return {name: shown(default) for name, default in json.loads(done.stdout).items()}


def shown(default: object) -> str:
    if isinstance(default, bool):
        return "on" if default else "off"
    if isinstance(default, list):
        default = ",".join(default)
    return str(default).replace(f"{ROOT}/", "") or "—"


def test_every_setting_is_told_with_its_default() -> None:
    production, embedded = read({**PRODUCTION, **ELSEWHERE}), read(ELSEWHERE)
    wanted = {}
    for name, usual in production.items():
        own = embedded.get(name, usual)
        wanted[name] = usual if usual == own else f"{usual}；内置 {own}"
    assert set(embedded) <= set(wanted)
    rows = ROW.findall((ROOT / "docs" / "operations.md").read_text(encoding="utf-8"))
    assert len(rows) == len(wanted)
    assert dict(rows) == wanted


def test_nothing_else_reads_the_environment() -> None:
    """The settings alone do, so that the table is whole."""
    readers = re.compile(r"\b(?:environ\[|environ\.get\(|getenv\(|\benv\.\w+\()")
    for room in ("plans", "consultation", "taskforce"):
        found = [
            str(file.relative_to(ROOT))
            for file in (ROOT / room).rglob("*.py")
            if readers.search(file.read_text(encoding="utf-8"))
        ]
        assert found == []
