"""Addresses of bodies and seats."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from taskforce.bodies import views

PLAN = "plans/<slug:slug>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(PLAN + "bodies/", views.bodies, name="bodies"),
    path("bodies/<int:body_id>/seat/", views.new_seat, name="add_seat"),
    path("seats/<int:seat_id>/end/", views.end, name="end_seat"),
    path("seats/<int:seat_id>/deputy/", views.deputy, name="deputy"),
    path(PLAN + "bodies/rights/<str:format_>/", views.rights_paper, name="rights_paper"),
]
