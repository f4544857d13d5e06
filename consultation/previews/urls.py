"""Addresses of previews."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from consultation.previews import views

SEEN = "rounds/<int:round_id>/draft/seen/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(SEEN + "link/", views.by_link, name="seen_link"),
    path(SEEN + "public/", views.by_public, name="seen_public"),
    path(SEEN + "<str:whose>/", views.by_asked, name="seen_asked"),
]
