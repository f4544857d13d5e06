"""Background work as a page: progress, retry, the file it left; and kept files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.enums import JobState
from plans.models import Attachment, Job, Rendition
from plans.permissions import may_read_draft
from plans.system import storage
from plans.system.downloads import download, send, send_stored
from plans.system.jobs import retry
from plans.system.pages import actor, plan_crumbs, polled, press, require, staff_page


@polled
@staff_page
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """Progress of a job that one asked for; the fragment for htmx, the page else."""
    job = _load(request, job_id)
    size = _size(job) if job.state == JobState.DONE else None
    context = {
        "title": job.label,
        "crumbs": plan_crumbs(job.plan, (job.label.partition("：")[0], None)) if job.plan else [],
        "job": job,
        "url": reverse("job", args=[job.pk]),
        "done_url": "" if size is None else reverse("job_file", args=[job.pk]),
        "done_label": f"下载（{filesizeformat(size or 0)}）",
        "retry_url": reverse("job_retry", args=[job.pk]),
        "retry_label": "重新生成" if "key" in job.args else "重新办理",
    }
    fragment = request.headers.get("HX-Request") == "true"
    return render(
        request, "includes/_progress.html" if fragment else "plans/system/job.html", context
    )


def _size(job: Job) -> int | None:
    """Bytes of the file that the job left; None where there is none."""
    if "key" in job.result:
        return (
            Rendition.objects.filter(key=job.result["key"]).values_list("size", flat=True).first()
        )
    path = str(job.result.get("path", ""))
    return storage.size(path) if storage.exists(path) else None


@staff_page
def job_file(request: HttpRequest, job_id: int) -> HttpResponseBase:
    """The file that a finished job left."""
    job = _load(request, job_id)
    name = request.session.get(f"job-name-{job.pk}", job.label.rpartition("：")[2])
    if "key" in job.result:
        return send(get_object_or_404(Rendition, key=job.result["key"]), name)
    path = str(job.result.get("path", ""))
    return send_stored(path, f"{name}.{path.rpartition('.')[2]}")


@staff_page
@require_POST
def job_retry(request: HttpRequest, job_id: int) -> HttpResponse:
    """Run a failed job again."""
    job = _load(request, job_id)
    return press(
        request,
        lambda: retry(job, by=actor(request)),
        "已重新排队办理。",
        reverse("job", args=[job.pk]),
    )


def _load(request: HttpRequest, job_id: int) -> Job:
    job = get_object_or_404(Job.objects.select_related("plan"), pk=job_id)
    own = job.requested_by_id == actor(request).pk
    require(own or (job.plan is not None and may_read_draft(request.user, job.plan)))
    return job


@staff_page
def attachment(request: HttpRequest, attachment_id: int) -> HttpResponseBase:
    """An uploaded file as a download, never shown by the browser."""
    kept = get_object_or_404(Attachment.objects.select_related("plan"), pk=attachment_id)
    own = kept.uploaded_by_id == actor(request).pk
    require(own or (kept.plan is not None and may_read_draft(request.user, kept.plan)))
    return download(kept)
