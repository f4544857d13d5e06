"""The Celery application: worker and beat of the portal."""

from __future__ import annotations

import os

from celery import Celery
from celery.signals import task_postrun
from celery.worker import state
from django.conf import settings

import config.broker  # noqa: F401 - registers the broker of the embedded way of running

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
ROOMS_WITH_TASKS = (
    "plans.system",
    "plans.documents",
    "plans.people",
    "plans.operation",
    "plans.drafting",
    "plans.proofing",
    "plans.editions",
    "consultation.rounds",
    "consultation.collation",
    "taskforce.gates",
    "taskforce.notices",
    "taskforce.log",
)

app = Celery("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(ROOMS_WITH_TASKS)


@task_postrun.connect
def end_after_many_tasks(**_: object) -> None:
    """A process of the embedded way ends after so many tasks and is started anew, for memory."""
    if settings.TASKS_PER_PROCESS and state.all_total_count[0] >= settings.TASKS_PER_PROCESS:
        state.should_stop = os.EX_OK
