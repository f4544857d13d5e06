"""One letter to each of many as one ZIP: whole or not at all, however often it is begun."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from consultation.models import Invitation
from plans.system import storage
from plans.system.jobs import Attempt

LONGEST = 60
_UNFIT = re.compile(r'[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069/\\:*?"<>|]+')
_DAY = (2000, 1, 1, 0, 0, 0)


def file_name(number: int, name: str, suffix: str) -> str:
    """A name that every system can unpack; the number keeps equal names apart."""
    fit = _UNFIT.sub("_", name).strip(" .")[:LONGEST].strip(" .")
    return f"{number:03d}-{fit or '未具名'}.{suffix}"


def write_batch(
    attempt: Attempt,
    rows: Sequence[Invitation],
    draw: Callable[[Invitation], bytes],
    suffix: str,
) -> dict[str, Any]:
    """A job's work: draw a file for each invited and put the ZIP in its place when all are done.

    Nothing stays behind when the worker is killed; WrongState when another one took over.
    """
    with tempfile.TemporaryFile() as target:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            attempt.progress(0, len(rows))
            for done, one in enumerate(rows, start=1):
                entry = zipfile.ZipInfo(file_name(done, str(one), suffix), _DAY)
                archive.writestr(entry, draw(one), zipfile.ZIP_DEFLATED)
                attempt.progress(done, len(rows))
        target.seek(0)
        name = storage.put(f"exports/{attempt.job.pk}.zip", target.read())
    return {"path": name, "letters": len(rows)}
