"""Addresses of expert rounds."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from consultation.experts.views import opinion, panel, papers, review

EXPERT = "experts/<int:invitation_id>/"
ROUND = "rounds/<int:round_id>/"
PANEL = ROUND + "experts/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(EXPERT, review.start, name="expert"),
    path(EXPERT + "declare/", review.declaration, name="expert_declare"),
    path(EXPERT + "restart/", review.begin_anew, name="expert_restart"),
    path(EXPERT + "read/", review.read, name="expert_read"),
    path(EXPERT + "read/<int:chapter_id>/", review.read, name="expert_chapter"),
    path(EXPERT + "nothing/<int:chapter_id>/", opinion.nothing, name="expert_nothing"),
    path(EXPERT + "opinion/", opinion.new, name="expert_new"),
    path(EXPERT + "opinion/redline/", opinion.redline, name="expert_redline"),
    path(EXPERT + "opinion/<uuid:key>/", opinion.write, name="expert_opinion"),
    path(EXPERT + "opinion/<uuid:key>/save/", opinion.autosave, name="expert_autosave"),
    path(EXPERT + "opinion/<uuid:key>/delete/", opinion.delete, name="expert_delete"),
    path(EXPERT + "verdict/", review.overall, name="expert_verdict"),
    path(EXPERT + "verdict/save/", review.autosave_overall, name="expert_autosave_verdict"),
    path(EXPERT + "release/", review.release, name="expert_release"),
    path(EXPERT + "receipt/<str:format_>/", papers.receipt_paper, name="expert_receipt"),
    path(EXPERT + "sheet/<str:format_>/", papers.sheet_paper, name="expert_sheet"),
    path(PANEL, panel.show, name="panel"),
    path(PANEL + "invite/", panel.invite, name="invite_expert"),
    path(PANEL + "open/", panel.unseal, name="unseal"),
    path(PANEL + "conclusion/", panel.conclude, name="conclude"),
    path(PANEL + "signed/", panel.signed, name="upload_signed"),
    path(PANEL + "signed/file/", papers.signed_copy, name="signed_opinion"),
    path(PANEL + "paper/<str:format_>/", papers.argumentation_paper, name="argumentation"),
    path(PANEL + "<int:invitation_id>/chair/", panel.chair, name="name_chair"),
    path(PANEL + "<int:invitation_id>/withdraw/", panel.withdraw, name="withdraw_expert"),
    path(PANEL + "<int:invitation_id>/excuse/", panel.excuse, name="excuse_expert"),
]
