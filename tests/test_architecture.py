"""The rules that keep text, state and templates in one place; no circles, no late imports."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField

from tests.harness.source import APPS, ROOT, Import, Module, chain, modules, templates

TEXT_MODELS = {"Plan", "Provision"}
TEXT_FIELDS = {"title", "text", "run_in", "preamble"}
BULK = {"bulk_create", "bulk_update"}
WRITES = {"save", "delete", "create", "get_or_create", "update_or_create", "update", *BULK}
SHOWING = {"views", "pages", "middleware"}
UNUSED_REVERSION = {"revert", "deleterevisions", "RevisionMiddleware"}
INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)[^>]*>|\sstyle=|\son[a-z]+=[\"']|javascript:")
ENVIRONMENT = re.compile(r"os\.environ(?!\.setdefault\(\"DJANGO_SETTINGS_MODULE\")|os\.getenv")


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
    """Nor does what they share; through a manager, a related one or a row."""
    breaches = [
        f"{module.at(call.lineno)}: {'.'.join(chain(call.func))}"
        for module in modules(*APPS)
        if module.layer in SHOWING
        for name, call in module.calls()
        if name in WRITES
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
    """The reading itself works: names, rooms, layers and chains."""
    module = Module(ROOT / "plans" / "drafting" / "views" / "tree.py")
    assert (module.name, module.room, module.layer) == (
        "plans.drafting.views.tree",
        "drafting",
        "views",
    )
    enums = Module(ROOT / "plans" / "enums.py")
    assert (enums.room, enums.layer) == ("enums", "")
    call = ast.parse("Provision.objects.filter(id=1).update(text='')", mode="eval").body
    assert chain(call) == ["Provision", "objects", "filter", "update"]
