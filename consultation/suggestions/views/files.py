"""Files that came with suggestions: for staff alone, and never shown by the browser."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from consultation.models import PublicContact
from consultation.rounds.pages import load_round
from consultation.rounds.quarantine import waiting
from consultation.suggestions.pages import load_run
from plans.models import Attachment
from plans.system.downloads import download
from plans.system.pages import require, staff_page


@staff_page
def suggestion_file(request: HttpRequest, round_id: int, assessment_id: int) -> HttpResponseBase:
    """The file of a numbered suggestion, for whoever sees the collation."""
    one = load_round(request, round_id, run=False)
    rows = PublicContact.objects.select_related("attachment")
    contact = get_object_or_404(rows, comment__round=one, comment__assessments=assessment_id)
    return _file(contact.attachment)


@staff_page
def held_file(request: HttpRequest, round_id: int, held_id: int) -> HttpResponseBase:
    """The file of one that waits, for who runs the round."""
    one = load_run(request, round_id)
    return _file(get_object_or_404(waiting(one), pk=held_id).attachment)


def _file(kept: Attachment | None) -> HttpResponseBase:
    require(kept is not None)
    assert kept is not None
    return download(kept)
