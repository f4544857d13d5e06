"""What the commands share at the terminal."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import OutputWrapper
from django.db import DatabaseError

from plans.errors import DomainError, InvalidInput


def read_file(path: Path) -> bytes:
    """The bytes of a file; InvalidInput with a sentence when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"读不到文件“{path.name}”，请检查路径和权限。") from error


def write_utf8() -> None:
    """Whatever the terminal's encoding, the output is UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


@contextmanager
def refusing(stream: OutputWrapper) -> Iterator[None]:
    """A refusal, a full disk or a database that is away: its sentence, and exit status 2."""
    try:
        yield
    except DomainError as error:
        sentence = str(error)
    except DatabaseError as error:
        sentence = f"数据库现在不能用，没有办成。数据库的说明：{error}"
    except OSError as error:
        sentence = f"文件读写没有成功（{error.strerror}），没有办成。请检查磁盘空间和权限。"
    else:
        return
    stream.write(sentence)
    sys.exit(2)
