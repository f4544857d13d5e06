"""No Chinese word of a name, label or title decides anything; what is read from texts may."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.harness.source import APPS, ROOT, Module, modules

HAN = re.compile(r"[㐀-鿿]")
READERS = (
    "plans/importing/",
    "plans/checks/",
    "taskforce/work_plans/",
    "consultation/incoming/",
    "plans/people/unit_sheet.py",
)
"""Rooms whose work is to recognise words of a text, of a letter or of a filled form."""
TYPESETTERS = ("plans/rendering/titles.py", "plans/rendering/pdf/paged.py")
"""Where a line of a title may break, and that 〇 of a year is a figure."""
ASKS = {"startswith", "endswith", "index", "find", "count", "match", "search", "fullmatch"}
LOOKUP = re.compile(
    r"__(i?exact|i?contains|i?startswith|i?endswith|i?regex|in)$|^(name|label|title)$"
)
FINDERS = {"filter", "exclude", "get", "get_or_create", "Q", "When"}
COMPARED = re.compile(r"{%\s*(?:el)?if\b[^%]*(?:==|!=|\bin)\s*[\"'][^\"'%]*[㐀-鿿][^%]*%}")


def han(node: ast.expr) -> bool:
    return any(
        isinstance(part, ast.Constant) and isinstance(part.value, str) and HAN.search(part.value)
        for part in ast.walk(node)
    )


def decided(tree: ast.Module) -> Iterator[int]:
    """Lines that compare with a Chinese word, ask whether a text has one, or look rows up by it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            words = any(map(literal, (node.left, *node.comparators)))
        elif isinstance(node, ast.Call):
            words = asks(node)
        else:
            words = isinstance(node, ast.MatchValue) and han(node.value)
        if words:
            yield getattr(node, "lineno", 0)


def literal(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant | ast.Tuple | ast.List | ast.Set) and han(node)


def asks(node: ast.Call) -> bool:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name in ASKS:
        return any(map(han, node.args))
    named = [word.value for word in node.keywords if LOOKUP.search(word.arg or "")]
    return name in FINDERS and any(map(han, named))


def sources() -> Iterator[Module]:
    for module in modules(*APPS, "config"):
        place = module.path.relative_to(ROOT).as_posix()
        if not place.startswith((*READERS, *TYPESETTERS, "taskforce/demo/")):
            yield module


def test_no_word_decides_in_the_code() -> None:
    assert [module.at(line) for module in sources() for line in decided(module.tree)] == []


def test_no_word_decides_in_a_template() -> None:
    asking = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for found in COMPARED.finditer(path.read_text(encoding="utf-8"))
    ]
    assert asking == []


def test_the_leading_group_is_named_in_one_place() -> None:
    """Everything else takes the name from BodyKind, so that another name is one change."""
    named = {
        module.path.relative_to(ROOT).as_posix()
        for module in sources()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and "领导小组" in str(node.value)
    }
    templates = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "templates").rglob("*.html")
        if "领导小组" in path.read_text(encoding="utf-8")
    }
    assert named | templates == {"taskforce/enums.py"}


def test_the_search_for_words_finds_them() -> None:
    """The tests above would not pass by seeing nothing."""
    bad = (
        'office.name == "领导小组办公室"',
        'Edition.objects.filter(label__contains="征求意见稿")',
        'job.label.startswith("生成")',
        'kind in ("请示", "报告")',
    )
    assert [list(decided(ast.parse(line))) for line in bad] == [[1], [1], [1], [1]]
