"""Broken functions: each break compiled, and put into the running function of that name.

The code of a function is exchanged where it lives, so that decorators, imports by name and
bound methods all run the broken one.
"""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType

from tests.harness.source import ROOT
from tests.mutants.breaks import breaks_of

Key = tuple[str, str]
"""File and qualified name of a function."""

_UNREAD = (ast.JoinedStr, ast.Raise, ast.arguments)
"""Inside these no constant is broken: sentences for users, and what is not in the code."""


@dataclass(frozen=True)
class Target:
    """A module to be broken; ``only`` these functions or classes of it, or all."""

    path: str
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class BrokenFunction:
    """One break of one function."""

    path: str
    function: str
    line: int
    what: str
    code: CodeType

    @property
    def key(self) -> Key:
        return (str(ROOT / self.path), self.function)

    def apply(self) -> bool:
        """Break the running function; False when no such function lives."""
        found = living(self.key)
        for function in found:
            function.__code__ = self.code
        return bool(found)


def living(key: Key) -> list[FunctionType]:
    """The functions of this name that were made from this file."""
    return [
        one
        for one in gc.get_objects()
        if type(one) is FunctionType and (one.__code__.co_filename, one.__code__.co_qualname) == key
    ]


def broken_functions(target: Target) -> Iterator[BrokenFunction]:
    """Every break of the module's functions, one at a time."""
    file = ROOT / target.path
    tree = ast.parse(file.read_text())
    for name, function in _functions(tree.body, ""):
        if target.only and not {name, name.split(".")[0]} & {*target.only}:
            continue
        for line, what, restore in _broken(function):
            code = _code_of(tree, file, name)
            restore()
            if code is not None:
                yield BrokenFunction(target.path, name, line, what, code)


def _functions(body: list[ast.stmt], above: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _functions(node.body, f"{above}{node.name}.")
        elif isinstance(node, ast.FunctionDef) and node.name not in ("__str__", "__repr__"):
            yield f"{above}{node.name}", node


class _Restore:
    """Puts back what stood in one place of the tree."""

    def __init__(self, owner: ast.AST, field: str, at: int | None, old: ast.AST) -> None:
        self.owner, self.field, self.at, self.old = owner, field, at, old

    def put(self, node: ast.AST) -> None:
        if self.at is None:
            setattr(self.owner, self.field, node)
        else:
            getattr(self.owner, self.field)[self.at] = node

    def __call__(self) -> None:
        self.put(self.old)


def _broken(function: ast.FunctionDef) -> Iterator[tuple[int, str, _Restore]]:
    """Break the tree in one place after the other; the caller restores it in between."""
    for place, quiet in list(_places(function)):
        if quiet and isinstance(place.old, ast.Constant | ast.Tuple | ast.List | ast.Dict):
            continue
        for new in breaks_of(place.old):
            ast.copy_location(new, place.old)
            place.put(new)
            line = getattr(place.old, "lineno", function.lineno)
            yield line, f"{_words(place.old)} → {_words(new)}", place


def _places(function: ast.FunctionDef) -> Iterator[tuple[_Restore, bool]]:
    """Each place of the body, and whether it stands in a sentence."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    first = len(function.body) - len(body)
    for at, node in enumerate(body, start=first):
        yield _Restore(function, "body", at, node), False
        yield from _inside(node, quiet=isinstance(node, _UNREAD))


def _inside(owner: ast.AST, *, quiet: bool) -> Iterator[tuple[_Restore, bool]]:
    for field, value in ast.iter_fields(owner):
        if field in ("annotation", "returns", "decorator_list"):
            continue
        for at, node in _children(value):
            still = quiet or isinstance(node, _UNREAD)
            yield _Restore(owner, field, at, node), still
            yield from _inside(node, quiet=still)


def _children(value: object) -> list[tuple[int | None, ast.AST]]:
    if isinstance(value, ast.AST):
        return [(None, value)]
    if isinstance(value, list):
        return [(at, node) for at, node in enumerate(value) if isinstance(node, ast.AST)]
    return []


def _words(node: ast.AST) -> str:
    said = " ".join(ast.unparse(ast.fix_missing_locations(node)).split())
    return said if len(said) <= 70 else f"{said[:67]}..."


def _code_of(tree: ast.Module, file: Path, name: str) -> CodeType | None:
    """The function's code as the tree stands now; None where that is no Python."""
    try:
        whole = compile(ast.fix_missing_locations(tree), str(file), "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return None
    return next((code for code in _codes(whole) if code.co_qualname == name), None)


def _codes(whole: CodeType) -> Iterator[CodeType]:
    for constant in whole.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)
