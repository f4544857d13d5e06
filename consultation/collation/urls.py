"""Addresses of 意见汇总."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from consultation.collation.views import (
    argumentation,
    bulk,
    comment,
    completion,
    groups,
    list_aids,
    listing,
    opinions_in_text,
    papers,
    placing,
    proof,
)

ASKED = "asked/<int:invitation_id>/"
ROUND = "rounds/<int:round_id>/"
COMMENT = ROUND + "comments/<int:assessment_id>/"
EXPERT = "experts/<int:invitation_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(ASKED + "answers/<str:format_>/", papers.answers_paper, name="answers"),
    path(ROUND + "table/<str:format_>/", papers.table_paper, name="table_paper"),
    path(ROUND + "tell/", papers.tell, name="tell"),
    path(ROUND + "complete/", completion.complete, name="complete"),
    path(ROUND + "comments/", listing.comments, name="comments"),
    path(ROUND + "comments/bulk/", bulk.answer, name="bulk"),
    path(ROUND + "comments/assign/", bulk.assign_some, name="assign_some"),
    path(ROUND + "comments/tag/", bulk.tag_some, name="tag_some"),
    path(ROUND + "comments/untag/", bulk.untag_some, name="untag_some"),
    path(ROUND + "comments/argue/", bulk.argue_some, name="argue_some"),
    path(ROUND + "comments/group/", bulk.group_some, name="make_group"),
    path(ROUND + "comments/view/", list_aids.keep_view, name="keep_view"),
    path(ROUND + "comments/view/<int:view_id>/delete/", list_aids.drop_view, name="drop_view"),
    path("plans/<slug:slug>/reasons/", list_aids.reasons, name="reasons"),
    path("plans/<slug:slug>/reasons/delete/", list_aids.drop_reason, name="drop_reason"),
    path("plans/<slug:slug>/reasons/<int:reason_id>/", list_aids.reason, name="reason"),
    path(ROUND + "comments/export/", listing.export, name="export_table"),
    path(ROUND + "comments/export/full/", listing.export_personal, name="export_personal"),
    path(ROUND + "groups/", groups.groups, name="groups"),
    path(ROUND + "groups/find/", groups.find, name="find_groups"),
    path(ROUND + "groups/<int:group_id>/confirm/", groups.confirm, name="confirm_group"),
    path(ROUND + "groups/<int:group_id>/undo/", groups.undo, name="undo_group"),
    path(COMMENT + "leave/", groups.leave, name="leave_group"),
    path(COMMENT + "unify/", groups.unify, name="unify_group"),
    path(COMMENT, comment.comment, name="comment"),
    path(COMMENT + "next/", comment.comment_next, name="comment_next"),
    path(COMMENT + "place/", placing.place, name="place_opinion"),
    path(COMMENT + "part/", placing.part, name="part_opinion"),
    path(COMMENT + "assign/", comment.assign_one, name="assign_one"),
    path(COMMENT + "tag/", comment.tag_one, name="tag_one"),
    path(COMMENT + "tag/<int:tag_id>/delete/", comment.untag_one, name="untag_one"),
    path(COMMENT + "argue/", comment.argue_one, name="argue_one"),
    path(COMMENT + "argue/undo/", comment.unargue_one, name="unargue_one"),
    path(COMMENT + "adopt/", proof.adopt, name="adopt"),
    path(COMMENT + "proof/", proof.point, name="point"),
    path(
        ROUND + "editions/<int:edition_id>/", opinions_in_text.round_edition, name="round_edition"
    ),
    path(ROUND + "disputes/", argumentation.disputes, name="disputes"),
    path(ROUND + "argumentation/", argumentation.argumentation_page, name="argued"),
    path(
        ROUND + "argumentation/<str:format_>/",
        argumentation.argumentation_paper,
        name="argued_paper",
    ),
    path(ROUND + "proof/", proof.proof, name="proof"),
    path(EXPERT + "answers/<str:format_>/", papers.expert_answers_paper, name="expert_answers"),
]
