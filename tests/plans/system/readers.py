"""Readers that do what a crafted file may bring a real one to; run in the process apart."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from plans.errors import InvalidInput


def counts(content: bytes, name: str) -> tuple[int, str]:
    """The honest one."""
    return len(content), name


def refuses(content: bytes, name: str) -> None:
    raise InvalidInput(
        "内容带有密级标志，未予保存。本系统为非涉密系统，严禁处理、存储、传输国家秘密和工作秘密。"
    )


def spins(content: bytes, name: str) -> None:
    while True:
        pass


def sleeps(content: bytes, name: str) -> None:
    time.sleep(60)


def eats(content: bytes, name: str) -> int:
    return sum(len(one) for one in [bytes(10**7) for _ in range(10**4)])


def talks(content: bytes, name: str) -> str:
    return "甲" * 10_000_000


def dies(content: bytes, name: str) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def errs(content: bytes, name: str) -> None:
    raise KeyError(content.decode())


def environment(content: bytes, name: str) -> list[str]:
    return sorted(os.environ)


def writes(content: bytes, name: str) -> None:
    Path(name).write_bytes(content)
