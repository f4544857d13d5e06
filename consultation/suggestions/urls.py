"""Addresses of public rounds and suggestions."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from consultation.suggestions.views import codes, files, public, results, screening

PUBLIC = "consultation/<int:round_id>/"
HELD = "rounds/<int:round_id>/held/"
RESULTS = "rounds/<int:round_id>/results/"
ONE = "<int:assessment_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("consultation/", public.public_list, name="public_list"),
    path(PUBLIC, public.public_round, name="public_round"),
    path(PUBLIC + "suggest/", public.suggest, name="suggest"),
    path(PUBLIC + "results/", results.public_results, name="public_results"),
    path("suggestions/", codes.find_suggestion, name="find_suggestion"),
    path("suggestions/<str:code>/", codes.suggestion, name="suggestion"),
    path(HELD, screening.held, name="held"),
    path(HELD + "refuse/", screening.refuse, name="refuse_held"),
    path(HELD + "<int:held_id>/let-in/", screening.admit, name="let_in"),
    path(HELD + "<int:held_id>/file/", files.held_file, name="held_file"),
    path(RESULTS, results.results, name="round_results"),
    path(RESULTS + "publish/", results.publish, name="publish_results"),
    path(RESULTS + ONE + "withhold/", results.keep_back, name="withhold"),
    path(RESULTS + ONE + "show/", results.put_back, name="show_again"),
    path(RESULTS + ONE + "file/", files.suggestion_file, name="suggestion_file"),
]
