"""The parts that the portal stands on: whether each is there, in one sentence with the remedy."""

from __future__ import annotations

import errno
import os
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from redis import Redis
from redis.exceptions import RedisError

PATIENCE = 2
"""Seconds that a part has to answer."""
LARGEST_SKEW = 5.0
"""Seconds by which a machine's clock may differ from the database's."""
AWAY = (DatabaseError, InterfaceError)
_WHY = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOTDIR: "路径上有一个不是文件夹",
}


@dataclass(frozen=True)
class Part:
    """One part: ``key`` for machines, ``name`` and ``sentence`` for everybody.

    ``remedy`` is for who runs the server; ``stops``: without the part nothing can be served.
    """

    key: str
    name: str
    good: bool
    sentence: str
    remedy: str = ""
    stops: bool = True


def readiness() -> tuple[Part, ...]:
    """What a request needs; looked at once a second at most, however often it is asked."""
    return _readiness(int(time.monotonic()))


@lru_cache(maxsize=1)
def _readiness(_second: int) -> tuple[Part, ...]:
    found = database()
    return (found, migrations(found), broker(), storage())


def database() -> Part:
    """The database answers."""
    name = ("database", "数据库")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except AWAY:
        connection.close()
        remedy = (
            "请检查数据库服务（systemctl status postgresql）和PORTAL_DATABASE_URL。"
            if connection.vendor == "postgresql"
            else f"请检查文件夹{settings.VAR_DIR}能否读写。"
        )
        return Part(*name, False, "数据库连接不上。", remedy)
    return Part(*name, True, "数据库可以连接。")


def migrations(found: Part) -> Part:
    """The tables are those of this version; not asked where the database was not found."""
    name = ("migrations", "数据表")
    if not found.good:
        return Part(*name, False, "数据库连接不上，无法核对数据表的版本。")
    missing = missing_migrations()
    if missing:
        sentence = f"数据表不是这个版本的，还差{missing}步。"
        return Part(*name, False, sentence, "请执行 python manage.py migrate。")
    return Part(*name, True, "数据表与程序版本一致。")


def missing_migrations() -> int:
    """How many migrations of this version the database has not had."""
    return len(_own_migrations() - set(MigrationRecorder(connection).applied_migrations()))


@lru_cache(maxsize=1)
def _own_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)


def broker() -> Part:
    """Messages to the workers go through; without them jobs wait in their rows."""
    if not settings.REDIS_URL:
        return folder("broker", "消息队列", Path(settings.BROKER_DIR))
    client = Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE
    )
    try:
        client.ping()
    except RedisError:
        sentence = "消息队列连接不上：网页照常，后台任务等它恢复后自动继续。"
        remedy = "请检查服务（systemctl status redis-server）和PORTAL_REDIS_URL。"
        return Part("broker", "消息队列", False, sentence, remedy, stops=False)
    finally:
        client.close()
    return Part("broker", "消息队列", True, "消息队列可以使用。")


def storage() -> Part:
    """Files can be kept: a small one is written and taken away again."""
    return folder("storage", "文件存储", Path(settings.FILES_ROOT))


def folder(key: str, name: str, path: Path) -> Part:
    """A folder in which the portal writes."""
    why = why_not_writable(path)
    if not why:
        return Part(key, name, True, f"{name}可以写入。")
    remedy = f"请清理磁盘，或执行 chown -R 把{path}交给运行平台的用户。"
    return Part(key, name, False, f"{name}不能写入：{why}。", remedy)


def why_not_writable(path: Path) -> str:
    """Why nothing can be written into the folder, in words; empty where it can."""
    probe = path / f".probe-{secrets.token_hex(6)}"
    try:
        path.mkdir(parents=True, exist_ok=True)
        with probe.open("wb") as file:
            file.write(b"x")
            os.fsync(file.fileno())
    except OSError as error:
        return _WHY.get(error.errno or 0, f"错误代码{error.errno}")
    finally:
        with suppress(OSError):
            probe.unlink()
    return ""
