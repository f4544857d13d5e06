"""Which version of the program this is: its number, and the commit where it is known."""

from __future__ import annotations

import tomllib
from pathlib import Path


def version(base: Path) -> str:
    """As "0.1.0 (d2437b9a0c11)"; a copy without its history has the number alone."""
    project = tomllib.loads((base / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    commit = _commit(base / ".git")
    return f"{project['version']} ({commit[:12]})" if commit else str(project["version"])


def _commit(git: Path) -> str:
    """What HEAD points at, read from git's own files."""
    head = _read(git / "HEAD")
    name = head.removeprefix("ref: ")
    if name == head:
        return head
    packed = [line.split(" ") for line in _read(git / "packed-refs").splitlines()]
    return _read(git / name) or next((line[0] for line in packed if line[1:] == [name]), "")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        return ""
