"""Documents as files: asked for by block tree, made once per content by a worker."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q

from plans.enums import OPEN_JOB_STATES, DocumentFile, FileFormat
from plans.errors import DomainError, InvalidInput
from plans.models import Job, Plan, Rendition, User
from plans.rendering import fonts, layout
from plans.rendering.block_json import digest, from_data, to_data, undirected_document
from plans.rendering.blocks import Document
from plans.rendering.docx import render_docx
from plans.rendering.pdf import render_pdf
from plans.system import storage
from plans.system.jobs import Attempt, enqueue, job_kind

RENDER_TASK = job_kind("plans.render", "生成文件")
PDF_VARIANTS = ("ua1", "a2a")
FILES: dict[DocumentFile, tuple[FileFormat, str]] = {
    DocumentFile.PDF: (FileFormat.PDF, "ua1"),
    DocumentFile.ARCHIVE: (FileFormat.PDF, "a2a"),
    DocumentFile.DOCX: (FileFormat.DOCX, ""),
}
"""Format and variant of what is handed out: PDF/UA-1 to read, PDF/A-2a to keep, DOCX."""
PREVIEW_SECONDS = 600


@dataclass(frozen=True)
class Asked:
    """A rendition that stands (job None) or is being made by the job."""

    rendition: Rendition
    job: Job | None


def rendition_key(document: Document, format_: FileFormat, variant: str = "") -> str:
    """SHA-256 of all that the bytes depend on: tree, format, layout version, fonts."""
    parts = [digest(document), format_.value, variant, str(layout.VERSION)]
    if format_ == FileFormat.PDF:
        parts.append(fonts.fingerprint())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def request_rendition(
    document: Document,
    format_: FileFormat,
    *,
    by: User,
    label: str,
    plan: Plan | None = None,
    variant: str = "",
) -> Asked:
    """The file of this document: at once where it was made before, else by a queued job.

    A job under way is shared where the asker may see it: their own, or one of the same plan.
    """
    variant = _variant(format_, variant)
    key = rendition_key(document, format_, variant)
    with transaction.atomic():
        rendition, _ = Rendition.objects.get_or_create(
            key=key,
            defaults={"tree": to_data(document), "format": format_, "variant": variant},
        )
        if storage.exists(rendition.path):
            return Asked(rendition, None)
        shared = Q(requested_by=by) | (Q(plan=plan) if plan is not None else Q())
        running = Job.objects.filter(
            shared, task=RENDER_TASK, args={"key": key}, state__in=OPEN_JOB_STATES
        ).first()
        job = running or enqueue(RENDER_TASK, by=by, label=label, plan=plan, key=key)
    return Asked(rendition, job)


def standing_rendition(
    document: Document, format_: FileFormat, variant: str = ""
) -> Rendition | None:
    """The rendition of this document whose file stands; nothing is written or queued."""
    key = rendition_key(document, format_, _variant(format_, variant))
    found = Rendition.objects.filter(key=key).first()
    return found if found is not None and storage.exists(found.path) else None


def _variant(format_: FileFormat, variant: str) -> str:
    """The variant that is made, the usual one of a PDF where none is named."""
    if format_ not in (FileFormat.PDF, FileFormat.DOCX):
        raise InvalidInput("只能生成PDF或DOCX。")
    if format_ == FileFormat.DOCX:
        return variant
    fonts.require_fonts()
    return variant or PDF_VARIANTS[0]


def make_rendition(attempt: Attempt) -> dict[str, str]:
    """The render job's work: draw the kept tree, put the file in its place."""
    rendition = Rendition.objects.get(key=attempt.job.args["key"])
    attempt.progress(0, 2)
    content = draw(_kept_tree(rendition), FileFormat(rendition.format), rendition.variant)
    attempt.progress(1, 2)
    keep_rendition(rendition, content)
    attempt.progress(2, 2)
    return {"key": rendition.key}


def _kept_tree(rendition: Rendition) -> Document:
    try:
        return from_data(rendition.tree)
    except ValueError as error:
        raise DomainError(
            "保存的文件内容不完整，不能排版。请回到原来的页面，重新选择要生成的文件。"
        ) from error


def draw(document: Document, format_: FileFormat, variant: str = "") -> bytes:
    """The bytes of a document, here and now; no database, no worker."""
    document = undirected_document(document)
    if format_ == FileFormat.PDF:
        return render_pdf(document, variant=variant or PDF_VARIANTS[0])
    return render_docx(document)


def preview_pdf(document: Document) -> bytes:
    """A PDF drawn at once in the asking process, for a look; kept in the cache for a while."""
    key = preview_key(document)
    content: bytes | None = cache.get(key)
    if content is None:
        content = draw(document, FileFormat.PDF)
        cache.set(key, content, PREVIEW_SECONDS)
    return content


def preview_key(document: Document) -> str:
    """Under which the cache keeps a preview."""
    return "preview-" + rendition_key(document, FileFormat.PDF, PDF_VARIANTS[0])


def keep_rendition(rendition: Rendition, content: bytes) -> Rendition:
    """Put the bytes of a rendition in their place and note size and hash."""
    name = f"renditions/{rendition.key[:2]}/{rendition.key}.{rendition.format}"
    rendition.path = storage.put(name, content)
    rendition.size, rendition.sha256 = len(content), storage.sha256_hex(content)
    rendition.save(update_fields=["path", "size", "sha256"])
    return rendition
