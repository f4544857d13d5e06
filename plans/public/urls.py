"""Addresses of the published plan."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from plans.public import views

FORMAT = "<str:format_>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("p/<slug:slug>/", views.public_plan, name="public_plan"),
    path("p/<slug:slug>/<int:provision_id>/", views.public_provision, name="public_provision"),
    path("p/<slug:slug>/file/" + FORMAT, views.public_file, name="public_file"),
]
