"""Addresses of rounds, the chase board, personal links."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from consultation.rounds.views import chasing, letters, links, rounds

ROUND = "rounds/<int:round_id>/"
INVITED = ROUND + "invited/<int:invitation_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(ROUND + "letter/<str:format_>/", letters.round_letter, name="letter"),
    path(ROUND + "papers/", letters.papers, name="round_papers"),
    path(ROUND + "letters/<str:format_>/", letters.all_letters, name="all_letters"),
    path(INVITED + "letter/<str:format_>/", letters.one_letter, name="one_letter"),
    path("plans/<slug:slug>/rounds/", rounds.rounds, name="rounds"),
    path("plans/<slug:slug>/rounds/new/", rounds.new_round, name="new_round"),
    path(ROUND, chasing.board, name="round"),
    path(ROUND + "invite/", rounds.invite_some, name="invite"),
    path(ROUND + "window/", rounds.window, name="window"),
    path(ROUND + "close/", rounds.close, name="close_round"),
    path(ROUND + "remind/", chasing.remind_all, name="remind"),
    path(INVITED, chasing.contact, name="contact"),
    path(INVITED + "window/", rounds.window, name="window_one"),
    path(INVITED + "remind/", chasing.remind_one, name="remind_one"),
    path(INVITED + "silent/", chasing.silent, name="silent"),
    path(INVITED + "link/", links.make, name="make_link"),
    path(ROUND + "links/<int:link_id>/revoke/", links.revoke, name="revoke_link"),
    path("r/<str:token>/", links.come_in, name="come_in"),
]
