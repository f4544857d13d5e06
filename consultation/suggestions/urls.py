"""Addresses of public rounds and suggestions."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from consultation.suggestions import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("consultation/", views.public_list, name="public_list"),
    path("consultation/<int:round_id>/", views.public_round, name="public_round"),
    path("consultation/<int:round_id>/suggest/", views.suggest, name="suggest"),
    path("suggestions/<str:code>/", views.suggestion, name="suggestion"),
]
