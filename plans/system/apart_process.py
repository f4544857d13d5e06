"""The process in which ``apart`` reads a file: limits first, then the reader, then its answer.

``python -m plans.system.apart_process``. Standard input: a line of JSON (see ``Asked``), then
the file. Standard output: one JSON object of one key: ``read`` (what the reader found),
``refused`` (its sentence), ``stopped`` (the limit that it met) or ``failed`` (the kind of error).
Knows no settings, no database and no environment.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import Any

from plans.errors import InvalidInput
from plans.system.plain_values import to_data

ANSWER_LIMIT = 16 * 1024 * 1024
"""What the web process takes into its own memory."""


@dataclass(frozen=True)
class Asked:
    """Which reader is to read a file of which name, and within which limits."""

    module: str
    reader: str
    name: str
    cpu_seconds: int
    wall_seconds: int
    memory: int

    def line(self) -> bytes:
        """As the process reads it."""
        return json.dumps(asdict(self)).encode() + b"\n"


def main() -> None:
    """Answer what standard input asks."""
    asked = Asked(**json.loads(sys.stdin.buffer.readline()))
    _limit(asked)
    sys.stdout.buffer.write(_answer(asked, sys.stdin.buffer.read()))


def _limit(asked: Asked) -> None:
    """The kernel keeps them, and ends the process though nobody waits for it any more."""
    _set(resource.RLIMIT_AS, asked.memory)
    _set(resource.RLIMIT_CPU, asked.cpu_seconds)
    _set(resource.RLIMIT_FSIZE, 0)
    _set(resource.RLIMIT_CORE, 0)
    signal.alarm(asked.wall_seconds + 1)


def _set(what: int, most: int) -> None:
    hard = resource.getrlimit(what)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, hard))


def _answer(asked: Asked, content: bytes) -> bytes:
    try:
        reader = getattr(import_module(asked.module), asked.reader)
        answer = json.dumps({"read": to_data(reader(content, asked.name))}).encode()
    except InvalidInput as error:
        return _told("refused", str(error))
    except MemoryError:
        return _told("stopped", "memory")
    except Exception as error:  # whatever a library lets out of a crafted file
        return _told("failed", type(error).__name__)
    return answer if len(answer) <= ANSWER_LIMIT else _told("stopped", "answer")


def _told(what: str, value: Any) -> bytes:
    return json.dumps({what: value}).encode()


if __name__ == "__main__":
    main()
