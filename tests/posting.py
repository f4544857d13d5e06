"""What people can send: the forms of every page, and bodies for addresses that no form posts to.

Both are found, not listed: pages by the role × URL table, fields from the page's own HTML, names
that views read from the request by their source, and every form class by its base.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any
from urllib.parse import unquote_plus, urljoin

from django import forms
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.urls import resolve
from lxml import html

from plans.models import User
from tests.harness.source import APPS, modules
from tests.world import NAMES, World

WORDS = {"text", "search", "hidden", "password", "email", "tel", "url", None}
SAMPLES = {"date": "2026-12-01", "datetime-local": "2026-12-01T10:00", "number": "1"}
STORED = (models.CharField, models.TextField, models.JSONField, models.FileField)


@dataclass
class Sending:
    """A form as a page shows it: where it goes, what stands in it, which fields take words."""

    url: str
    body: dict[str, Any]
    words: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(resolve(self.url.partition("?")[0]).url_name)

    def bodies(self, text: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The body with the text in one field after the other, or in the name of a file."""
        for name in self.words:
            yield name, self.body | {one: file() for one in self.files} | {name: text}
        for name in self.files:
            yield name, self.body | {one: file(f"{text}.pdf") for one in self.files}


def file(name: str = "a.pdf") -> SimpleUploadedFile:
    """A scan: what every field for a file takes."""
    return SimpleUploadedFile(name, b"%PDF-1.4\n")


def people(world: World) -> list[User | None]:
    """Who has something to send: every role, and the public."""
    cast = world.cast
    return [cast.drafter, cast.second, cast.officer, cast.head, cast.chief, cast.member, None]


def sendings(client: Client, world: World, files: set[str]) -> Iterator[Sending]:
    """Every form with POST on every page that this visitor gets.

    Names of addresses that answer with a file are added to ``files``, and not asked again.
    """
    for name in sorted(set(NAMES) - files):
        url = world.address(name)
        answer = client.get(url)
        if "html" not in answer.headers.get("Content-Type", "html"):
            files.add(name)
        elif answer.status_code == 200:
            page = html.document_fromstring(answer.content.decode() or "<p></p>")
            for form in page.forms:
                if form.method == "POST":
                    yield _sending(form, urljoin(url, form.get("action") or url))


def _sending(form: html.FormElement, url: str) -> Sending:
    made = Sending(url, {})
    for one in form.inputs:
        kind = one.get("type")
        if one.get("name", "csrfmiddlewaretoken") != "csrfmiddlewaretoken" and kind != "submit":
            _take(made, one, one.get("name"), kind)
    return made


def _take(made: Sending, one: html.HtmlElement, name: str, kind: str | None) -> None:
    if one.tag == "select":
        known = [value for value in one.value_options if value]
        made.body[name] = (list(one.value) if one.multiple else one.value) or known[:1]
    elif kind in ("radio", "checkbox"):
        made.body.setdefault(name, one.get("value", "on"))
    elif kind == "file":
        made.files.append(name)
    elif one.tag == "textarea" or kind in WORDS:
        made.words.append(name)
        made.body[name] = one.value or ("" if kind == "hidden" else "寻常文字")
    else:
        made.body[name] = one.value or SAMPLES.get(str(kind), "1")


@cache
def form_classes() -> list[type[forms.BaseForm]]:
    """Every form of the three apps, whatever it is built on."""
    for module in modules(*APPS):
        if "forms" in module.name or "fields" in module.name:
            import_module(module.name)
    found, waiting = set(), [forms.BaseForm]
    while waiting:
        subclasses = waiting.pop().__subclasses__()
        waiting += subclasses
        found |= {one for one in subclasses if one.__module__.partition(".")[0] in APPS}
    return sorted(found, key=lambda one: f"{one.__module__}.{one.__qualname__}")


def wanted_by(form: type[forms.BaseForm]) -> set[str]:
    """The arguments that a form does not do without."""
    return {
        name
        for base in form.__mro__
        if "__init__" in vars(base) and base is not object
        for name, one in list(inspect.signature(vars(base)["__init__"]).parameters.items())[1:]
        if one.default is one.empty and one.kind not in (one.VAR_KEYWORD, one.VAR_POSITIONAL)
    }


@cache
def names_read() -> frozenset[str]:
    """Names that views read from the request themselves."""
    return frozenset(
        str(call.args[0].value)
        for module in modules(*APPS)
        for _, call in module.calls()
        if ast.unparse(call.func) in ("request.POST.get", "request.POST.getlist")
        and isinstance(call.args[0], ast.Constant)
    )


def everything(text: str) -> dict[str, Any]:
    """A body that every address may read: each name of a view or a form, words with the text."""
    declared = {
        name: _sample(one, text)
        for form in form_classes()
        for name, one in getattr(form, "base_fields", {}).items()
    }
    return dict.fromkeys(names_read(), text) | declared


def _sample(one: forms.Field, text: str) -> Any:
    if isinstance(one, forms.DateTimeField | forms.DateField):
        return "2026-12-01T10:00" if isinstance(one, forms.DateTimeField) else "2026-12-01"
    if isinstance(one, forms.FileField):
        return file()
    if isinstance(one, forms.ModelChoiceField | forms.IntegerField):
        return "1"
    if isinstance(one, forms.ChoiceField):
        return next((key for key, _ in one.choices if key and isinstance(key, str)), "")  # type: ignore[misc, union-attr]
    return "on" if isinstance(one, forms.BooleanField) else text


def kept(text: str) -> list[str]:
    """Where a text stands in the database: every column of words of every table, and sessions."""
    found = {
        f"{model._meta.label}.{name}"
        for model in apps.get_models(include_auto_created=True)
        if (
            names := [one.attname for one in model._meta.concrete_fields if isinstance(one, STORED)]
        )
        for row in model._base_manager.values_list(*names)
        for name, value in zip(names, row, strict=True)
        if text in unquote_plus(str(value))
    }
    if any(text in str(one.get_decoded()) for one in Session.objects.all()):
        found.add("session")
    return sorted(found)
