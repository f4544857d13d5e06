"""Keeping what people upload."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePath
from typing import TypeVar

from django.db import transaction

from plans.enums import Act
from plans.errors import InvalidInput
from plans.models import Attachment, Plan, User
from plans.system import storage
from plans.system.audit import record
from plans.system.uploads import Upload, inspect

Result = TypeVar("Result")
READING_SECONDS = 10.0
_TOO_LONG = "这些文件合计读取时间过长，没有保存任何内容。请分几次上传。"


def keep_upload(name: str, content: bytes, *, by: User, plan: Plan | None = None) -> Attachment:
    """Check an uploaded file by its content and keep it; InvalidInput keeps nothing.

    The caller has judged whether ``by`` may upload here.
    """
    return _keep(inspect(name, content), by=by, plan=plan)


def _keep(upload: Upload, *, by: User, plan: Plan | None) -> Attachment:
    path = storage.put_new("uploads", PurePath(upload.name).suffix.lower(), upload.content)
    try:
        return _keep_row(path, upload, by=by, plan=plan)
    except Exception:
        storage.remove(path)
        raise


@transaction.atomic
def _keep_row(path: str, upload: Upload, *, by: User, plan: Plan | None) -> Attachment:
    attachment = Attachment.objects.create(
        plan=plan,
        path=path,
        name=upload.name,
        content_type=upload.content_type,
        size=len(upload.content),
        sha256=storage.sha256_hex(upload.content),
        uploaded_by=by,
    )
    new = {"name": upload.name, "sha256": attachment.sha256}
    record(Act.ATTACHMENT_KEEP, attachment, by=by, plan=plan, new=new)
    return attachment


def _inspected(uploads: Sequence[tuple[str, bytes]]) -> Iterator[Upload]:
    """Each may take its time, but all of a request together no more than ``READING_SECONDS``."""
    end = time.monotonic() + READING_SECONDS
    for name, content in uploads:
        if time.monotonic() > end:
            raise InvalidInput(_TOO_LONG)
        yield inspect(name, content)


def take_uploads(
    uploads: Sequence[tuple[str, bytes]],
    take: Callable[[list[Attachment]], Result],
    *,
    by: User,
    plan: Plan | None = None,
) -> Result:
    """Keep files (name, content) for the action ``take``; when it or a file is refused, none.

    All are read before the transaction begins: nobody waits for a file that is slow to read.
    """
    checked = list(_inspected(uploads))
    kept: list[Attachment] = []
    try:
        with transaction.atomic():
            for upload in checked:
                kept.append(_keep(upload, by=by, plan=plan))
            return take(kept)
    except Exception:
        for one in kept:
            storage.remove(one.path)
        raise
