"""Addresses of the process: desk, timeline, steps, gates, packages, bodies."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from taskforce.views import (
    audit,
    bodies,
    dashboard,
    deciding,
    desk,
    editing,
    gates,
    mail,
    notices,
    packages,
    papers,
    preparing,
    timeline,
    workplans,
)

PLAN = "plans/<slug:slug>/"
PACKAGE = "packages/<int:package_id>/"
PAPERS = "gates/<int:gate_id>/papers/"
OPINION = "opinions/<int:opinion_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/", desk.desk, name="desk"),
    path("desk/notices/", notices.notices, name="notices"),
    path("desk/notices/read/", notices.read_all, name="read_notices"),
    path(PLAN + "dashboard/", dashboard.dashboard, name="dashboard"),
    path(PLAN + "timeline/", timeline.timeline, name="timeline"),
    path(PLAN + "timeline/read/", workplans.upload, name="read_work_plan"),
    path(PLAN + "timeline/read/keep/", workplans.keep, name="keep_work_plan"),
    path(PLAN + "timeline/shift/", editing.shift_dates, name="shift_timeline"),
    path("stages/<int:stage_id>/edit/", editing.change_stage, name="change_stage"),
    path("stages/<int:stage_id>/step/", editing.new_step, name="add_step"),
    path(PLAN + "audit/", audit.audit, name="audit"),
    path("desk/mail/", mail.mail, name="mail"),
    path("desk/mail/again/", mail.send_again, name="send_mail_again"),
    path("desk/calendar/renew/", desk.renew, name="renew_calendar"),
    path("desk/calendar/", desk.calendar_page, name="calendar"),
    path("desk/calendar/<str:token>.ics", desk.feed, name="feed"),
    path(PLAN + "bodies/", bodies.bodies, name="bodies"),
    path("bodies/<int:body_id>/seat/", bodies.new_seat, name="add_seat"),
    path("seats/<int:seat_id>/end/", bodies.end, name="end_seat"),
    path("seats/<int:seat_id>/deputy/", bodies.deputy, name="deputy"),
    path("steps/<int:step_id>/", timeline.step, name="step"),
    path("steps/<int:step_id>/edit/", timeline.change_step, name="change_step"),
    path("steps/<int:step_id>/remove/", editing.drop_step, name="remove_step"),
    path("steps/<int:step_id>/<str:state>/", timeline.step_state, name="step_state"),
    path("gates/<int:gate_id>/", gates.gate, name="gate"),
    path("gates/<int:gate_id>/seal/", gates.seal, name="seal"),
    path(PAPERS, preparing.prepared, name="prepared"),
    path(PAPERS + "gather/", preparing.gather, name="gather"),
    path(PAPERS + "add/", preparing.add, name="add_paper"),
    path(PAPERS + "<int:paper_id>/", preparing.prepared_file, name="prepared_file"),
    path(PAPERS + "<int:paper_id>/replace/", preparing.replace, name="replace_paper"),
    path(PAPERS + "<int:paper_id>/drop/", preparing.drop, name="drop_paper"),
    path("gates/<int:gate_id>/notice/", papers.calling, name="calling"),
    path("gates/<int:gate_id>/letter/", papers.outward, name="outward"),
    path(PLAN + "timeline/report/<str:format_>/", papers.progress_paper, name="progress_paper"),
    path(PLAN + "bodies/rights/<str:format_>/", papers.rights_paper, name="rights_paper"),
    path(PACKAGE + "minutes/<str:format_>/", papers.minutes_paper, name="minutes_paper"),
    path(PACKAGE + "carrying/<str:format_>/", papers.carrying_paper, name="carrying_paper"),
    path("items/<int:item_id>/confirm/", gates.item, name="confirm_item"),
    path(PACKAGE, packages.package, name="package"),
    path(PACKAGE + "edition/<int:material_id>/", packages.sealed_edition, name="sealed_edition"),
    path(PACKAGE + "file/<int:material_id>/", packages.sealed_file, name="sealed_file"),
    path(PACKAGE + "changes/", packages.package_changes, name="package_changes"),
    path(PACKAGE + "vote/<str:vote>/", deciding.vote, name="vote"),
    path(PACKAGE + "paper/", deciding.paper_vote, name="paper_vote"),
    path(PACKAGE + "meeting/", deciding.meeting, name="meeting"),
    path(PACKAGE + "instruction/", deciding.instruction, name="instruction"),
    path(PACKAGE + "record/<str:what>/", deciding.package_record, name="package_record"),
    path(PACKAGE + "recall/", packages.recall, name="recall"),
    path(OPINION + "confirm/", deciding.confirm_vote, name="confirm_vote"),
    path(OPINION + "object/", deciding.object_vote, name="object_vote"),
    path(OPINION + "scan/", deciding.opinion_scan, name="opinion_scan"),
    path(
        "objections/<int:objection_id>/answer/",
        deciding.answer_to_objection,
        name="answer_objection",
    ),
]
