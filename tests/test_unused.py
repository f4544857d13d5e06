"""Nothing lies about unused: functions and constants (vulture), templates, scripts, styles."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from vulture import Vulture

from plans.rendering import blocks
from tests.harness.source import APPS, ROOT, modules, templates

CALLED_BY_NAME = {
    "add_arguments": "a command of manage.py",
    "*Config": "an app of Django",
    "clean_*": "a field of a form",
    "process_exception": "middleware",
    "process_template_response": "middleware",
    "process_view": "middleware",
    "add_fields": "the log's formatter of JSON",
    "handler?00": "Django asks the addresses for the page of a fault",
    "as_sql": "a lookup of the ORM",
    "as_postgresql": "a lookup of the ORM",
    "get_error_message": "Django asks it of a rule of passwords",
    "get_help_text": "Django asks it of a rule of passwords",
    "validate": "Django asks it of a rule of passwords",
    "password_changed": "Django tells it to a rule of passwords",
    "get_full_name": "Django asks it of every user",
    "get_short_name": "Django asks it of every user",
    "control_folder": "kombu asks it of every channel on files",
    "_get": "kombu asks it of every channel",
    "has_key": "Django asks it of every cache",
    "_authenticate_by_username": "allauth's backend asks it",
    "is_open_for_signup": "allauth asks it of who comes from elsewhere",
    "on_authentication_error": "allauth tells it of who comes from elsewhere",
    "pre_social_login": "allauth asks it of who comes from elsewhere",
    "urlpatterns": "the addresses of a room",
    "switch_off": "only who measures with and without our changes takes them back",
}
"""Names that nothing here speaks, as patterns, and who calls them or why they stay."""
CALLED_BY_DECORATOR = ["@shared_task*", "@register*", "@*.connect", "@*.register_lookup"]
"""Celery, Django and its templates keep what they decorate."""
KINDS = {"function", "method", "class", "property", "import", "unreachable_code", "variable"}
BY_NAME = {
    *(ROOT / "config" / name for name in ("settings.py", "accounts.py")),
    ROOT / "plans" / "people" / "actions" / "adapter.py",
}
"""Django, Celery and allauth read and ask them by name."""
OUTSIDE = {
    "errorlist": "the class that Django gives a list of errors",
}
"""Classes of our styles that nothing here names."""
BY_STATUS = re.compile(r"\d{3}(_csrf)?\.html")
"""Django takes the page of an error by its number."""
FRAMEWORK = re.compile(r"(django|registration)/")
"""Templates in the place of Django's own."""


def read(folder: str, *endings: str) -> dict[Path, str]:
    """The texts of a folder's files, those of the libraries in static/vendor apart."""
    return {
        path: path.read_text(encoding="utf-8")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in endings and "vendor" not in path.parts
    }


def libraries() -> str:
    """What the scripts from elsewhere say: they make elements that our styles dress."""
    return " ".join(p.read_text(encoding="utf-8") for p in (ROOT / "static/vendor").rglob("*.js"))


