"""Addresses of 校核."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from plans.proofing import views

PLAN = "plans/<slug:slug>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(PLAN + "checks/", views.checks, name="checks"),
    path(PLAN + "checks/start/", views.start, name="start_check"),
    path(PLAN + "checks/waive/", views.waive, name="waive"),
    path(PLAN + "checks/fix/", views.fix, name="fix"),
    path(PLAN + "checks/<int:waiver_id>/withdraw/", views.withdraw, name="withdraw_waiver"),
]
