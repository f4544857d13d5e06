"""Addresses of what changed."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from plans.history.views import authorship, changes, restoring

PLAN = "plans/<slug:slug>/"
PROVISION = PLAN + "text/<int:provision_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(PROVISION + "history/", changes.provision_history, name="provision_history"),
    path(PROVISION + "blame/", authorship.blame, name="blame"),
    path(PROVISION + "restore/", restoring.restore_at, name="restore_at"),
    path(PLAN + "history/", changes.plan_history, name="plan_history"),
    path(PLAN + "history/<int:change_id>/", changes.change, name="change"),
    path(PLAN + "history/<int:change_id>/restore/", changes.restore, name="restore"),
]
