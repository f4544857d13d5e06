"""Addresses of consultation: asked, rounds, collation, links, the public."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from consultation.views import (
    answering,
    collating,
    entering,
    filled,
    groups,
    links,
    papers,
    proving,
    public,
    rounds,
)

ASKED = "asked/<int:invitation_id>/"
ROUND = "rounds/<int:round_id>/"
INVITED = ROUND + "invited/<int:invitation_id>/"
COMMENT = ROUND + "comments/<int:assessment_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("asked/", answering.asked, name="asked"),
    path(ASKED, answering.invitation, name="invitation"),
    path(ASKED + "opinion/", answering.opinion, name="opinion"),
    path(ASKED + "opinion/<int:comment_id>/", answering.change_opinion, name="change_opinion"),
    path(
        ASKED + "opinion/<int:comment_id>/delete/",
        answering.delete_opinion,
        name="delete_opinion",
    ),
    path(ASKED + "submit/", answering.submit, name="hand_in"),
    path(ASKED + "return/", answering.return_opinions, name="return_opinions"),
    path(ASKED + "sign/", answering.sign, name="sign"),
    path(ASKED + "earlier/<int:assessment_id>/", answering.follow_up, name="follow_up"),
    path(ASKED + "filled/", filled.fill, name="filled"),
    path(ASKED + "filled/keep/", filled.keep, name="keep_filled"),
    path(INVITED + "filled/", filled.fill_for, name="filled_for"),
    path(INVITED + "filled/keep/", filled.keep_for, name="keep_filled_for"),
    path(ASKED + "scan/", papers.scan, name="scan"),
    path(ASKED + "receipt/<str:format_>/", papers.receipt_paper, name="receipt"),
    path(ASKED + "letter/<str:format_>/", papers.reply_paper, name="reply_letter"),
    path(ASKED + "answers/<str:format_>/", papers.answers_paper, name="answers"),
    path(ROUND + "letter/<str:format_>/", papers.round_letter, name="letter"),
    path(ROUND + "table/<str:format_>/", papers.table_paper, name="table_paper"),
    path(ROUND + "tell/", papers.tell, name="tell"),
    path("plans/<slug:slug>/rounds/", rounds.rounds, name="rounds"),
    path("plans/<slug:slug>/rounds/new/", rounds.new_round, name="new_round"),
    path(ROUND, rounds.board, name="round"),
    path(ROUND + "invite/", rounds.invite_some, name="invite"),
    path(ROUND + "window/", rounds.window, name="window"),
    path(ROUND + "close/", rounds.close, name="close_round"),
    path(ROUND + "remind/", rounds.remind_all, name="remind"),
    path(ROUND + "complete/", rounds.complete, name="complete"),
    path(INVITED, rounds.contact, name="contact"),
    path(INVITED + "window/", rounds.window, name="window_one"),
    path(INVITED + "silent/", rounds.silent, name="silent"),
    path(INVITED + "link/", links.make, name="make_link"),
    path(INVITED + "enter/", entering.enter, name="enter"),
    path(INVITED + "enter/opinion/", entering.enter_opinion, name="enter_opinion"),
    path(ROUND + "links/<int:link_id>/revoke/", links.revoke, name="revoke_link"),
    path(ROUND + "comments/", collating.comments, name="comments"),
    path(ROUND + "comments/bulk/", collating.bulk, name="bulk"),
    path(ROUND + "comments/export/", collating.export, name="export_table"),
    path(ROUND + "comments/group/", groups.make, name="make_group"),
    path(ROUND + "groups/", groups.groups, name="groups"),
    path(ROUND + "groups/find/", groups.find, name="find_groups"),
    path(ROUND + "groups/<int:group_id>/confirm/", groups.confirm, name="confirm_group"),
    path(ROUND + "groups/<int:group_id>/undo/", groups.undo, name="undo_group"),
    path(COMMENT + "leave/", groups.leave, name="leave_group"),
    path(COMMENT, collating.comment, name="comment"),
    path(COMMENT + "adopt/", proving.adopt, name="adopt"),
    path(COMMENT + "proof/", proving.point, name="point"),
    path(ROUND + "proof/", proving.proof, name="proof"),
    path("r/<str:token>/", links.come_in, name="come_in"),
    path("consultation/", public.public_list, name="public_list"),
    path("consultation/<int:round_id>/", public.public_round, name="public_round"),
    path("consultation/<int:round_id>/suggest/", public.suggest, name="suggest"),
    path("suggestions/<str:code>/", public.suggestion, name="suggestion"),
]
