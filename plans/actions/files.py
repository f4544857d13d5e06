"""Keeping what people upload."""

from __future__ import annotations

from pathlib import PurePath

from django.db import transaction

from plans import storage
from plans.audit import record
from plans.models import Attachment, Plan, User
from plans.uploads import inspect


def keep_upload(name: str, content: bytes, *, by: User, plan: Plan | None = None) -> Attachment:
    """Check an uploaded file by its content and keep it; InvalidInput keeps nothing.

    The caller has judged whether ``by`` may upload here.
    """
    upload = inspect(name, content)
    path = storage.put_new("uploads", PurePath(upload.name).suffix.lower(), upload.content)
    with transaction.atomic():
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
        record("attachment.keep", attachment, by=by, plan=plan, new=new)
    return attachment
