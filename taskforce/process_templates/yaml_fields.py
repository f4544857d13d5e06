"""Reading YAML by its nodes, so that every mistake is named with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import TypeVar

import yaml

from taskforce.process_templates.schema import InvalidTemplate, TemplateError

Choice = TypeVar("Choice", bound=Enum)

_KEY = re.compile(r"[a-z][a-z0-9_-]*")
_WORKING_DAYS = re.compile(r"([1-9][0-9]{0,2})\s*个?工作日内?")
_NULL = "tag:yaml.org,2002:null"
_FLAGS = {"true": True, "yes": True, "false": False, "no": False}


class Mistakes:
    """Collects mistakes while reading goes on; ``raise_any`` ends it."""

    def __init__(self) -> None:
        self._found: list[TemplateError] = []

    def add(self, line: int, message: str) -> None:
        self._found.append(TemplateError(line, message))

    def raise_any(self) -> None:
        if self._found:
            raise InvalidTemplate(tuple(sorted(set(self._found))))


def compose(source: str, mistakes: Mistakes) -> yaml.Node | None:
    """The document's root node; None, with a mistake noted, where the file is not YAML."""
    try:
        root = yaml.compose(source, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        mistakes.add(mark.line + 1 if mark else 1, "这里不合YAML的写法，请检查缩进、冒号和引号。")
        return None
    except (yaml.YAMLError, RecursionError):
        mistakes.add(1, "文件不是可读的YAML文本。")
        return None
    if root is None:
        mistakes.add(1, "文件是空的。")
    return root


def line_of(node: yaml.Node) -> int:
    """The line on which a node begins, from 1."""
    return int(node.start_mark.line) + 1


class Fields:
    """One mapping of the file: each method takes one field, checks it and notes mistakes.

    ``what`` names the mapping in sentences (“步骤”). Fields not in ``known`` are mistakes.
    """

    def __init__(
        self, node: yaml.Node, mistakes: Mistakes, what: str, known: Iterable[str]
    ) -> None:
        self.line = line_of(node)
        self.what = what
        self._mistakes = mistakes
        self._values: dict[str, yaml.Node] = {}
        if not isinstance(node, yaml.MappingNode):
            self.wrong(f"“{what}”应写成若干“名称: 内容”。")
            return
        for key_node, value in node.value:
            self._keep(key_node, value, tuple(known))

    def _keep(self, key_node: yaml.Node, value: yaml.Node, known: tuple[str, ...]) -> None:
        key = str(key_node.value)
        if key not in known:
            fields = "、".join(known)
            self.wrong(f"“{self.what}”没有“{key}”这一栏，可用的有：{fields}。", key_node)
        elif key in self._values:
            self.wrong(f"“{self.what}”的“{key}”写了两次。", key_node)
        elif value.tag != _NULL:
            self._values[key] = value

    def wrong(self, message: str, node: yaml.Node | None = None) -> None:
        """Note a mistake at a node, or where the mapping begins."""
        self._mistakes.add(line_of(node) if node is not None else self.line, message)

    def line_of(self, field: str) -> int:
        """The line of a field's value, or of the mapping where it is left out."""
        node = self._values.get(field)
        return line_of(node) if node is not None else self.line

    def text(self, field: str, *, limit: int | None = None, required: bool = False) -> str:
        """A text, "" where it is left out."""
        node = self._values.get(field)
        value = self._scalar(field, node)
        if required and not value and (node is None or isinstance(node, yaml.ScalarNode)):
            self.wrong(f"“{self.what}”缺少“{field}”。", node)
        if limit is not None and len(value) > limit:
            self.wrong(f"“{field}”有{len(value)}个字，最多{limit}个字。", node)
        return value

    def key(self) -> str:
        """The field ``key``: a-z, 0-9, _ and -, beginning with a letter, at most 60."""
        value = self.text("key", limit=60, required=True)
        if value and not _KEY.fullmatch(value):
            self.wrong(f"key“{value}”只能用小写字母、数字、_和-，以字母开头。", self._values["key"])
        return value

    def day(self, field: str) -> date | None:
        """A date YYYY-MM-DD, None where it is left out."""
        node = self._values.get(field)
        value = self._scalar(field, node)
        if not value:
            return None
        try:
            return date.fromisoformat(value) if len(value) == 10 else _not_a_date()
        except ValueError:
            self.wrong(f"“{field}”的日期“{value}”不对，应写成2020-09-30这样。", node)
            return None

    def term(self, field: str) -> tuple[date | None, int | None]:
        """A date, or so many working days (10个工作日)."""
        match = _WORKING_DAYS.fullmatch(self._scalar(field, self._values.get(field)))
        return (None, int(match[1])) if match else (self.day(field), None)

    def flag(self, field: str, default: bool) -> bool:
        """true or false."""
        node = self._values.get(field)
        value = self._scalar(field, node).lower()
        if value and value not in _FLAGS:
            self.wrong(f"“{field}”只能写true或false。", node)
        return _FLAGS.get(value, default)

    def count(self, field: str) -> int | None:
        """A whole number from 1 to 999."""
        node = self._values.get(field)
        value = self._scalar(field, node)
        if not value:
            return None
        if not re.fullmatch(r"[1-9][0-9]{0,2}", value):
            self.wrong(f"“{field}”应是1到999的整数。", node)
            return None
        return int(value)

    def choice(self, field: str, choices: type[Choice]) -> Choice | None:
        """One value of an enum; None, with a mistake noted, where it is none."""
        value = self.text(field, required=True)
        return self._choose(field, value, choices, self._values.get(field)) if value else None

    def chosen(self, field: str, choices: type[Choice]) -> tuple[Choice, ...]:
        """Several values of an enum; all of them where the field is left out."""
        if field not in self._values:
            return tuple(choices)
        found = (self._choose(field, value, choices, node) for value, node in self._scalars(field))
        return tuple(value for value in found if value is not None)

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of texts, () where it is left out."""
        return tuple(value for value, _ in self._scalars(field))

    def located(self, field: str) -> list[tuple[str, int]]:
        """A list of texts with the line of each."""
        return [(value, line_of(node)) for value, node in self._scalars(field)]

    def entries(self, field: str, what: str, known: Iterable[str]) -> list[Fields]:
        """A list of mappings."""
        known = tuple(known)
        return [Fields(node, self._mistakes, what, known) for node in self._items(field)]

    def _choose(
        self, field: str, value: str, choices: type[Choice], node: yaml.Node | None
    ) -> Choice | None:
        try:
            return choices(value)
        except ValueError:
            allowed = "、".join(str(choice.value) for choice in choices)
            self.wrong(f"“{field}”不能是“{value}”，可用的有：{allowed}。", node)
            return None

    def _scalar(self, field: str, node: yaml.Node | None) -> str:
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.wrong(f"“{field}”应是一段文字，不是列表或分栏。", node)
            return ""
        return str(node.value).strip()

    def _scalars(self, field: str) -> list[tuple[str, yaml.Node]]:
        found = []
        for node in self._items(field):
            value = self._scalar(field, node)
            if value:
                found.append((value, node))
            elif isinstance(node, yaml.ScalarNode):
                self.wrong(f"“{field}”里有一项是空的。", node)
        return found

    def _items(self, field: str) -> list[yaml.Node]:
        node = self._values.get(field)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(f"“{field}”应是一个列表，每项以“- ”开头。", node)
            return []
        return list(node.value)


def _not_a_date() -> date:
    raise ValueError
