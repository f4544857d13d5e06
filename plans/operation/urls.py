"""Addresses of the probes and of the pages 运行状况 and 后台任务."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from plans.operation.views import health, probes, work

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", probes.alive, name="alive"),
    path("readyz", probes.ready, name="ready"),
    path("metrics", probes.metrics, name="metrics"),
    path("desk/operation/", health.operation, name="operation"),
    path("desk/jobs/", work.jobs, name="jobs"),
    path("desk/jobs/again/", work.again, name="run_jobs_again"),
    path("desk/jobs/cancel/", work.cancel, name="cancel_jobs"),
]
