"""What went against a rule, as the sentence that the user reads: the one door for all errors.

A rule's own error brings its sentence. A constraint of the database has one too
(``violation_error_message``; ``error_messages`` of a unique field), which forms show before
anything is written and which is found here when two people write at once and the database
refuses the second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DataError, IntegrityError, OperationalError
from django.db.models import CheckConstraint, Field, Model, UniqueConstraint

from plans.errors import DomainError
from plans.system.disk_full import full_sentence

REFUSALS = (
    DomainError,
    ValidationError,
    IntegrityError,
    DataError,
    ObjectDoesNotExist,
    OperationalError,
    OSError,
)
"""What an action may raise that has a sentence; of the last two only want of room has one."""
Columns = tuple[str, frozenset[str]]
"""A table and columns of it that are unique together."""
ALREADY_GRANTED = "这项权限刚刚已经授予，不需要重复授予。"
"""Of the tables of rights, whose uniqueness is the library's."""
REFERENCE = "这项内容引用的记录刚刚已被删除或者仍在使用，本次没有保存。请刷新页面后重试。"
"""Of a foreign key: what is referred to has gone, or is still referred to."""
GONE = "要办理的内容刚刚已被删除，本次没有保存。请刷新页面后再试。"
"""Of a row that an action was asked to change and that is there no more."""
TOO_LONG = "有一项填写的内容太长，没有保存。请缩短后再试。"
"""Of words that no form has measured and that the column does not take."""
_NAMED = re.compile(r"CHECK constraint failed: (\w+)|index '(\w+)'")
_COLUMNS = re.compile(r"UNIQUE constraint failed: ([\w., ]+)$")
_KEY = re.compile(r"\((?P<columns>[^)]*)\)=")


def sentence_for(error: Exception) -> str | None:
    """What to tell the user of an action's error; None where it is a fault of ours."""
    if isinstance(error, DomainError):
        return str(error)
    if isinstance(error, ValidationError):
        return "".join(error.messages)
    if isinstance(error, ObjectDoesNotExist):
        return GONE
    if isinstance(error, DataError):
        return TOO_LONG if "too long" in str(error) else None
    return _of_database(error) if isinstance(error, IntegrityError) else full_sentence(error)


def _of_database(error: IntegrityError) -> str | None:
    told = getattr(error.__cause__, "diag", None)
    if told is not None:
        return _of_postgres(str(error), told.constraint_name or "", told.table_name or "")
    return _of_sqlite(str(error))


def _of_postgres(text: str, name: str, table: str) -> str | None:
    if known := by_name().get(name):
        return known
    key = _KEY.search(text)
    if "foreign key" in text:
        return REFERENCE
    columns = frozenset(key["columns"].replace('"', "").split(", ")) if key else frozenset()
    return by_columns().get((table, columns))


def _of_sqlite(text: str) -> str | None:
    if "FOREIGN KEY" in text:
        return REFERENCE
    if named := _NAMED.search(text):
        return by_name().get(named[1] or named[2])
    found = _COLUMNS.search(text)
    if found is None:
        return None
    pairs = [column.split(".") for column in found[1].split(", ")]
    return by_columns().get((pairs[0][0], frozenset(pair[-1] for pair in pairs)))


@cache
def by_name() -> dict[str, str]:
    """The sentence of each named constraint; names are unique in the database."""
    return {
        constraint.name: str(constraint.violation_error_message)
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, (CheckConstraint, UniqueConstraint))
    }


@cache
def by_columns() -> dict[Columns, str]:
    """The sentence of each set of columns that is unique."""
    return dict(_uniques())


def _uniques() -> Iterator[tuple[Columns, str]]:
    for model in apps.get_models():
        for names in model._meta.unique_together:
            yield _columns(model, *names), ALREADY_GRANTED
        for constraint in model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and constraint.fields:
                yield (
                    _columns(model, *constraint.fields),
                    str(constraint.violation_error_message),
                )
        for field in model._meta.get_fields():
            if isinstance(field, Field) and field.unique and not field.primary_key:
                yield _columns(model, field.name), str(field.error_messages["unique"])


def _columns(model: type[Model], *names: str) -> Columns:
    named = (field for field in model._meta.concrete_fields if field.name in names)
    return model._meta.db_table, frozenset(str(field.column) for field in named)
