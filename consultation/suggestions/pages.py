"""What pages of suggestions share: loading the round; what is asked of who sends one, and how
often."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from consultation.enums import Audience, Doubt
from consultation.models import Round
from consultation.rounds.pages import load_round
from consultation.suggestions.forms import SuggestionForm
from consultation.suggestions.queries import public_rounds
from plans.errors import TooMany
from plans.system.clock import database_now
from plans.system.limits import caller, count, in_words
from plans.system.pages import require

OFTEN = "您所在的网络短时间内提交的建议较多"
BUSY = "现在提交建议的人较多"
FILES = "短时间内收到的附件较多"
"""Why a suggestion is refused for now."""


def load_public(round_id: int) -> Round:
    """A public round that has begun; 404 else."""
    one = get_object_or_404(public_rounds(), pk=round_id)
    require(one.opens_at <= database_now())
    return one


def load_run(request: HttpRequest, round_id: int) -> Round:
    """A public round that the visitor runs."""
    one = load_round(request, round_id)
    require(one.audience == Audience.PUBLIC)
    return one


def doubts_about(request: HttpRequest, round_: Round, form: SuggestionForm) -> list[Doubt]:
    """Why this suggestion should wait for staff; TooMany where it cannot be taken at all now."""
    who, here = caller(request), f"round {round_.pk}"
    asked = [("suggestions", who, OFTEN), ("suggestions_round", here, BUSY)]
    if isinstance(form.cleaned_data["attachment"], UploadedFile):
        asked += [("suggestion_files", who, FILES), ("suggestion_files_round", here, FILES)]
    for name, whose, why in asked:
        if seconds := count(name, whose):
            raise TooMany(
                f"{why}，这一条还没有提交。请{in_words(seconds)}后再试，"
                "您填写的内容都保留在本页，不要关闭本页。",
                seconds=seconds,
            )
    found = {
        Doubt.HIDDEN_FIELD: bool(form.cleaned_data["website"]),
        Doubt.OFTEN: bool(count("suggestions_unchecked", who)),
        Doubt.BUSY: bool(count("suggestions_unchecked_round", here)),
    }
    return [doubt for doubt, true in found.items() if true]


def mail_allowed(request: HttpRequest, round_: Round, address: str) -> bool:
    """Whether a receipt may go to this address now: few to one address, few from one sender."""
    if not address:
        return False
    asked = (
        ("suggestion_mails_to", address.casefold()),
        ("suggestion_mails", caller(request)),
        ("suggestion_mails_round", f"round {round_.pk}"),
    )
    return not any(count(name, whose) for name, whose in asked)
