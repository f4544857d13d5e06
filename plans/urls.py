"""Addresses of plans: those of its rooms."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("plans.system.urls")),
    path("", include("plans.people.urls")),
    path("", include("plans.operation.urls")),
    path("", include("plans.drafting.urls")),
    path("", include("plans.plan.urls")),
    path("", include("plans.team.urls")),
    path("", include("plans.history.urls")),
    path("", include("plans.proofing.urls")),
    path("", include("plans.editions.urls")),
    path("", include("plans.issuing.urls")),
    path("", include("plans.public.urls")),
    path("", include("plans.leaving.urls")),
]
