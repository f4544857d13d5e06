"""Making a backup: the rows of one moment, then the files, then the manifest: now it is whole."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, cast

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from plans.backup.checking import Say, sound_manifest
from plans.backup.engines import engine
from plans.backup.folders import made_whole, name_of, one_at_a_time, private, thin_out
from plans.backup.manifest import (
    FILES,
    LISTING,
    MANIFEST,
    Hashed,
    HeldTable,
    Listed,
    Manifest,
    copy,
    create,
)
from plans.backup.rows import Digest, Row, as_line, read_rows
from plans.backup.tables import Table, applied_migrations, foreign_tables, tables_now
from plans.errors import InvalidInput, WrongState
from plans.system import clock, storage

SPEED = 5
"""Of gzip: 9 takes four times as long for a twentieth less."""
EVERY = 100_000
"""Rows after which a long table says how far it is."""


@dataclass(frozen=True)
class Made:
    """A completed backup, and the older ones that went for it."""

    folder: Path
    manifest: Manifest
    gone: list[str]


def key_mark() -> str:
    """By which a restore sees whether the key is the same; the key itself is in no backup."""
    return salted_hmac("plans.backup", "key").hexdigest()[:16]


def make_backup(home: Path, say: Say, *, with_files: bool = True) -> Made:
    """Write a backup into a folder of its own below ``home``, read it back, thin the older out.

    DomainError with a sentence where it cannot be made; what was begun is taken away then.
    """
    _require_elsewhere(home)
    moment = clock.now()
    with private(), one_at_a_time(home):
        folder = home / name_of(moment)
        if folder.exists():
            raise WrongState(f"“{folder}”已经存在，请稍等一秒再备份。")
        with made_whole(home, folder.name) as aside:
            _Writer(aside, say).write(with_files=with_files)
            say("正在逐个文件核对……")
            manifest = sound_manifest(aside, say)
        gone = thin_out(home, *settings.BACKUP_KEEP) if settings.BACKUP_KEEP else []
    return Made(folder, manifest, gone)


def _require_elsewhere(home: Path) -> None:
    if home.resolve().is_relative_to(Path(settings.FILES_ROOT).resolve()):
        raise InvalidInput("备份不能放在平台自己存放文件的文件夹里，请另选一个文件夹。")


class _Writer:
    """Writes one backup; every file is listed as it is written."""

    def __init__(self, folder: Path, say: Say) -> None:
        self._folder = folder
        self._say = say
        self._named: set[str] = set()
        self._count = self._bytes = 0

    def write(self, *, with_files: bool) -> None:
        made_at = clock.now()
        with create(self._folder / LISTING) as raw:
            listing = Hashed(raw)
            with engine().snapshot():
                migrations = applied_migrations()
                held = tuple(self._tables(listing))
            if with_files:
                self._files(listing)
        manifest = Manifest(
            made_at=made_at,
            engine=connection.vendor,
            version=settings.VERSION,
            migrations=migrations,
            key_mark=key_mark(),
            tables=held,
            with_files=with_files,
            files=self._count,
            bytes=self._bytes,
            lost=tuple(sorted(self._named)) if with_files else (),
            listing=listing.listed(LISTING),
        )
        with create(self._folder / MANIFEST) as file:
            file.write(json.dumps(manifest.as_values(), ensure_ascii=False, indent=1).encode())

    def _tables(self, listing: Hashed) -> Iterator[HeldTable]:
        tables = tables_now()
        for name in foreign_tables(tables):
            self._say(f"提示：数据库中的表 {name} 不属于平台，没有备份。")
        for number, table in enumerate(tables, start=1):
            held = self._table(table, listing)
            self._say(f"[{number}/{len(tables)}] {table.name}：{held.rows}行")
            yield held

    def _table(self, table: Table, listing: Hashed) -> HeldTable:
        digest = Digest(table)
        held = HeldTable(table, 0, "", engine().last_id(table))
        with create(self._folder / held.path) as raw:
            target = Hashed(raw)
            with gzip.GzipFile("", "wb", SPEED, cast(IO[bytes], target), mtime=0) as lines:
                for row in self._noting_files(table, digest, read_rows(table)):
                    lines.write(as_line(row))
        self._list(listing, target.listed(held.path))
        return HeldTable(table, digest.rows, digest.sha256, held.last_id)

    def _noting_files(self, table: Table, digest: Digest, rows: Iterator[Row]) -> Iterator[Row]:
        at = table.files_at
        for row in rows:
            digest.add(row)
            if at is not None and row[at]:
                self._named.add(row[at])
            if digest.rows % EVERY == 0:
                self._say(f"　{table.name}：已写{digest.rows}行……")
            yield row

    def _files(self, listing: Hashed) -> None:
        """After the rows, so that every file which a row names is there; the rest is ``lost``."""
        for name in storage.names():
            with storage.open_file(name) as source, create(self._folder / FILES / name) as raw:
                target = Hashed(raw)
                copy(source, target)
            self._list(listing, target.listed(f"{FILES}/{name}"))
            self._named.discard(name)
            self._count += 1
            self._bytes += target.size
            if self._count % 1000 == 0:
                self._say(f"已复制{self._count}个文件……")
        self._say(f"文件：{self._count}个，{self._bytes}字节")

    def _list(self, listing: Hashed, listed: Listed) -> None:
        listing.write(json.dumps(asdict(listed), ensure_ascii=False).encode() + b"\n")
