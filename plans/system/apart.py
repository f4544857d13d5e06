"""What people send is parsed apart: in a process of its own, with limits of time and memory.

The request waits for the answer; whatever the file does, the web process goes on. The process
is started anew, not forked from a process with threads; it gets the file and nothing else: no
environment, so neither the key nor the database, and it writes no file.
"""

from __future__ import annotations

import json
import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from plans.errors import InvalidInput
from plans.system import apart_process
from plans.system.apart_process import Asked
from plans.system.plain_values import from_data
from plans.system.secrecy import REFUSED, note_refusal

Result = TypeVar("Result")
Reader = Callable[[bytes, str], Result]
"""A pure function of a module: the file and its name; a plain value, or InvalidInput."""
log = logging.getLogger(__name__)
_ROOT = Path(__file__).resolve().parents[2]
_CURE = "没有保存任何内容。请删去图片、空白行列和多余的工作表，或拆分成几个文件后再传。"
BUSY = "现在同时读取的文件较多，没有保存任何内容。请过一会儿再传。"
_AT_ONCE, _IN_LINE = 3, 2
"""Together fewer than the web process has threads: pages are never kept waiting by files."""
_WAIT_SECONDS = 5.0
_slots = threading.BoundedSemaphore(_AT_ONCE)
_line = threading.BoundedSemaphore(_AT_ONCE + _IN_LINE)


@dataclass(frozen=True)
class Limits:
    """Seconds of processor and of waiting, and bytes of memory, that one file may take."""

    cpu_seconds: int = 5
    wall_seconds: int = 10
    memory: int = 384 * 1024 * 1024


USUAL = Limits()


def read_apart(reader: Reader[Result], content: bytes, name: str, limits: Limits = USUAL) -> Result:
    """What ``reader`` makes of the file; InvalidInput is its own, or says which limit was met."""
    asked = Asked(
        reader.__module__,
        reader.__name__,
        name,
        limits.cpu_seconds,
        limits.wall_seconds,
        limits.memory,
    )
    with _taken(_line, wait=0), _taken(_slots, wait=_WAIT_SECONDS):
        answer = _run(asked, content)
    if "read" in answer:
        found: Result = from_data(get_type_hints(reader)["return"], answer["read"])
        return found
    raise _refusal(answer, name, limits)


@contextmanager
def _taken(places: threading.BoundedSemaphore, *, wait: float) -> Iterator[None]:
    if not places.acquire(timeout=wait):
        raise InvalidInput(BUSY)
    try:
        yield
    finally:
        places.release()


def _run(asked: Asked, content: bytes) -> dict[str, Any]:
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", apart_process.__name__],
            cwd=_ROOT,
            env={"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
            input=asked.line() + content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=asked.wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"stopped": "time"}
    return _told(done.returncode, done.stdout)


def _told(code: int, answer: bytes) -> dict[str, Any]:
    if code in (-signal.SIGXCPU, -signal.SIGALRM):
        return {"stopped": "time"}
    try:
        told: dict[str, Any] = json.loads(answer)
    except ValueError:
        return {"failed": f"exit {code}"}
    return told


def _refusal(answer: dict[str, Any], name: str, limits: Limits) -> InvalidInput:
    if "refused" in answer:
        # The process has no log of its own.
        if answer["refused"] == REFUSED:
            note_refusal()
        return InvalidInput(answer["refused"])
    log.warning("reading an upload ended early: %s", answer)
    file = f"文件“{name[-200:]}”"
    megabytes = limits.memory // 1024 // 1024
    stopped = {
        "time": f"{file}读取时间过长（最多{limits.wall_seconds}秒），已停止，{_CURE}",
        "memory": f"{file}读取时占用内存过大（最多{megabytes}MB），已停止，{_CURE}",
        "answer": f"{file}中的文字过多，{_CURE}",
    }
    unreadable = f"{file}无法读取，没有保存任何内容。请用Word、Excel或WPS打开，另存后再传。"
    return InvalidInput(stopped.get(answer.get("stopped", ""), unreadable))