def spoken() -> set[str]:
    """Names in the tags of templates, the last part of every dotted name in a string, and what
    pages call a kind of block by."""
    tags = " ".join(
        found
        for text in read("templates", ".html").values()
        for found in re.findall(r"{[{%](.*?)[%}]}", text)
    )
    strings = [
        node.value
        for module in modules(*APPS, "config")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    dotted = (text for text in strings if re.fullmatch(r"\w+(\.\w+)+", text))
    names = set(re.findall(r"[A-Za-z_]\w*", tags)) | {text.split(".")[-1] for text in dotted}
    return names | {
        f"_{kind.__name__.lower()}" for kind in vars(blocks).values() if isinstance(kind, type)
    }


def unspoken() -> Iterator[tuple[str, str]]:
    """What vulture finds: name and place. Of variables only constants of a module."""
    vulture = Vulture(ignore_decorators=CALLED_BY_DECORATOR)
    paths = [*APPS, "config", "manage.py", "tests/bench", "tests/harness"]
    vulture.scavenge([str(ROOT / path) for path in paths], exclude=["*/migrations/*"])
    for name in spoken():
        vulture.used_names.add(name)
    for item in vulture.get_unused_code():
        path = Path(item.filename).resolve()
        line = path.read_text(encoding="utf-8").splitlines()[item.first_lineno - 1]
        inside = item.typ == "variable" and line[:1].isspace()
        if (
            item.typ in KINDS
            and not inside
            and path not in BY_NAME
            and ROOT / "tests" not in path.parents
        ):
            yield item.name, f"{path.relative_to(ROOT)}:{item.first_lineno} {item.name}"


def test_nothing_in_the_code_is_unused() -> None:
    found = list(unspoken())
    assert [at for name, at in found if not any(fnmatchcase(name, p) for p in CALLED_BY_NAME)] == []
    needless = [p for p in CALLED_BY_NAME if not any(fnmatchcase(name, p) for name, _ in found)]
    assert needless == []


def test_every_template_is_shown() -> None:
    texts = [*read("templates", ".html").values(), *(m.path.read_text() for m in modules(*APPS))]
    named = set(re.findall(r"[\w/]+\.html", " ".join(texts)))
    there = {str(path.relative_to(ROOT / "templates")) for path in templates()}
    unnamed = there - named
    assert {n for n in unnamed if not BY_STATUS.fullmatch(n) and not FRAMEWORK.match(n)} == set()


def test_every_script_is_loaded_and_every_export_imported() -> None:
    scripts = read("static/js", ".js")
    pages = " ".join(read("templates", ".html").values())
    loaded = set(re.findall(r"js/([\w/]+\.js)", pages))
    for path, text in scripts.items():
        for name in re.findall(r"""["'](\./[\w./-]+\.js|\.\./[\w./-]+\.js)["']""", text):
            loaded.add(os.path.relpath(path.parent / name, ROOT / "static/js"))
    assert {str(path.relative_to(ROOT / "static/js")) for path in scripts} - loaded == set()
    kept = {
        f"{path.name}: {name}"
        for path, text in scripts.items()
        for name in re.findall(r"export (?:async )?(?:function|const|let|class) (\w+)", text)
        if not any(re.search(rf"\b{name}\b", other) for at, other in scripts.items() if at != path)
    }
    assert kept == set()


def classes_of(css: str) -> set[str]:
    """The classes that the selectors of a style sheet name."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    selectors = re.findall(r"([^{}]+)\{", bare)
    return {name for text in selectors for name in re.findall(r"\.([A-Za-z][\w-]*)", text)}


def test_every_class_of_a_style_is_on_some_page() -> None:
    """Named in a template, script or Python; ``status-{{ tone }}`` stands for all so begun."""
    places = [read("templates", ".html"), read("static/js", ".js"), *(read(a, ".py") for a in APPS)]
    text = " ".join([libraries(), *(text for place in places for text in place.values())])
    said = set(re.findall(r"[A-Za-z][\w-]*", text))
    begun = set(re.findall(r"([A-Za-z][\w-]*-)(?:{{|{%|\$?{)", text))
    dead = {
        f"{path.name}: {name}"
        for path, css in read("static/css", ".css").items()
        for name in classes_of(css) - said
        if not name.startswith(tuple(begun)) and not any(fnmatchcase(name, p) for p in OUTSIDE)
    }
    assert dead == set()


def test_every_value_of_the_styles_is_used() -> None:
    styles = (ROOT / "static").rglob("*.css")
    css = " ".join(path.read_text(encoding="utf-8") for path in styles)
    named = set(re.findall(r"(--[\w-]+)\s*:", " ".join(read("static/css", ".css").values())))
    assert named - set(re.findall(r"var\((--[\w-]+)", css)) == set()
