"""The search index of opinions: terms of two characters, looked up all at once."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup
from django.db.models.sql.compiler import SQLCompiler

from consultation.models.comment import Assessment
from consultation.models.round import Round


class TermsField(models.TextField):
    """Terms parted by single spaces, one space at either end."""


@TermsField.register_lookup
class HasAll(Lookup):
    """Every one of a list of terms stands in the field; on PostgreSQL by its GIN index."""

    lookup_name = "has_all"
    prepare_rhs = False

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        column, _ = self.process_lhs(compiler, connection)
        each = " AND ".join([f"{column} LIKE %s"] * len(self.rhs))
        return each, tuple(f"% {term} %" for term in self.rhs)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        column, _ = self.process_lhs(compiler, connection)
        return f"string_to_array({column}, ' ') @> %s::text[]", (list(self.rhs),)


class SearchEntry(models.Model):
    """What a submitted comment is found by; written once, when it is submitted.

    Round and number stand here too, so that a page of what was found needs no other table.
    """

    assessment = models.OneToOneField(
        Assessment, models.CASCADE, primary_key=True, related_name="search"
    )
    round = models.ForeignKey(Round, models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    terms = TermsField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "number"],
                name="search_entry_once",
                violation_error_message="检索数据刚刚更新，请刷新页面后重试。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}"
