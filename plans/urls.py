"""Addresses of what is written: public pages, drafting, editions, issue, jobs."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from plans.views import (
    checks,
    editions,
    history,
    importing,
    issue,
    jobs,
    plans,
    provisions,
    public,
    registry,
    saving,
    sources,
    team,
    tree,
    unsaved,
)

PLAN = "plans/<slug:slug>/"
PROVISION = PLAN + "text/<int:provision_id>/"
EDITION = PLAN + "editions/<int:edition_id>/"
FORMAT = "<str:format_>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.home, name="home"),
    path("p/<slug:slug>/", public.public_plan, name="public_plan"),
    path("p/<slug:slug>/<int:provision_id>/", public.public_provision, name="public_provision"),
    path("p/<slug:slug>/file/" + FORMAT, public.public_file, name="public_file"),
    path("plans/", plans.plans, name="plans"),
    path("plans/new/", plans.new_plan, name="new_plan"),
    path("plans/import/", importing.upload, name="import_plan"),
    path("plans/import/keep/", importing.keep, name="import_keep"),
    path(PLAN, plans.plan, name="plan"),
    path(PLAN + "settings/", plans.settings, name="settings"),
    path(PLAN + "people/", plans.people, name="people"),
    path(PLAN + "people/<int:user_id>/<str:right>/revoke/", plans.revoke, name="revoke"),
    path(PLAN + "title/", provisions.plan_text, name="plan_text"),
    path(PLAN + "source/", sources.source, name="working_source"),
    path(PLAN + "add/", tree.add, name="add"),
    path(PROVISION, provisions.provision, name="provision"),
    path(PROVISION + "save/", saving.save, name="save"),
    path(PROVISION + "unsaved/", unsaved.keep_unsaved, name="keep_unsaved"),
    path(PROVISION + "unsaved/drop/", unsaved.drop_unsaved, name="drop_unsaved"),
    path(PROVISION + "presence/", unsaved.presence, name="presence"),
    path(PROVISION + "move/", tree.move, name="move"),
    path(PROVISION + "delete/", tree.delete, name="delete"),
    path(PROVISION + "undelete/", tree.undelete, name="undelete"),
    path(PROVISION + "history/", history.provision_history, name="provision_history"),
    path(PROVISION + "note/", team.note, name="note"),
    path(PLAN + "notes/<int:note_id>/resolve/", team.settle_note, name="resolve_note"),
    path(PLAN + "history/", history.plan_history, name="plan_history"),
    path(PLAN + "history/<int:change_id>/", history.change, name="change"),
    path(PLAN + "history/<int:change_id>/restore/", history.restore, name="restore"),
    path(PLAN + "board/", team.board, name="board"),
    path(PLAN + "board/<int:chapter_id>/assign/", team.assign, name="assign"),
    path(PLAN + "board/<int:chapter_id>/<str:state>/", team.writing_state, name="writing_state"),
    path(PLAN + "checks/", checks.checks, name="checks"),
    path(PLAN + "checks/waive/", checks.waive, name="waive"),
    path(PLAN + "checks/fix/", checks.fix, name="fix"),
    path(PLAN + "checks/<int:waiver_id>/withdraw/", checks.withdraw, name="withdraw_waiver"),
    path(PLAN + "editions/", editions.editions, name="editions"),
    path(EDITION, editions.edition, name="edition"),
    path(EDITION + "document/" + FORMAT, editions.document, name="edition_document"),
    path(EDITION + "review/", issue.add_review, name="add_review"),
    path(PLAN + "compare/<int:old_id>/<int:new_id>/", editions.compare, name="compare"),
    path(PLAN + "reviews/", issue.reviews, name="reviews"),
    path(PLAN + "issue/", issue.issue, name="issue"),
    path(PLAN + "issue/file/" + FORMAT, issue.issued_file, name="issued_file"),
    path(
        PLAN + "issue/<int:publication_id>/withdraw/", issue.withdraw_publication, name="withdraw"
    ),
    path("numbers/", registry.numbers, name="numbers"),
    path("numbers/<int:number_id>/release/", registry.release, name="release_number"),
    path("letterheads/new/", registry.letterhead, name="new_letterhead"),
    path("letterheads/<int:letterhead_id>/", registry.letterhead, name="letterhead"),
    path("jobs/<int:job_id>/", jobs.job, name="job"),
    path("jobs/<int:job_id>/file/", jobs.job_file, name="job_file"),
    path("jobs/<int:job_id>/retry/", jobs.job_retry, name="job_retry"),
    path("files/<int:attachment_id>/", jobs.attachment, name="attachment"),
]
