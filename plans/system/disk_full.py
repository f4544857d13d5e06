"""No room left on a disk, whatever was to be written: the one place that knows it and its sentence.

Nothing half kept is left: a file is written aside, a row is undone with its transaction. Who runs
the portal learns of it by the log and, for as long as ``NOTED_SECONDS``, on 运行状况.
"""

from __future__ import annotations

import errno
import logging
import socket
import sqlite3

from django.core.cache import cache

FULL = "磁盘空间不足，没有保存，也没有改动任何内容。请过几分钟再试；仍不成功请联系系统管理员。"
NOTED_SECONDS = 600
_NOTED = "disk-full-on"
_ERRNOS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""The disk is full; the quota of the account; the size that the system lets a file have."""
_SQLITE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE)
"""The second is what becomes of a quota, the third what a database meets that is opened anew."""
_POSTGRES = "53100"
log = logging.getLogger(__name__)


def is_full(error: BaseException | None) -> bool:
    """Whether this error, or what it came of, is want of room."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _ERRNOS:
            return True
        if getattr(error, "sqlite_errorcode", None) in _SQLITE:
            return True
        if getattr(error, "pgcode", None) == _POSTGRES:
            return True
        error = error.__cause__
    return False


def full_sentence(error: BaseException | None) -> str | None:
    """What to tell the user, once who runs the portal has been told; None for another error."""
    if not is_full(error):
        return None
    host = socket.gethostname()[:100]
    log.error("no room left on a disk, something was not kept: %s", error)
    cache.set(_NOTED, host, NOTED_SECONDS)
    return FULL


def full_on() -> str:
    """The machine on which something was lately not kept for want of room; empty where none."""
    return str(cache.get(_NOTED, ""))
