"""Addresses of a unit's reply."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from consultation.replies.views import answering, enclosures, entries, papers

ASKED = "asked/<int:invitation_id>/"
ENTRY = ASKED + "entries/<int:entry_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("asked/", answering.invitations, name="asked"),
    path(ASKED, answering.invitation, name="invitation"),
    path(ASKED + "opinion/", answering.opinion, name="opinion"),
    path(ASKED + "opinion/<int:comment_id>/", answering.change_opinion, name="change_opinion"),
    path(
        ASKED + "opinion/<int:comment_id>/delete/", answering.delete_opinion, name="delete_opinion"
    ),
    path(ASKED + "submit/", answering.submit, name="hand_in"),
    path(ASKED + "return/", answering.return_opinions, name="return_opinions"),
    path(ASKED + "sign/", answering.sign, name="sign"),
    path(ASKED + "earlier/<int:assessment_id>/", answering.follow_up, name="follow_up"),
    path(ASKED + "enclosures/", enclosures.enclosures, name="enclosures"),
    path(ASKED + "attach/", enclosures.add_files, name="attach"),
    path(ASKED + "files/<int:attachment_id>/", enclosures.file, name="reply_file"),
    path(ASKED + "files/<int:attachment_id>/drop/", enclosures.drop_file, name="detach"),
    path(ASKED + "speak-for/", enclosures.represent, name="speak_for"),
    path(ASKED + "take-up/", enclosures.take_earlier, name="take_up"),
    path(ASKED + "redline/", answering.redline_preview, name="opinion_redline"),
    path(ENTRY, entries.entry, name="entry"),
    path(ENTRY + "original/", entries.entry_original, name="entry_original"),
    path(ENTRY + "confirm/", entries.confirm, name="confirm_entry"),
    path(ENTRY + "refuse/", entries.refuse, name="refuse_entry"),
    path(ENTRY + "withdraw/", entries.withdraw, name="withdraw_entry"),
    path(ASKED + "scan/", papers.scan, name="scan"),
    path(ASKED + "receipt/<str:format_>/", papers.receipt_paper, name="receipt"),
    path(ASKED + "letter/<str:format_>/", papers.reply_paper, name="reply_letter"),
]
