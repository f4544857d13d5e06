"""What a backup says of itself: ``manifest.json``, and ``files.jsonl`` with the hash of each file.

The manifest is written last. It bears a hash of itself, the hash of ``files.jsonl``, and that the
SHA-256 and SM3 of every other file, so that one look tells what is missing, changed or too much.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from plans.backup.tables import Table
from plans.errors import InvalidInput

FORMAT = 1
MANIFEST, LISTING, TABLES, FILES = "manifest.json", "files.jsonl", "tables", "files"
BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Listed:
    """A file of the backup, by its path in it."""

    path: str
    size: int
    sha256: str
    sm3: str


@dataclass(frozen=True)
class HeldTable:
    """A table as it was: rows, the digest of them, the highest number it has given out."""

    table: Table
    rows: int
    sha256: str
    last_id: int

    @property
    def path(self) -> str:
        return f"{TABLES}/{self.table.name}.jsonl.gz"


@dataclass(frozen=True)
class Manifest:
    """All of a backup but the bytes. ``with_files``: stored files are in it, not rows alone."""

    made_at: datetime
    engine: str
    version: str
    migrations: dict[str, list[str]]
    key_mark: str
    tables: tuple[HeldTable, ...]
    with_files: bool
    files: int
    bytes: int
    lost: tuple[str, ...]
    listing: Listed

    def as_values(self) -> dict[str, Any]:
        values = asdict(self) | {"format": FORMAT, "made_at": self.made_at.isoformat()}
        return values | {"seal": _seal(values)}

    @property
    def rows(self) -> int:
        return sum(held.rows for held in self.tables)


def _seal(values: dict[str, Any]) -> str:
    text = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


class Hashed:
    """A file that is written and known by its hashes afterwards."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hashes = (hashlib.sha256(), hashlib.new("sm3"))
        self.size = 0

    def write(self, content: bytes) -> int:
        self._file.write(content)
        self.count(content)
        return len(content)

    def count(self, content: bytes) -> None:
        self.size += len(content)
        for one in self._hashes:
            one.update(content)

    def flush(self) -> None:
        self._file.flush()

    def listed(self, path: str) -> Listed:
        sha256, sm3 = (one.hexdigest() for one in self._hashes)
        return Listed(path, self.size, sha256, sm3)


def hashes_of(source: IO[bytes], path: str) -> Listed:
    """The file read through to its end, known under this path."""
    with open(os.devnull, "wb") as nowhere:
        hashed = Hashed(nowhere)
        copy(source, hashed)
    return hashed.listed(path)


def copy(source: IO[bytes], target: Hashed) -> None:
    while block := source.read(BLOCK):
        target.write(block)


def create(path: Path) -> IO[bytes]:
    """A new file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("xb")


def is_whole(folder: Path) -> bool:
    """Whether a backup was completed here: the manifest is written last."""
    return (folder / MANIFEST).is_file()


def read_manifest(folder: Path) -> Manifest:
    """InvalidInput with a sentence where there is none, or it is not as it was written."""
    try:
        values = json.loads((folder / MANIFEST).read_bytes())
        seal = values.pop("seal")
    except FileNotFoundError:
        raise InvalidInput(
            f"“{folder}”里没有清单 {MANIFEST}，不是一份完整的备份，不能使用。"
        ) from None
    except (ValueError, KeyError, AttributeError, OSError) as error:
        raise InvalidInput(f"备份的清单 {MANIFEST} 读不出来，请换用另一份备份。") from error
    if seal != _seal(values):
        raise InvalidInput(f"备份的清单 {MANIFEST} 被改动过，请换用另一份备份。")
    if values.pop("format") != FORMAT:
        raise InvalidInput("这份备份的格式比本程序新，请换成当时或更新版本的程序再操作。")
    return _manifest(values)


def _manifest(values: dict[str, Any]) -> Manifest:
    return Manifest(
        **values
        | {
            "made_at": datetime.fromisoformat(values["made_at"]),
            "tables": tuple(_held(one) for one in values["tables"]),
            "lost": tuple(values["lost"]),
            "listing": Listed(**values["listing"]),
        }
    )


def _held(values: dict[str, Any]) -> HeldTable:
    table = values["table"]
    columns = tuple((name, kind) for name, kind in table["columns"])
    return HeldTable(**values | {"table": Table(table["name"], columns, tuple(table["key"]))})


def listed_files(folder: Path) -> Iterator[Listed]:
    """The files of the backup, one in memory at a time."""
    with (folder / LISTING).open("rb") as lines:
        for line in lines:
            yield Listed(**json.loads(line))
