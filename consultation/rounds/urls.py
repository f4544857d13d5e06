"""Addresses of rounds, the chase board, personal links."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from consultation.rounds.views import chasing, deliveries, drafts, letters, links, mending, rounds

ROUND = "rounds/<int:round_id>/"
DRAFT = ROUND + "draft/"
INVITED = ROUND + "invited/<int:invitation_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(ROUND + "letter/<str:format_>/", letters.round_letter, name="letter"),
    path(ROUND + "papers/", letters.papers, name="round_papers"),
    path(ROUND + "letters/<str:format_>/", letters.all_letters, name="all_letters"),
    path(INVITED + "letter/<str:format_>/", letters.one_letter, name="one_letter"),
    path("plans/<slug:slug>/rounds/", rounds.rounds, name="rounds"),
    path("plans/<slug:slug>/rounds/new/", drafts.new_round, name="new_round"),
    path(DRAFT, drafts.change, name="change_round"),
    path(DRAFT + "letter/", drafts.words, name="round_words"),
    path(DRAFT + "addressees/", drafts.addressees, name="addressees"),
    path(DRAFT + "addressees/choose/", drafts.choose, name="choose_addressees"),
    path(DRAFT + "addressees/way/", drafts.choose_channel, name="choose_way"),
    path(DRAFT + "addressees/<str:kind>/", drafts.choose_kind, name="choose_kind"),
    path(DRAFT + "check/", drafts.check, name="check_round"),
    path(DRAFT + "issue/", drafts.issue, name="issue_round"),
    path(DRAFT + "drop/", drafts.drop, name="drop_round"),
    path(ROUND + "words/", mending.correct, name="correct_letter"),
    path(ROUND + "void/", mending.void, name="void_round"),
    path(ROUND + "deliveries/", deliveries.deliveries, name="deliveries"),
    path(ROUND + "deliveries/list/", deliveries.link_list, name="link_list"),
    path(ROUND + "deliveries/<int:delivery_id>/", deliveries.copy, name="copy_link"),
    path(INVITED + "again/", deliveries.again, name="send_again"),
    path(INVITED + "withdraw/", mending.uninvite, name="uninvite"),
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
