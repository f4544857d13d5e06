"""Addresses of 总览."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from taskforce.overview import views

PLAN = "plans/<slug:slug>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(PLAN + "dashboard/", views.dashboard, name="dashboard"),
    path(PLAN + "timeline/report/<str:format_>/", views.progress_paper, name="progress_paper"),
]
