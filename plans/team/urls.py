"""Addresses of who writes what, margin notes."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from plans.team import views

PLAN = "plans/<slug:slug>/"
PROVISION = PLAN + "text/<int:provision_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(PROVISION + "note/", views.note, name="note"),
    path(PLAN + "notes/<int:note_id>/resolve/", views.settle_note, name="resolve_note"),
    path(PLAN + "board/", views.board, name="board"),
    path(PLAN + "board/<int:chapter_id>/assign/", views.assign, name="assign"),
    path(PLAN + "board/<int:chapter_id>/<str:state>/", views.writing_state, name="writing_state"),
]
