"""The house: apps, their rooms in the README's order, the layers inside a room."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from config.celery import ROOMS_WITH_TASKS
from tests.harness.source import (
    APPS,
    FRAME,
    GROUND,
    ROOT,
    Import,
    Module,
    modules,
    pure_rooms,
    rooms,
)

LAYERS = {
    "actions": 1,
    "tasks": 2,
    "forms": 2,
    "fields": 2,
    "pages": 3,
    "views": 3,
    "middleware": 3,
    "urls": 4,
}
"""A file imports its own level or a lower one; queries, rules, papers and helpers are level 0."""
CLOSED = {"views", "forms", "tasks", "urls"}
"""Layers of a room that no other room may import; ``pages`` and ``fields`` are open."""
PLAYS = {"taskforce.demo"}
"""Rooms without layers that act as people do: all of their files may call actions."""
CLOCK = "plans.system.clock"
"""The one clock stands under everything: models read it; it imports nothing."""
GROUND_ORDER = ("enums", "errors", "models", "permissions", "seconds", "states", "standing")
TABLES = re.compile(r"(plans|consultation|taskforce)\.(models|permissions)\b|django\.db\b")
"""What a pure room never reads: rows, and who may see them."""
LOADED = re.compile(r"{%\s*load\s+([\w ]+?)\s*%}")
TEMPLATE = re.compile(r"\b(plans|consultation|taskforce)/(\w+)/\w+\.html")
INCLUDED = re.compile(r"{%\s*(?:include|extends)\s+\"([^\"]+)\"")


def place(name: str) -> tuple[str, str, str]:
    """App, room (or part of ground or frame) and layer of a dotted module."""
    app, room, layer = [*name.split("."), "", ""][:3]
    return app, room, layer


def level(name: str) -> int:
    """Where a module stands in its room."""
    app, room, layer = place(name)
    return LAYERS["actions"] if f"{app}.{room}" in PLAYS else LAYERS.get(layer, 0)


def depth(app: str, room: str) -> tuple[int, int]:
    """Where a room stands in the whole house: nothing may be imported from further on."""
    if room in GROUND:
        return APPS.index(app), -1
    order = rooms()[app]
    return APPS.index(app), len(order) if room in FRAME else order.index(room)


def reached(item: Import, known: set[str]) -> set[str]:
    """The modules that an import names: what it takes from a package, else the module itself."""
    inner = {f"{item.module}.{name}" for name in item.names} & known
    return inner or ({item.module} & known)


def crossings() -> Iterator[tuple[Module, int, str]]:
    """Every import between modules of the apps: the importing module, line, the imported name."""
    everything = modules(*APPS)
    known = {module.name for module in everything}
    for module in everything:
        for item in module.imports():
            for target in sorted(reached(item, known)):
                if target not in APPS:
                    yield module, item.line, target


def test_the_readme_lists_every_room() -> None:
    """A folder of an app is ground, frame or a room of the list; every room of it is there."""
    for app in APPS:
        folders = {path.parent.name for path in (ROOT / app).glob("*/__init__.py")}
        assert folders - GROUND - FRAME == set(rooms()[app])
        loose = {path.stem for path in (ROOT / app).glob("*.py")} - GROUND - FRAME
        assert loose == {"__init__"}
    assert tuple(rooms()) == APPS


def test_apps_import_only_lower_apps() -> None:
    breaches = [
        f"{module.at(item.line)} imports {item.module}"
        for module in modules(*APPS)
        for item in module.imports()
        if item.module.split(".")[0] in {"config", "tests", *APPS[APPS.index(module.app) + 1 :]}
    ]
    assert breaches == []


def test_a_room_imports_only_rooms_above_it() -> None:
    breaches = [
        f"{module.at(line)} ({module.app}/{module.room}) imports {target}"
        for module, line, target in crossings()
        if module.room
        and module.room not in GROUND
        and depth(*place(target)[:2]) > depth(module.app, module.room)
    ]
    assert breaches == []


def test_a_pure_room_reads_no_tables() -> None:
    breaches = [
        f"{module.at(item.line)} imports {item.module}"
        for module in modules(*APPS)
        if f"{module.app}.{module.room}" in pure_rooms()
        for item in module.imports()
        if TABLES.match(item.module)
    ]
    assert (breaches, len(pure_rooms())) == ([], 6)


def test_the_ground_imports_the_ground_below_it_and_lower_apps() -> None:
    breaches = []
    for module, line, target in crossings():
        app, part, _ = place(target)
        if module.room not in GROUND or app != module.app or target == CLOCK:
            continue
        order = GROUND_ORDER.index
        if part not in GROUND or order(part) > order(module.room):
            breaches.append(f"{module.at(line)} imports {target}")
    assert breaches == []


def test_the_clock_imports_nothing_of_the_house() -> None:
    (clock,) = (module for module in modules("plans") if module.name == CLOCK)
    assert [item.module for item in clock.imports() if item.module.split(".")[0] in APPS] == []


def test_nothing_imports_the_frame() -> None:
    """Commands and template tags may share helpers with each other, and an address list none."""
    breaches = [
        f"{module.at(line)} imports {target}"
        for module, line, target in crossings()
        if place(target)[1] in FRAME - {module.room}
    ]
    assert breaches == []


def test_a_file_imports_its_own_level_of_a_room_or_a_lower_one() -> None:
    breaches = [
        f"{module.at(line)} ({level(module.name)}) imports {target} ({level(target)})"
        for module, line, target in crossings()
        if module.room not in GROUND | FRAME and level(target) > level(module.name)
    ]
    assert breaches == []


def test_views_forms_tasks_and_addresses_are_their_rooms_own() -> None:
    breaches = [
        f"{module.at(line)} imports {target}"
        for module, line, target in crossings()
        if place(target)[2] in CLOSED and place(target)[:2] != (module.app, module.room)
    ]
    assert breaches == []


def test_an_app_only_includes_the_addresses_of_its_rooms() -> None:
    for app in APPS:
        tree = Module(ROOT / app / "urls.py").tree
        included = [
            node.args[0].value
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "include"
            and isinstance(node.args[0], ast.Constant)
        ]
        addressed = {path.parent.name for path in (ROOT / app).glob("*/urls.py")}
        assert included == [f"{app}.{room}.urls" for room in rooms()[app] if room in addressed]
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        assert len(calls) == 2 * len(included)


def test_templates_and_tests_bear_the_names_of_rooms() -> None:
    for app in APPS:
        pages, tests = ROOT / "templates" / app, ROOT / "tests" / app
        assert [path for path in pages.iterdir() if path.is_file()] == []
        assert {path.name for path in pages.iterdir()} - set(rooms()[app]) == set()
        folders = {path.parent.name for path in tests.glob("*/__init__.py")}
        assert folders - set(rooms()[app]) == set()


def test_pages_show_parts_of_their_own_room_or_one_above() -> None:
    """What a template includes or extends, and what a module of a room renders."""
    breaches = [
        f"{where} takes {found[0]}"
        for where, app, room, text in _pages()
        for found in TEMPLATE.finditer(text)
        if depth(found[1], found[2]) > depth(app, room)
    ]
    assert breaches == []


def test_pages_load_tags_of_their_own_app_or_a_lower_one() -> None:
    home = {path.stem: app for app in APPS for path in (ROOT / app / "templatetags").glob("*.py")}
    breaches = [
        f"{_shown(path)} loads {name}"
        for number, app in enumerate(APPS)
        for path in (ROOT / "templates" / app).rglob("*.html")
        for names in LOADED.findall(path.read_text(encoding="utf-8"))
        for name in names.split()
        if name in home and APPS.index(home[name]) > number
    ]
    assert (breaches, home["process"]) == ([], "taskforce")


def _pages() -> Iterator[tuple[str, str, str, str]]:
    for app in APPS:
        for path in sorted((ROOT / "templates" / app).rglob("*.html")):
            for name in INCLUDED.findall(path.read_text(encoding="utf-8")):
                yield _shown(path), app, path.parent.name, name
    for module in modules(*APPS):
        if module.room and module.room not in GROUND | FRAME:
            for node in ast.walk(module.tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield module.at(node.lineno), module.app, module.room, node.value


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_template_is_somewhere() -> None:
    """A name in code or page that no file bears would fail only when the page is opened."""
    named = {
        found[0]
        for where in (*modules(*APPS, "config"),)
        for found in TEMPLATE.finditer(where.path.read_text(encoding="utf-8"))
    }
    for path in (ROOT / "templates").rglob("*.html"):
        named |= {f[0] for f in TEMPLATE.finditer(path.read_text(encoding="utf-8"))}
    there = {
        str(path.relative_to(ROOT / "templates"))
        for app in APPS
        for path in (ROOT / "templates" / app).rglob("*.html")
    }
    assert named == there


def test_workers_know_every_room_with_tasks() -> None:
    found = [f"{app}.{room}" for app in APPS for room in rooms()[app] if _has_tasks(app, room)]
    assert list(ROOMS_WITH_TASKS) == found


def _has_tasks(app: str, room: str) -> bool:
    return (ROOT / app / room / "tasks.py").exists() or (ROOT / app / room / "tasks").exists()


def test_tables_are_named_by_app_and_model() -> None:
    """Rooms are no business of the database: app labels and tables stay when code moves."""
    named = {
        model._meta.db_table: f"{model._meta.app_label}_{model._meta.model_name}"
        for model in apps.get_models()
        if model.__module__.split(".")[0] in APPS
    }
    assert {table: name for table, name in named.items() if table != name} == {}
    assert {name.split("_")[0] for name in named} == set(APPS)


def test_the_reading_itself_works() -> None:
    """Places, levels and depths of known modules; a breach of each kind would be seen."""
    assert place("plans.drafting.views.tree") == ("plans", "drafting", "views")
    assert place("plans.enums") == ("plans", "enums", "")
    assert (level("plans.text.ranks"), level("plans.drafting.views.tree")) == (0, 3)
    assert (level("taskforce.demo.loading"), level("plans.drafting.urls")) == (1, 4)
    assert depth("plans", "models") < depth("plans", "system") < depth("plans", "text")
    assert depth("plans", "public") < depth("plans", "urls") < depth("consultation", "models")
    taken = Import("plans.text", ("ranks", "numbering"), 1)
    assert reached(taken, {"plans.text", "plans.text.ranks"}) == {"plans.text.ranks"}
    assert reached(Import("plans.text.ranks", ("between",), 1), {"plans.text.ranks"}) == {
        "plans.text.ranks"
    }
