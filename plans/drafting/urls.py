"""Addresses of the editor."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from plans.drafting.views import (
    previewing,
    provisions,
    replacing,
    saving,
    tree,
    unsaved,
    working_source,
)

PLAN = "plans/<slug:slug>/"
PROVISION = PLAN + "text/<int:provision_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(PLAN + "title/", provisions.plan_text, name="plan_text"),
    path(PLAN + "title/unsaved/", unsaved.keep_unsaved, name="keep_plan_unsaved"),
    path(PLAN + "title/unsaved/drop/", unsaved.drop_unsaved, name="drop_plan_unsaved"),
    path(PLAN + "title/kept/", unsaved.kept_texts, name="kept_plan_texts"),
    path(PLAN + "title/kept/<int:copy_id>/", unsaved.take_kept, name="take_plan_kept"),
    path(PLAN + "source/", working_source.source, name="working_source"),
    path(PLAN + "find/", replacing.find, name="find"),
    path(PLAN + "replace/", replacing.replace, name="replace"),
    path(PLAN + "add/", tree.add, name="add"),
    path(PROVISION, provisions.provision, name="provision"),
    path(PROVISION + "preview/", previewing.preview_provision, name="preview_provision"),
    path(PROVISION + "save/", saving.save, name="save"),
    path(PROVISION + "newer/", saving.newer, name="newer"),
    path(PROVISION + "unsaved/", unsaved.keep_unsaved, name="keep_unsaved"),
    path(PROVISION + "unsaved/drop/", unsaved.drop_unsaved, name="drop_unsaved"),
    path(PROVISION + "kept/", unsaved.kept_texts, name="kept_texts"),
    path(PROVISION + "kept/<int:copy_id>/", unsaved.take_kept, name="take_kept"),
    path(PROVISION + "presence/", unsaved.presence, name="presence"),
    path(PROVISION + "move/", tree.move, name="move"),
    path(PROVISION + "delete/", tree.delete, name="delete"),
    path(PROVISION + "undelete/", tree.undelete, name="undelete"),
]
