"""Moving to another database: a backup of the rows, restored there, and both compared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory

import environ
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connections
from django.db.utils import ConnectionHandler

from plans.backup.actions.making import make_backup
from plans.backup.actions.restoring import Restored, restore
from plans.backup.checking import Say
from plans.backup.manifest import BLOCK, hashes_of
from plans.errors import InvalidInput, WrongState
from plans.models import AuditEntry
from plans.system import storage

POSTGRESQL = "django.db.backends.postgresql"


@dataclass(frozen=True)
class Moved:
    """What stands in the other database; ``written_since``: log rows that came here meanwhile."""

    restored: Restored
    files: int
    written_since: int


def move_to(url: str, files: Path | None, say: Say) -> Moved:
    """Copy everything into the empty PostgreSQL at ``url``, stored files into ``files`` if given.

    Nothing is taken away here. DomainError with a sentence where the other end is not empty, not
    to be reached, or does not hold the same afterwards; it is then as empty as before.
    """
    target = _settings_of(url)
    with TemporaryDirectory(prefix="portal-move-") as folder:
        made = make_backup(Path(folder), say, with_files=False)
        copied = _copy_files(files, say) if files else 0
        with _connected(target):
            restored = restore(made.folder, say, replace=False)
    log = AuditEntry._meta.db_table
    (known,) = (held.rows for held in made.manifest.tables if held.table.name == log)
    return Moved(restored, copied, AuditEntry.objects.count() - known)


def _settings_of(url: str) -> dict[str, object]:
    try:
        settings = dict(environ.Env.db_url_config(url))
    except (ImproperlyConfigured, ValueError):
        settings = {}
    if settings.get("ENGINE") != POSTGRESQL:
        raise InvalidInput("请给出 PostgreSQL 数据库的地址，形如 postgres://用户@主机/库名。")
    return settings


@contextmanager
def _connected(settings: dict[str, object]) -> Iterator[None]:
    """Inside, this thread's database is the other one: for migrations, queries and all."""
    here = connections["default"]
    there = ConnectionHandler({"default": settings})["default"]
    try:
        there.ensure_connection()
    except OperationalError as error:
        raise WrongState(f"连不上目标数据库，没有搬迁。数据库的说明：{error}") from error
    connections["default"] = there
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        there.close()
        connections["default"] = here
        ContentType.objects.clear_cache()


def _copy_files(target: Path, say: Say) -> int:
    """Into an empty folder, each compared after it was written; gives how many."""
    if target.exists() and any(target.iterdir()):
        raise WrongState(f"文件夹“{target}”不是空的，没有搬迁。请另选一个空的文件夹。")
    done = 0
    for name in storage.names():
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        with storage.open_file(name) as source, place.open("xb") as copied:
            copyfileobj(source, copied, BLOCK)
        with storage.open_file(name) as source, place.open("rb") as copied:
            if hashes_of(source, name) != hashes_of(copied, name):
                raise InvalidInput(f"文件 {name} 复制后不一致，没有搬迁。")
        done += 1
        if done % 1000 == 0:
            say(f"已复制{done}个文件……")
    return done
