"""What the commands share at the terminal."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from plans.errors import InvalidInput


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
