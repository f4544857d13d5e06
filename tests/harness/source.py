"""The project's own source, read with ast: modules, their rooms, what they import."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("plans", "consultation", "taskforce")
"""From the lowest to the highest: each may import those before it."""
GROUND = {"models", "enums", "errors", "permissions", "seconds", "states", "standing"}
"""Parts of an app that all its rooms stand on."""
FRAME = {"apps", "urls", "templatetags", "management", "migrations"}
"""Parts of an app that stand where Django looks for them, and on all its rooms."""
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Import:
    """``module`` as written (absolute), and the names taken from it."""

    module: str
    names: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Module:
    """One Python file under its dotted name."""

    path: Path

    @property
    def name(self) -> str:
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(part for part in parts if part != "__init__")

    @property
    def app(self) -> str:
        return self.name.split(".")[0]

    @property
    def room(self) -> str:
        """The part of the app: a room, or a name of GROUND or FRAME; empty for the app itself."""
        return ([*self.name.split("."), ""])[1]

    @property
    def layer(self) -> str:
        """The part of the room: actions, views, …; empty for the room itself."""
        return ([*self.name.split("."), "", ""])[2]

    @cached_property
    def lines(self) -> list[str]:
        return self.path.read_text(encoding="utf-8").splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"))

    def imports(self) -> Iterator[Import]:
        """Every import of the file; a relative one is made absolute."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield Import(alias.name, (), node.lineno)
            elif isinstance(node, ast.ImportFrom):
                names = tuple(alias.name for alias in node.names)
                yield Import(self._absolute(node), names, node.lineno)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        return (node for node in ast.walk(self.tree) if isinstance(node, FUNCTIONS))

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Calls of methods, with the method's name."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield node.func.attr, node

    def at(self, line: int) -> str:
        return f"{self.path.relative_to(ROOT)}:{line}"

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.name.split(".")
        if self.path.name != "__init__.py":
            package = package[:-1]
        package = package[: len(package) - node.level + 1]
        return ".".join([*package, *([node.module] if node.module else [])])


def modules(*tops: str) -> list[Module]:
    """Every module of these top-level packages except migrations."""
    files = sorted(path for top in tops for path in (ROOT / top).rglob("*.py"))
    return [Module(path) for path in files if "migrations" not in path.parts]


@cache
def rooms() -> dict[str, list[str]]:
    """The rooms of each app in their order, as the README lists them under 'The rooms'."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = text.split("### The rooms", 1)[1].split("```")[1]
    found: dict[str, list[str]] = {}
    for line in block.splitlines():
        if app := re.match(r"(\w+)/", line):
            found[app[1]] = []
        elif room := re.match(r"  (\w+)/", line):
            found[list(found)[-1]].append(room[1])
    return found


@cache
def pure_rooms() -> set[str]:
    """The rooms, as APP.ROOM, that the README calls pure."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    pure = set(re.findall(r"^  (\w+)/.*\(pure\)$", text, flags=re.MULTILINE))
    return {f"{app}.{room}" for app, order in rooms().items() for room in order if room in pure}


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def chain(node: ast.expr) -> list[str]:
    """Names along a chain of attributes and calls: a.objects.filter() → [a, objects, filter]."""
    if isinstance(node, ast.Attribute):
        return [*chain(node.value), node.attr]
    if isinstance(node, ast.Call):
        return chain(node.func)
    return [node.id] if isinstance(node, ast.Name) else []
