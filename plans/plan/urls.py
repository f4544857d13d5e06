"""Addresses of plans as a whole."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from plans.plan.views import importing, plan

PLAN = "plans/<slug:slug>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("plans/", plan.plans, name="plans"),
    path("plans/new/", plan.new_plan, name="new_plan"),
    path("plans/import/", importing.upload, name="import_plan"),
    path("plans/import/keep/", importing.keep, name="import_keep"),
    path(PLAN, plan.plan, name="plan"),
    path(PLAN + "settings/", plan.settings, name="settings"),
    path(PLAN + "people/", plan.people, name="people"),
    path(PLAN + "people/<int:user_id>/<str:right>/revoke/", plan.revoke, name="revoke"),
]
