"""What is asked of who sends a suggestion: how often, and what looks like a program."""

from __future__ import annotations

from django.http import HttpRequest

from consultation.enums import Doubt
from consultation.models import Round
from consultation.suggestions.forms import SuggestionForm
from plans.errors import TooMany
from plans.system.limits import caller, count, in_words

OFTEN = "您所在的网络短时间内提交的建议较多"
BUSY = "现在提交建议的人较多"
"""Why a suggestion is refused for now."""


def doubts_about(request: HttpRequest, round_: Round, form: SuggestionForm) -> list[Doubt]:
    """Why this suggestion should wait for staff; TooMany where it cannot be taken at all now."""
    who, here = caller(request), f"round {round_.pk}"
    for name, whose, why in (("suggestions", who, OFTEN), ("suggestions_round", here, BUSY)):
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
