"""Which tables a backup holds, and of what kind each column is: as the migrations made them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.apps.registry import Apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

from plans.errors import WrongState

LEFT_OUT = frozenset({"django_session", "usersessions_usersession"})
"""Who is signed in: after a restore everybody signs in anew."""
MIGRATIONS = "django_migrations"
"""Kept by name in the manifest; a restore runs them."""
FILLED_BY_MIGRATIONS = frozenset({"django_content_type", "auth_permission"})
"""Rows in these alone are no sign that anybody has used the database."""
FILE_COLUMN = "path"
"""A column of this name bears the name of a stored file."""
KINDS = {
    "BooleanField": "bool",
    "DateField": "date",
    "DateTimeField": "time",
    "JSONField": "json",
    "UUIDField": "uuid",
    **dict.fromkeys(("AutoField", "BigAutoField", "SmallAutoField"), "int"),
    **dict.fromkeys(("IntegerField", "BigIntegerField", "SmallIntegerField"), "int"),
    **dict.fromkeys(("PositiveIntegerField", "PositiveBigIntegerField"), "int"),
    "PositiveSmallIntegerField": "int",
    **dict.fromkeys(("CharField", "TextField", "SlugField", "FileField", "FilePathField"), "text"),
    "GenericIPAddressField": "text",
}
"""What Django calls a column, and how a backup writes it. Another kind is refused, not guessed."""


@dataclass(frozen=True)
class Table:
    """A table by name: its columns with their kinds, and the columns that order its rows."""

    name: str
    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...]

    @property
    def files_at(self) -> int | None:
        """Where in a row the name of a stored file stands, if anywhere."""
        names = [name for name, _ in self.columns]
        return names.index(FILE_COLUMN) if FILE_COLUMN in names else None

    def of_kind(self, kind: str) -> list[int]:
        """Where in a row columns of this kind stand."""
        return [at for at, (_, own) in enumerate(self.columns) if own == kind]


def applied_migrations() -> dict[str, list[str]]:
    """The names of the migrations that have run, by app; nothing on an empty database."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationLoader(connection).applied_migrations):
        found.setdefault(app, []).append(name)
    return found


def require_known(migrations: Mapping[str, list[str]]) -> None:
    """WrongState where an app of the program has a migration here that the program has not."""
    loader = MigrationLoader(connection)
    for app, names in migrations.items():
        unknown = [name for name in names if (app, name) not in loader.disk_migrations]
        if unknown and app in loader.migrated_apps:
            raise WrongState(
                f"这份数据出自另一个版本的程序（有本程序没有的数据库变更：{app}.{unknown[0]}）。"
                "请换成当时或更新版本的程序再操作。"
            )


def leaves(migrations: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """The last migrations of each app among these: to run them is to run all of these."""
    nodes = MigrationLoader(connection).graph.node_map
    own = {(app, name) for app, names in migrations.items() for name in names} & set(nodes)
    return sorted(
        key
        for key in own
        if not any(child.key in own and child.key[0] == key[0] for child in nodes[key].children)
    )


def tables_now() -> list[Table]:
    """The tables of the database as it stands, whether or not newer migrations wait."""
    migrations = applied_migrations()
    require_known(migrations)
    state = MigrationLoader(connection).project_state(leaves(migrations))
    return sorted(_tables(state.apps), key=lambda table: table.name)


def _tables(apps: Apps) -> Iterator[Table]:
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.managed and not meta.proxy and meta.db_table not in LEFT_OUT:
            columns = tuple((str(field.column), kind_of(field)) for field in meta.concrete_fields)
            yield Table(
                meta.db_table, columns, tuple(str(field.column) for field in meta.pk_fields)
            )


def kind_of(field: models.Field) -> str:
    """How a backup writes the values of this column; WrongState where it has no way."""
    end = field
    while isinstance(end, models.ForeignKey):
        end = end.target_field
    kind = KINDS.get(end.get_internal_type())
    if kind is None:
        raise WrongState(f"备份程序还不会保存字段“{field}”这一类数据，请联系开发人员。")
    return kind


def foreign_tables(own: Iterable[Table]) -> list[str]:
    """Tables in the database that are none of the portal's: no backup holds them."""
    known = {table.name for table in own} | LEFT_OUT | {MIGRATIONS}
    return sorted(set(connection.introspection.table_names()) - known)
