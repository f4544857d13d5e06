"""Sizes: short functions, files by noun, small templates; a reason beside every ignored lint."""

from __future__ import annotations

import re
from statistics import median, quantiles

from tests.harness.source import APPS, ROOT, modules, templates

FILE_LINES = 320
FUNCTION_LINES = 50
MEDIAN_LINES = 7
NINETIETH_LINES = 20
TEMPLATE_LINES = 150
TEMPLATE_LINE = 150
WITHOUT_REASON = re.compile(r"#\s*noqa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?\s*$")


def function_lengths() -> dict[str, int]:
    return {
        f"{module.at(function.lineno)} {function.name}": _length(function)
        for module in modules(*APPS, "config")
        for function in module.functions()
    }


def _length(function: object) -> int:
    return function.end_lineno - function.lineno + 1  # type: ignore[attr-defined]


def test_files_are_short() -> None:
    long = {
        str(module.path.relative_to(ROOT)): len(module.lines)
        for module in modules(*APPS, "config", "tests/harness")
        if len(module.lines) > FILE_LINES
    }
    assert long == {}


def test_functions_are_short() -> None:
    lengths = function_lengths()
    assert {name: n for name, n in lengths.items() if n > FUNCTION_LINES} == {}
    assert median(lengths.values()) <= MEDIAN_LINES
    assert quantiles(lengths.values(), n=10)[-1] <= NINETIETH_LINES


def test_templates_are_short() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in templates()
    }
    assert {name: n for name, n in lengths.items() if n > TEMPLATE_LINES} == {}


def test_lines_of_templates_are_short() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{number} ({len(line)})"
        for path in templates()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > TEMPLATE_LINE
    ]
    assert long == []


def test_ignored_lints_say_why() -> None:
    bare = [
        module.at(number)
        for module in modules(*APPS, "config", "tests")
        for number, line in enumerate(module.lines, start=1)
        if WITHOUT_REASON.search(line)
    ]
    assert bare == []
