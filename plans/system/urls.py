"""Addresses of jobs, kept files, mail."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from plans.system.views import jobs, outbox

urlpatterns: list[URLPattern | URLResolver] = [
    path("jobs/<int:job_id>/", jobs.job, name="job"),
    path("jobs/<int:job_id>/file/", jobs.job_file, name="job_file"),
    path("jobs/<int:job_id>/retry/", jobs.job_retry, name="job_retry"),
    path("files/<int:attachment_id>/", jobs.attachment, name="attachment"),
    path("desk/mail/", outbox.mail, name="mail"),
    path("desk/mail/again/", outbox.send_again, name="send_mail_again"),
]
