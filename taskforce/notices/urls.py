"""Addresses of notices."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from taskforce.notices import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/notices/", views.notices, name="notices"),
    path("desk/notices/read/", views.read_all, name="read_notices"),
]
