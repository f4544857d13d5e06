"""Addresses of packages, opinions and decisions."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from taskforce.deciding.views import items, opinions, package, papers, records

PACKAGE = "packages/<int:package_id>/"
OPINION = "opinions/<int:opinion_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("gates/<int:gate_id>/notice/", papers.calling, name="calling"),
    path("gates/<int:gate_id>/letter/", papers.outward, name="outward"),
    path(PACKAGE + "minutes/<str:format_>/", papers.minutes_paper, name="minutes_paper"),
    path(PACKAGE + "carrying/<str:format_>/", papers.carrying_paper, name="carrying_paper"),
    path("items/<int:item_id>/confirm/", items.item, name="confirm_item"),
    path(PACKAGE, package.package, name="package"),
    path(PACKAGE + "edition/<int:material_id>/", package.sealed_edition, name="sealed_edition"),
    path(PACKAGE + "file/<int:material_id>/", package.sealed_file, name="sealed_file"),
    path(PACKAGE + "changes/", package.package_changes, name="package_changes"),
    path(PACKAGE + "vote/<str:vote>/", opinions.vote, name="vote"),
    path(PACKAGE + "paper/", opinions.paper_vote, name="paper_vote"),
    path(PACKAGE + "meeting/", records.meeting, name="meeting"),
    path(PACKAGE + "instruction/", records.instruction, name="instruction"),
    path(PACKAGE + "record/<str:what>/", records.package_record, name="package_record"),
    path(PACKAGE + "recall/", package.recall, name="recall"),
    path(OPINION + "confirm/", opinions.confirm_vote, name="confirm_vote"),
    path(OPINION + "object/", opinions.object_vote, name="object_vote"),
    path(OPINION + "scan/", opinions.opinion_scan, name="opinion_scan"),
    path(
        "objections/<int:objection_id>/answer/",
        opinions.answer_to_objection,
        name="answer_objection",
    ),
]
