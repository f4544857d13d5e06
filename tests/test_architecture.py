"""The direction of imports and the rules that keep text, state and templates in one place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField

from tests.harness.source import APPS, ROOT, Import, Module, chain, modules, templates

LEVELS = {
    "enums": 0,
    "errors": 0,
    "models": 1,
    "rendering": 3,
    "documents": 3,
    "exports": 3,
    "actions": 4,
    "tasks": 5,
    "forms": 5,
    "middleware": 6,
    "periodic": 6,
    "templatetags": 6,
    "views": 6,
    "urls": 7,
    "apps": 7,
    "demo": 7,
    "management": 8,
}
"""A module may import only what stands left of it (lower, or its own package or level)."""
HELPER = 2
"""permissions, queries and every pure helper that has no line above."""
TEXT_MODELS = {"Plan", "Provision"}
TEXT_FIELDS = {"title", "text", "run_in", "preamble"}
BULK = {"bulk_create", "bulk_update"}
WRITES = {"save", "delete", "create", "get_or_create", "update_or_create", *BULK}
UNUSED_REVERSION = {"revert", "deleterevisions", "RevisionMiddleware"}
INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)[^>]*>|\sstyle=|\son[a-z]+=[\"']|javascript:")
ENVIRONMENT = re.compile(r"os\.environ(?!\.setdefault\(\"DJANGO_SETTINGS_MODULE\")|os\.getenv")


def level(name: str) -> int:
    """Where a dotted module of an app stands in the import order."""
    parts = name.split(".")
    return LEVELS.get(parts[1], HELPER) if len(parts) > 1 else HELPER


def targets(item: Import) -> Iterator[str]:
    """The modules that an import reaches; ``from plans import text`` reaches plans.text."""
    if item.module in APPS:
        yield from (f"{item.module}.{name}" for name in item.names)
    elif item.module.split(".")[0] in APPS:
        yield item.module


def test_apps_import_only_lower_apps() -> None:
    breaches = [
        f"{module.at(item.line)} imports {item.module}"
        for module in modules(*APPS)
        for item in module.imports()
        if item.module.split(".")[0] in {"config", "tests", *APPS[APPS.index(module.app) + 1 :]}
    ]
    assert breaches == []


def test_modules_import_only_what_stands_left_of_them() -> None:
    breaches = [
        f"{module.at(item.line)} ({level(module.name)}) imports {target} ({level(target)})"
        for module in modules(*APPS)
        for item in module.imports()
        for target in targets(item)
        if level(target) > level(module.name)
    ]
    assert breaches == []


def test_modules_do_not_import_each_other_in_circles() -> None:
    known = {module.name for module in modules(*APPS, "config")}
    graph = {
        module.name: {name for item in module.imports() for name in _reached(item, known)}
        - {module.name}
        for module in modules(*APPS, "config")
    }
    assert _circles(graph) == []


def _reached(item: Import, known: set[str]) -> set[str]:
    inner = {f"{item.module}.{name}" for name in item.names} & known
    return inner or ({item.module} & known)


def _circles(graph: dict[str, set[str]]) -> list[str]:
    """Drop what imports nothing of the rest, or is imported by nothing of it, until all stays."""
    rest = dict(graph)
    while rest:
        imported = set().union(*rest.values())
        free = [name for name, own in rest.items() if not own & rest.keys() or name not in imported]
        if not free:
            break
        for name in free:
            del rest[name]
    return sorted(rest)


def test_imports_stand_at_the_top() -> None:
    breaches = [
        module.at(node.lineno)
        for module in modules(*APPS, "config", "tests")
        for function in module.functions()
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    assert breaches == []


def test_lower_apps_do_not_name_higher_ones() -> None:
    """Neither a URL name, nor a model's label, nor a template's path in code or templates."""
    breaches = [
        f"{where}: {text}"
        for number, app in enumerate(APPS[:-1], start=1)
        for where, text in _strings(app)
        if re.search(rf"\b({'|'.join(APPS[number:])})[.:/]\w", text)
    ]
    assert breaches == []


def _strings(app: str) -> Iterator[tuple[str, str]]:
    for module in modules(app):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and "\n" not in (text := str(node.value)):
                yield module.at(node.lineno), text
    for path in (ROOT / "templates" / app).rglob("*.html"):
        yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def test_lower_models_have_no_accessor_of_higher_ones() -> None:
    """A foreign key that points down from a higher app is hidden: related_name='+'."""
    breaches = [
        f"{field}: related_name={field.remote_field.related_name!r}"
        for model in apps.get_models()
        if model._meta.app_label in APPS
        for field in model._meta.get_fields()
        if isinstance(field, (ForeignKey, ManyToManyField))
        and _points_down(field)
        and not field.remote_field.hidden
    ]
    assert breaches == []


def _points_down(field: ForeignKey | ManyToManyField) -> bool:
    here, there = field.model._meta.app_label, field.related_model._meta.app_label
    return there in APPS and APPS.index(there) < APPS.index(here)


def test_text_is_never_written_in_bulk() -> None:
    """Bulk writes leave no Version behind."""
    breaches = []
    for module in modules(*APPS):
        for name, call in module.calls():
            names = set(chain(call.func))
            bulk = name in BULK and names & TEXT_MODELS
            fields = {word.arg for word in call.keywords}
            update = name == "update" and "objects" in names and fields & TEXT_FIELDS
            if bulk or (update and names & TEXT_MODELS):
                breaches.append(f"{module.at(call.lineno)}: {'.'.join(chain(call.func))}")
    assert breaches == []


def test_reversion_is_used_by_our_own_functions_only() -> None:
    breaches = [
        f"{module.at(node.lineno)}: {node.attr}"
        for module in modules(*APPS, "config")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in UNUSED_REVERSION
    ]
    assert breaches == []


def test_views_write_nothing() -> None:
    breaches = [
        f"{module.at(call.lineno)}: {'.'.join(chain(call.func))}"
        for module in modules(*APPS)
        if level(module.name) == LEVELS["views"]
        for name, call in module.calls()
        if name in WRITES or (name == "update" and "objects" in chain(call.func))
    ]
    assert breaches == []


def test_only_the_settings_read_the_environment() -> None:
    breaches = [
        module.at(number)
        for module in modules(*APPS, "config")
        if module.name != "config.settings"
        for number, line in enumerate(module.lines, start=1)
        if ENVIRONMENT.search(line)
    ]
    assert breaches == []


def test_templates_have_nothing_inline() -> None:
    """The Content-Security-Policy allows no inline script, style or handler."""
    breaches = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in templates()
        if "emails" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if INLINE.search(line)
    ]
    assert breaches == []


def test_an_unknown_breach_would_be_found() -> None:
    """The reading itself works: relative imports, levels and chains."""
    module = Module(ROOT / "plans" / "views" / "common.py")
    assert module.name == "plans.views.common"
    assert (level("plans.enums"), level("plans.text"), level("plans.views.tree")) == (0, 2, 6)
    assert list(targets(Import("plans", ("text", "jobs"), 1))) == ["plans.text", "plans.jobs"]
    call = ast.parse("Provision.objects.filter(id=1).update(text='')", mode="eval").body
    assert chain(call) == ["Provision", "objects", "filter", "update"]
