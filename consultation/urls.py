"""Addresses of consultation: those of its rooms."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("consultation.rounds.urls")),
    path("", include("consultation.replies.urls")),
    path("", include("consultation.incoming.urls")),
    path("", include("consultation.experts.urls")),
    path("", include("consultation.collation.urls")),
    path("", include("consultation.suggestions.urls")),
    path("", include("consultation.previews.urls")),
]
