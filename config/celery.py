"""The Celery application: worker and beat of the portal."""

from __future__ import annotations

import os
from pathlib import Path

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["plans", "consultation", "taskforce"])
app.autodiscover_tasks(["plans", "consultation", "taskforce"], related_name="periodic")

if str(settings.CELERY_BROKER_URL).startswith("filesystem:"):
    for folder in ("queue", "control"):
        Path(settings.BROKER_DIR, folder).mkdir(parents=True, exist_ok=True)
