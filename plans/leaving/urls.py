"""Addresses of leaving."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from plans.leaving import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/<int:user_id>/holdings/", views.holdings, name="holdings"),
    path("accounts/<int:user_id>/end/", views.end, name="end_account"),
]
