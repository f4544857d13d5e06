"""Addresses of filled forms and letters."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from consultation.incoming.views import blank_forms, entering, filled_forms, letters

ASKED = "asked/<int:invitation_id>/"
ROUND = "rounds/<int:round_id>/"
INVITED = ROUND + "invited/<int:invitation_id>/"
LETTER = INVITED + "letters/<int:letter_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(ASKED + "filled/", filled_forms.fill, name="filled"),
    path(ASKED + "filled/keep/", filled_forms.keep, name="keep_filled"),
    path(ASKED + "form/<str:format_>/", blank_forms.blank_own, name="blank_own"),
    path(INVITED + "form/<str:format_>/", blank_forms.blank_for, name="blank_for"),
    path(ROUND + "form/<str:format_>/", blank_forms.blank, name="blank"),
    path(ROUND + "filled/", filled_forms.fill_any, name="filled_any"),
    path(INVITED + "filled/", filled_forms.fill_for, name="filled_for"),
    path(INVITED + "filled/keep/", filled_forms.keep_for, name="keep_filled_for"),
    path(INVITED + "enter/", entering.enter, name="enter"),
    path(INVITED + "enter/opinion/", entering.enter_opinion, name="enter_opinion"),
    path(
        INVITED + "enter/opinion/<int:comment_id>/", entering.change_entered, name="change_entered"
    ),
    path(
        INVITED + "enter/opinion/<int:comment_id>/delete/",
        entering.delete_entered,
        name="delete_entered",
    ),
    path(INVITED + "letters/new/", letters.new_letter, name="new_letter"),
    path(LETTER, letters.letter_page, name="letter_page"),
    path(LETTER + "change/", letters.change, name="change_letter"),
    path(LETTER + "drop/", letters.drop, name="drop_letter"),
    path(LETTER + "opinion/", letters.take, name="take_passages"),
    path(LETTER + "release/", letters.release, name="release_letter"),
]
