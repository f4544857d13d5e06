"""Addresses of timelines and steps."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from taskforce.process.views import editing, timeline, work_plans

PLAN = "plans/<slug:slug>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(PLAN + "timeline/", timeline.timeline, name="timeline"),
    path(PLAN + "timeline/read/", work_plans.upload, name="read_work_plan"),
    path(PLAN + "timeline/read/keep/", work_plans.keep, name="keep_work_plan"),
    path(PLAN + "timeline/shift/", editing.shift_dates, name="shift_timeline"),
    path("stages/<int:stage_id>/edit/", editing.change_stage, name="change_stage"),
    path("stages/<int:stage_id>/step/", editing.new_step, name="add_step"),
    path("steps/<int:step_id>/", timeline.step, name="step"),
    path("steps/<int:step_id>/edit/", timeline.change_step, name="change_step"),
    path("steps/<int:step_id>/remove/", editing.drop_step, name="remove_step"),
    path("steps/<int:step_id>/<str:state>/", timeline.step_state, name="step_state"),
]
