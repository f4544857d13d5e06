"""The Celery application: worker and beat of the portal."""

from __future__ import annotations

import os
from pathlib import Path

from celery import Celery
from celery.signals import before_task_publish, worker_init
from django.conf import settings

from config.broker import SCHEME

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
ROOMS_WITH_TASKS = (
    "plans.system",
    "plans.documents",
    "plans.drafting",
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


@before_task_publish.connect
@worker_init.connect
def make_broker_folders(**_: object) -> None:
    """The filesystem broker expects its folders to be there."""
    if str(settings.CELERY_BROKER_URL).startswith(f"{SCHEME}:"):
        for folder in ("queue", "control"):
            Path(settings.BROKER_DIR, folder).mkdir(parents=True, exist_ok=True)
