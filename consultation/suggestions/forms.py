"""The citizen's form, with what tells a person's browser from a program that fills forms."""

from __future__ import annotations

from typing import Any

from django import forms

from consultation.replies.fields import OpinionForm
from consultation.suggestions.actions import REASON_MAX
from consultation.suggestions.proof import new_challenge
from plans.system.fields import Form

UNSEEN = {"tabindex": "-1", "autocomplete": "off"}


class SuggestionForm(OpinionForm):
    """A citizen's suggestion.

    ``website`` is seen by nobody (css/forms.css) and filled by programs. The script of the page
    solves ``challenge`` into ``solution``; every page that is shown has a challenge of its own.
    """

    name = forms.CharField(label="姓名或称呼", max_length=60, required=False)
    phone = forms.CharField(label="联系电话", max_length=40, required=False)
    email = forms.EmailField(
        label="电子邮箱", required=False, help_text="联系方式只用于核实意见，不会公开。"
    )
    website = forms.CharField(
        label="请不要填写这一栏", required=False, widget=forms.TextInput(attrs=UNSEEN)
    )
    challenge = forms.CharField(required=False, widget=forms.HiddenInput)
    solution = forms.CharField(required=False, widget=forms.HiddenInput)

    def ask_for_proof(self, round_id: int) -> None:
        """Before the page is shown: a challenge that was not shown before."""
        fresh = {"challenge": new_challenge(round_id), "solution": ""}
        self.initial.update(fresh)
        if self.is_bound:
            self.data: Any = self.data.copy()
            self.data.update(fresh)


class RefusalForm(Form):
    """Why suggestions that wait are not taken."""

    reason = forms.CharField(label="不受理的理由", max_length=REASON_MAX)
