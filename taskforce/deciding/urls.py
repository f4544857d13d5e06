"""Addresses of packages, opinions and decisions."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from taskforce.deciding.views import entries, items, opinions, package, papers, records

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
    path(PACKAGE + "paper/", entries.paper_vote, name="paper_vote"),
    path(PACKAGE + "meeting/", records.meeting, name="meeting"),
    path(PACKAGE + "instruction/", records.instruction, name="instruction"),
    path(PACKAGE + "record/<str:what>/", records.package_record, name="package_record"),
    path(PACKAGE + "recall/", package.recall, name="recall"),
    path(PACKAGE + "record/<str:what>/<int:number>/", records.record_page, name="record_page"),
    path(PACKAGE + "check/", records.check_record, name="check_record"),
    path(PACKAGE + "check/confirm/", records.confirm, name="confirm_record"),
    path(PACKAGE + "check/refuse/", records.refuse, name="refuse_record"),
    path(PACKAGE + "check/withdraw/", records.withdraw, name="withdraw_record"),
    path(OPINION + "check/", entries.check_vote, name="check_vote"),
    path(OPINION + "confirm/", entries.confirm_vote, name="confirm_vote"),
    path(OPINION + "refuse/", entries.refuse_vote, name="refuse_vote"),
    path(OPINION + "withdraw/", entries.withdraw_vote, name="withdraw_vote"),
    path(OPINION + "object/", opinions.object_vote, name="object_vote"),
    path(OPINION + "scan/", entries.opinion_scan, name="opinion_scan"),
    path(OPINION + "scan/<int:number>/", entries.opinion_scan_page, name="opinion_scan_page"),
    path(
        "objections/<int:objection_id>/answer/",
        opinions.answer_to_objection,
        name="answer_objection",
    ),
]
