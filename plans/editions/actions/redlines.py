"""花脸稿 and 清稿 of two editions together, made by a worker as one ZIP."""

from __future__ import annotations

import io
import zipfile

from plans.documents.actions import draw
from plans.editions.papers import edition_document
from plans.editions.queries import edition_tree
from plans.enums import FileFormat
from plans.errors import InvalidInput
from plans.models import Edition, Job, User
from plans.rendering import layout
from plans.rendering.docx import render_tracked_docx
from plans.system import storage
from plans.system.downloads import safe_name
from plans.system.jobs import Attempt, enqueue, job_kind

REDLINE_TASK = job_kind("plans.redline", "修改对照")
SAME_DAY = (1980, 1, 1, 0, 0, 0)
"""Nothing in the archive depends on when it was made."""


def request_redline(old: Edition, new: Edition, *, by: User) -> Job:
    """Queue the making of 花脸稿 and 清稿 that lead from one edition to another of its plan."""
    if old.plan_id != new.plan_id or old.pk == new.pk:
        raise InvalidInput("请选择同一规划的两个不同的稿。")
    label = f"生成花脸稿和清稿：{new.title}（{old.label}→{new.label}）"
    return enqueue(REDLINE_TASK, by=by, label=label[:200], plan=new.plan, old=old.pk, new=new.pk)


def make_redline(attempt: Attempt) -> dict[str, str]:
    """The job's work: two DOCX files in one ZIP at its place."""
    args = attempt.job.args
    old, new = (Edition.objects.get(pk=args[name]) for name in ("old", "new"))
    attempt.progress(0, 3)
    tracked = render_tracked_docx(
        edition_tree(old),
        edition_tree(new),
        author=str(attempt.job.requested_by),
        date=new.frozen_at,
    )
    attempt.progress(1, 3)
    clean = draw(edition_document(new), FileFormat.DOCX)
    attempt.progress(2, 3)
    files = {
        f"花脸稿（{old.label}至{new.label}）.docx": tracked,
        f"清稿（{new.label}）.docx": clean,
    }
    name = f"redlines/{old.pk}-{new.pk}-{layout.VERSION}-{attempt.job.pk}.zip"
    return {"path": storage.put(name, _zipped(files))}


def _zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(safe_name(name), SAME_DAY)
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()
