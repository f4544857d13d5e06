"""Addresses of the log."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from taskforce.log import views

PLAN = "plans/<slug:slug>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(PLAN + "audit/", views.audit, name="audit"),
    path(PLAN + "audit/table/", views.audit_csv, name="audit_csv"),
    path("audit/", views.audit_all, name="audit_all"),
    path("audit/table/", views.audit_all_csv, name="audit_all_csv"),
    path("audit/verify/", views.verify_audit, name="verify_audit"),
]
