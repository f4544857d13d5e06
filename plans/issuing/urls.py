"""Addresses of reviews, issue, numbers, letterheads."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from plans.issuing.views import letterheads, numbers, publishing, reviews

PLAN = "plans/<slug:slug>/"
EDITION = PLAN + "editions/<int:edition_id>/"
FORMAT = "<str:format_>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(EDITION + "review/", reviews.add_review, name="add_review"),
    path(PLAN + "reviews/", reviews.reviews, name="reviews"),
    path(PLAN + "issue/", publishing.issue, name="issue"),
    path(PLAN + "issue/preview/", publishing.preview_issue, name="preview_issue"),
    path(PLAN + "issue/file/" + FORMAT, publishing.issued_file, name="issued_file"),
    path(
        PLAN + "issue/<int:publication_id>/withdraw/",
        publishing.withdraw_publication,
        name="withdraw",
    ),
    path("numbers/", numbers.numbers, name="numbers"),
    path("numbers/reserve/", numbers.reserve, name="reserve_number"),
    path("numbers/<int:number_id>/release/", numbers.release, name="release_number"),
    path("letterheads/", letterheads.letterheads, name="letterheads"),
    path("letterheads/new/", letterheads.letterhead, name="new_letterhead"),
    path("letterheads/preview/", letterheads.preview_letterhead, name="preview_letterhead"),
    path("letterheads/<int:letterhead_id>/", letterheads.letterhead, name="letterhead"),
    path("letterheads/<int:letterhead_id>/remove/", letterheads.remove, name="remove_letterhead"),
]
