"""Addresses of editions and 编制说明."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from plans.editions.views import editions, explanation

PLAN = "plans/<slug:slug>/"
EDITION = PLAN + "editions/<int:edition_id>/"
FORMAT = "<str:format_>/"
COMPARE = PLAN + "compare/<int:old_id>/<int:new_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(PLAN + "editions/", editions.editions, name="editions"),
    path(EDITION, editions.edition, name="edition"),
    path(EDITION + "document/" + FORMAT, editions.document, name="edition_document"),
    path(COMPARE, editions.compare, name="compare"),
    path(COMPARE + "table/" + FORMAT, editions.comparison, name="comparison"),
    path(COMPARE + "redline/", editions.redline, name="redline"),
    path(PLAN + "explanation/", explanation.explanation, name="explanation"),
    path(
        PLAN + "explanation/preview/", explanation.preview_explanation, name="preview_explanation"
    ),
    path(
        PLAN + "explanation/<int:number>/",
        explanation.explanation_version,
        name="explanation_version",
    ),
]
