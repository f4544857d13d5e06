"""Addresses of gates and the papers made ready."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from taskforce.gates.views import changing, gates, preparing

PAPERS = "gates/<int:gate_id>/papers/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("gates/<int:gate_id>/", gates.gate, name="gate"),
    path("gates/<int:gate_id>/seal/", gates.seal, name="seal"),
    path("gates/<int:gate_id>/reopen/", gates.reopen, name="reopen_gate"),
    path("gates/<int:gate_id>/change/", changing.change, name="change_gate"),
    path(
        "gates/<int:gate_id>/changes/<int:change_id>/<str:answer>/",
        changing.answer_change,
        name="answer_change",
    ),
    path(PAPERS, preparing.prepared, name="prepared"),
    path(PAPERS + "gather/", preparing.gather, name="gather"),
    path(PAPERS + "add/", preparing.add, name="add_paper"),
    path(PAPERS + "<int:paper_id>/", preparing.prepared_file, name="prepared_file"),
    path(PAPERS + "<int:paper_id>/replace/", preparing.replace, name="replace_paper"),
    path(PAPERS + "<int:paper_id>/drop/", preparing.drop, name="drop_paper"),
]
