"""A folder of backups: each in one of its own, named by its moment; how many are kept."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from plans.backup.manifest import is_whole
from plans.errors import InvalidInput, WrongState

NAME = "%Y%m%d-%H%M%S"
NAMED = re.compile(r"\d{8}-\d{6}")
UNFINISHED = ".unfinished"
LOCK = ".lock"


def name_of(moment: datetime) -> str:
    """The folder of a backup: the portal's local time, so that names sort by age."""
    return timezone.localtime(moment).strftime(NAME)


def whole_backups(home: Path) -> list[str]:
    """The names of completed backups, oldest first; what was named by hand is left alone."""
    return sorted(
        path.name for path in home.iterdir() if NAMED.fullmatch(path.name) and is_whole(path)
    )


def find(folder: Path) -> Path:
    """The backup that is meant: this folder, or the newest that it holds."""
    if is_whole(folder):
        return folder
    if not folder.is_dir():
        raise InvalidInput(f"没有文件夹“{folder}”，请检查备份的位置。")
    inside = whole_backups(folder)
    if not inside:
        raise InvalidInput(f"“{folder}”里没有完整的备份。中途停下的备份不能用来恢复。")
    return folder / inside[-1]


@contextmanager
def private() -> Iterator[None]:
    """Files and folders made inside are their owner's alone: a backup holds all there is."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def one_at_a_time(home: Path) -> Iterator[None]:
    """Nobody else writes backups here meanwhile; WrongState where somebody does."""
    home.mkdir(parents=True, exist_ok=True)
    lock = os.open(home / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise WrongState(f"“{home}”里正在做另一份备份，请等它完成。") from None
    finally:
        os.close(lock)


@contextmanager
def made_whole(home: Path, name: str) -> Iterator[Path]:
    """A folder to write a backup into; it gets its name when the block ends without an error.

    What an earlier, killed backup has left is taken away first.
    """
    for left in home.glob(f"*{UNFINISHED}"):
        shutil.rmtree(left)
    aside = home / f"{name}{UNFINISHED}"
    aside.mkdir()
    try:
        yield aside
        os.sync()
        aside.replace(home / name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def superfluous(names: Iterable[str], days: int, months: int) -> list[str]:
    """Which backups go: all but the newest of each of the last ``days`` days on which one was made,
    and of each of the last ``months`` months."""
    newest_first = sorted(names, reverse=True)
    kept = {*_newest_of_each(newest_first, 8, days), *_newest_of_each(newest_first, 6, months)}
    return sorted(set(newest_first) - kept - set(newest_first[:1]))


def _newest_of_each(newest_first: list[str], digits: int, many: int) -> list[str]:
    spans: dict[str, str] = {}
    for name in newest_first:
        spans.setdefault(name[:digits], name)
    return list(spans.values())[:many]


def thin_out(home: Path, days: int, months: int) -> list[str]:
    """Take away what is not kept; gives the names of it."""
    gone = superfluous(whole_backups(home), days, months)
    for name in gone:
        shutil.rmtree(home / name)
    return gone
