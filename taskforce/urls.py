"""Addresses of taskforce: those of its rooms."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("taskforce.bodies.urls")),
    path("", include("taskforce.process.urls")),
    path("", include("taskforce.gates.urls")),
    path("", include("taskforce.deciding.urls")),
    path("", include("taskforce.overview.urls")),
    path("", include("taskforce.desk.urls")),
    path("", include("taskforce.notices.urls")),
    path("", include("taskforce.log.urls")),
]
