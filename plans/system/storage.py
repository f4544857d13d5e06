"""Files of the portal: whole or not at all.

Names are ours, below one root (``settings.FILES_ROOT`` on disk); a file is written aside and
put in place with ``os.replace``, so that a killed worker leaves no half file.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings


def put(name: str, content: bytes) -> str:
    """Store bytes under a relative name and give the name back; an older file is replaced."""
    with writing(name) as file:
        file.write(content)
    return name


@contextmanager
def writing(name: str) -> Iterator[IO[bytes]]:
    """A file to write into; it stands under its name when the block ends without an error."""
    target = _path(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.{secrets.token_hex(6)}")
    try:
        with aside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


def names() -> Iterator[str]:
    """The names of all stored files, folder by folder; none of what is still being written."""
    root = Path(settings.FILES_ROOT).resolve()
    for folder, folders, files in os.walk(root):
        folders.sort()
        for name in sorted(files):
            if not name.startswith("."):
                yield (Path(folder) / name).relative_to(root).as_posix()


def put_new(folder: str, suffix: str, content: bytes) -> str:
    """Store bytes under a fresh random name in a folder and give the name."""
    return put(f"{folder}/{secrets.token_hex(16)}{suffix}", content)


def open_file(name: str) -> IO[bytes]:
    """The stored file, opened for reading; FileNotFoundError when it is gone."""
    return _path(name).open("rb")


def read(name: str) -> bytes:
    """The whole stored file."""
    return _path(name).read_bytes()


def remove(name: str) -> None:
    """Throw a stored file away; nothing happens where there is none."""
    _path(name).unlink(missing_ok=True)


def exists(name: str) -> bool:
    """Whether a file of this name stands whole in its place."""
    return bool(name) and _path(name).is_file()


def size(name: str) -> int:
    """Bytes of the stored file."""
    return _path(name).stat().st_size


def sha256_hex(content: bytes) -> str:
    """Hash under which a file's bytes are known."""
    return hashlib.sha256(content).hexdigest()


def _path(name: str) -> Path:
    root = Path(settings.FILES_ROOT).resolve()
    path = (root / name).resolve()
    if not path.is_relative_to(root) or path == root:
        raise ValueError(f"not a file of ours: {name!r}")
    return path
