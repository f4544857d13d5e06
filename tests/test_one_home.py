"""What must look the same everywhere is written in one module, and nowhere else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.harness.source import APPS, ROOT, Module, chain, modules, templates

DATES = "plans.system.chinese_dates"
NUMBERS = {"plans.text.document_numbers", "plans.models.issue"}
"""A model prints its own number: the ground may import no room."""
DATE = re.compile(r"(\{\w*\}|%-?[mBsd])月")
"""A month with 月 put behind it by a program; a year alone (2021年) is no date."""
TEMPLATE_DATE = re.compile(r"""\|date:["'][^"']*[年日]|}}月""")
FILES = "plans.system.downloads"
STREAMS = (["FileResponse"], ["StreamingHttpResponse"], ["content_disposition_header"])
NUMBER = re.compile(r"[〔﹝].{0,60}号")
EXAMPLE = re.compile(r"〔\d{4}〕\d+号")
"""A number written out, as in a help text or the demo."""


def texts(module: Module) -> Iterator[tuple[str, str]]:
    """Every string of a module but its docstrings, {} for what an f-string puts in."""
    parts = {id(part) for node in ast.walk(module.tree) for part in _inside(node)}
    for node in ast.walk(module.tree):
        if id(node) in parts:
            continue
        if isinstance(node, ast.JoinedStr):
            yield module.at(node.lineno), _flat(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield module.at(node.lineno), node.value


def _inside(node: ast.AST) -> Iterator[ast.AST]:
    """Pieces of f-strings, which are read as a whole, and docstrings, which say and do nothing."""
    if isinstance(node, ast.JoinedStr):
        yield from (part for part in ast.walk(node) if part is not node)
    elif isinstance(node, ast.Expr):
        yield node.value


def _flat(node: ast.JoinedStr) -> str:
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else f"{{}}{_format(part)}"
        for part in node.values
    )


def _format(part: ast.expr) -> str:
    spec = part.format_spec if isinstance(part, ast.FormattedValue) else None
    return _flat(spec) if isinstance(spec, ast.JoinedStr) else ""


def breaches(pattern: re.Pattern[str], homes: set[str]) -> list[str]:
    return [
        f"{where}: {text}"
        for module in modules(*APPS, "config")
        if module.name not in homes
        for where, text in texts(module)
        if pattern.search(EXAMPLE.sub("", text))
    ]


def test_dates_in_words_are_written_in_one_module() -> None:
    assert breaches(DATE, {DATES}) == []


def test_templates_write_dates_in_words_with_the_filters_only() -> None:
    assert [
        f"{path.relative_to(ROOT)}:{number}"
        for path in templates()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if TEMPLATE_DATE.search(line)
    ] == []


def test_document_numbers_are_known_and_printed_in_one_module() -> None:
    assert breaches(NUMBER, NUMBERS) == []


def test_files_go_to_the_browser_through_one_module() -> None:
    """No answer with a body of its own, no name for a file, no stream anywhere else."""
    found = [
        f"{module.at(node.lineno)}: {ast.unparse(node)}"
        for module in modules(*APPS, "config")
        if module.name != FILES
        for node in ast.walk(module.tree)
        if isinstance(node, ast.expr) and sends_a_file(node)
    ]
    assert found == []


def sends_a_file(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return str(node.value).lower() == "content-disposition"
    if not isinstance(node, ast.Call):
        return False
    name = chain(node.func)[-1:]
    body = node.args or any(word.arg in ("content", "content_type") for word in node.keywords)
    return name in STREAMS or (name == ["HttpResponse"] and bool(body))


def test_the_reading_itself_works() -> None:
    """Each kind of breach would be seen."""
    for wrong in (
        "f'{d.year}年{d.month}月{d.day}日'",
        "f'{d:%Y年%m月%d日}'",
        "'%Y年%-m月'",
        "'%d月%d日'",
        "'{m}月'",
    ):
        assert DATE.search(_of(wrong))
    for shown in ('{{ day|date:"Y年n月" }}', '{{ day|date:"n月j日" }}', "{{ month }}月"):
        assert TEMPLATE_DATE.search(shown)
    for wrong in ("f'{code}〔{year}〕{n}号'", "r'.+[〔(]\\d{4}[〕)]第?\\d+号'"):
        assert NUMBER.search(EXAMPLE.sub("", _of(wrong)))
    assert not NUMBER.search(EXAMPLE.sub("", "例如：渝科协发〔2021〕60号。"))
    for wrong in ("http.FileResponse(f)", "HttpResponse(b'x')", "'Content-disposition'"):
        assert sends_a_file(ast.parse(wrong, mode="eval").body)
    assert not sends_a_file(ast.parse("HttpResponse(status=204)", mode="eval").body)


def _of(source: str) -> str:
    node = ast.parse(source, mode="eval").body
    return _flat(node) if isinstance(node, ast.JoinedStr) else str(ast.literal_eval(source))
