"""Addresses of public rounds and suggestions."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from consultation.suggestions.views import public, screening

ROUND = "rounds/<int:round_id>/held/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("consultation/", public.public_list, name="public_list"),
    path("consultation/<int:round_id>/", public.public_round, name="public_round"),
    path("consultation/<int:round_id>/suggest/", public.suggest, name="suggest"),
    path("suggestions/<str:code>/", public.suggestion, name="suggestion"),
    path(ROUND, screening.held, name="held"),
    path(ROUND + "refuse/", screening.refuse, name="refuse_held"),
    path(ROUND + "<int:held_id>/let-in/", screening.admit, name="let_in"),
]
