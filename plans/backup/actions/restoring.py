"""Putting a backup back: checked first, in one transaction, compared before it counts."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from plans.backup.actions.making import key_mark
from plans.backup.checking import Say, sound_manifest
from plans.backup.engines import engine
from plans.backup.manifest import (
    BLOCK,
    FILES,
    HeldTable,
    Listed,
    Manifest,
    hashes_of,
    listed_files,
)
from plans.backup.rows import Row, digest_of, write_rows
from plans.backup.tables import (
    FILLED_BY_MIGRATIONS,
    LEFT_OUT,
    MIGRATIONS,
    applied_migrations,
    leaves,
    require_known,
    tables_now,
)
from plans.enums import Act, MailState
from plans.errors import InvalidInput, WrongState
from plans.models import OutgoingMail
from plans.system import storage
from plans.system.actions.audit_chain import Broken, verify
from plans.system.audit import record
from plans.system.system_user import system_user


@dataclass(frozen=True)
class Restored:
    """What stands now, compared with the backup; ``chain`` tells where the log does not hold."""

    manifest: Manifest
    removed: int
    same_key: bool
    waiting_mail: int
    chain: Broken | None


def restore(folder: Path, say: Say, *, replace: bool) -> Restored:
    """Put the backup in ``folder`` into the database and the files of the settings.

    DomainError with a sentence where it is not whole, not ours, or the target is not empty and
    ``replace`` is not said; database and files are then as before. Files come in before the rows
    count, as they do when somebody uploads one, and what is too much goes at the end.
    """
    say("正在核对备份……")
    manifest = sound_manifest(folder, say)
    require_known(manifest.migrations)
    if not replace:
        _require_empty(manifest)
    with engine().replacing():
        _prepare(manifest, say)
        with engine().triggers_aside():
            _load(folder, manifest, say)
        _compare_rows(manifest, say)
        if manifest.with_files:
            _put_files(folder, manifest, say)
    ContentType.objects.clear_cache()
    call_command("migrate", interactive=False, verbosity=0)
    removed = _remove_others(folder) if manifest.with_files else 0
    say("正在核对操作日志的散列链……")
    chain = verify()
    _note(folder, manifest)
    waiting = OutgoingMail.objects.filter(state=MailState.WAITING).count()
    return Restored(manifest, removed, manifest.key_mark == key_mark(), waiting, chain)


def _require_empty(manifest: Manifest) -> None:
    there = _there()
    unseen = FILLED_BY_MIGRATIONS | LEFT_OUT
    ours = [held.table.name for held in manifest.tables if held.table.name not in unseen]
    for name in ours:
        if name in there and _has_rows(name):
            raise WrongState(
                f"数据库不是空的（表 {name} 中有记录），没有恢复。请换一个空的数据库；"
                "确实要用备份取代现有的全部数据，请加上 --replace。"
            )
    if manifest.with_files and next(storage.names(), None) is not None:
        raise WrongState(
            "存放文件的文件夹不是空的，没有恢复。请用 PORTAL_FILES 指明一个空的文件夹；"
            "确实要用备份取代现有的全部文件，请加上 --replace。"
        )


def _has_rows(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(name)} LIMIT 1")  # noqa: S608 - a name that the database gave
        return cursor.fetchone() is not None


def _prepare(manifest: Manifest, say: Say) -> None:
    """The tables as they were when the backup was made, without a row."""
    ours = {held.table.name for held in manifest.tables} | LEFT_OUT
    if applied_migrations() != manifest.migrations:
        say("正在建立备份当时的表……")
        ours |= {table.name for table in tables_now()}
        engine().drop(sorted(_there() & (ours | {MIGRATIONS})))
        MigrationExecutor(connection).migrate(leaves(manifest.migrations))
    engine().empty(sorted(_there() & ours))


def _there() -> set[str]:
    return set(connection.introspection.table_names())


def _load(folder: Path, manifest: Manifest, say: Say) -> None:
    for number, held in enumerate(manifest.tables, start=1):
        say(f"[{number}/{len(manifest.tables)}] {held.table.name}：{held.rows}行")
        try:
            write_rows(held.table, _rows_in(folder, held))
        except DatabaseError as error:
            raise InvalidInput(
                f"表 {held.table.name} 的记录装不进这个数据库，全部没有恢复。数据库的说明：{error}"
            ) from error
        engine().go_on_from(held.table, held.last_id)


def _rows_in(folder: Path, held: HeldTable) -> Iterator[Row]:
    with gzip.open(folder / held.path) as lines:
        for line in lines:
            yield json.loads(line)


def _compare_rows(manifest: Manifest, say: Say) -> None:
    """Every row, every microsecond: read back from the database and compared by its digest."""
    say("正在逐表比对……")
    for held in manifest.tables:
        found = digest_of(held.table)
        if (found.rows, found.sha256) != (held.rows, held.sha256):
            raise InvalidInput(
                f"表 {held.table.name} 恢复后与备份不一致（备份{held.rows}行，"
                f"恢复{found.rows}行），全部没有恢复。"
            )


def _put_files(folder: Path, manifest: Manifest, say: Say) -> None:
    done = 0
    for listed in listed_files(folder):
        name = _stored_name(listed)
        if name is None:
            continue
        with (folder / listed.path).open("rb") as source, storage.writing(name) as target:
            copyfileobj(source, target, BLOCK)
        with storage.open_file(name) as stored:
            if hashes_of(stored, listed.path) != listed:
                raise InvalidInput(f"文件 {name} 写下后与备份不一致，数据库没有恢复。")
        done += 1
        if done % 1000 == 0:
            say(f"已恢复{done}/{manifest.files}个文件……")


def _stored_name(listed: Listed) -> str | None:
    """The name of a stored file; None for the rows of a table."""
    name = listed.path.removeprefix(f"{FILES}/")
    return name if name != listed.path else None


def _remove_others(folder: Path) -> int:
    """Take away stored files that the backup does not hold; gives how many."""
    kept = {_stored_name(listed) for listed in listed_files(folder)}
    others = [name for name in storage.names() if name not in kept]
    for name in others:
        storage.remove(name)
    return len(others)


def _note(folder: Path, manifest: Manifest) -> None:
    """The restored log says that it was restored; the clock will seal the row behind the others."""
    clock_user = system_user()
    told = {"backup": folder.name, "made_at": manifest.made_at.isoformat(), "rows": manifest.rows}
    with transaction.atomic():
        record(Act.SYSTEM_RESTORE, clock_user, by=clock_user, new=told)
