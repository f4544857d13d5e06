"""Addresses of bodies, seats and deputies."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from taskforce.bodies.views import bodies, seats

PLAN = "plans/<slug:slug>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(PLAN + "bodies/", bodies.bodies, name="bodies"),
    path("bodies/<int:body_id>/seat/", seats.new_seat, name="add_seat"),
    path("seats/<int:seat_id>/", seats.seat, name="seat"),
    path("seats/<int:seat_id>/end/", seats.end, name="end_seat"),
    path("seats/<int:seat_id>/deputy/", seats.deputy, name="deputy"),
    path("seats/<int:seat_id>/<str:answer>/", seats.answer_seat, name="answer_seat"),
    path("deputies/<int:deputy_id>/<str:answer>/", seats.answer_deputy, name="answer_deputy"),
    path(PLAN + "bodies/rights/<str:format_>/", bodies.rights_paper, name="rights_paper"),
]
