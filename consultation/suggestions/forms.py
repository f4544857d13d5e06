"""The citizen's form, with what tells a person's browser from a program that fills forms."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms

from consultation.enums import Speaker
from consultation.replies.fields import OpinionForm
from consultation.suggestions.actions.screening import REASON_MAX
from consultation.suggestions.proof import new_challenge
from plans.system.fields import Form
from plans.system.uploads import ACCEPTED, MAX_BYTES

UNSEEN = {"tabindex": "-1", "autocomplete": "off"}
SPEAKERS = [("", "不说明"), *Speaker.choices]
_BETWEEN = re.compile(r"[\s\-—]+")


class SuggestionForm(OpinionForm):
    """A citizen's suggestion.

    ``website`` is seen by nobody (css/forms.css) and filled by programs. The script of the page
    solves ``challenge`` into ``solution``; every page that is shown has a challenge of its own.
    """

    attachment = forms.FileField(
        label="附件",
        required=False,
        help_text=(
            f"只收一个文件，不超过{MAX_BYTES // 1024 // 1024}MB：{ACCEPTED}。"
            "只供工作人员查看，不公开。"
        ),
    )
    speaker = forms.ChoiceField(label="您的身份", choices=SPEAKERS, required=False)
    name = forms.CharField(label="姓名或称呼", max_length=60, required=False)
    named = forms.BooleanField(label="同意公开我的姓名或称呼（不勾选即为匿名）", required=False)
    phone = forms.CharField(
        label="联系电话", max_length=40, required=False, help_text="只用于核实意见，不会公开。"
    )
    email = forms.EmailField(
        label="接收回执的电子邮箱",
        required=False,
        help_text="查询码会发到这个邮箱，只发一封。邮箱不与建议一起保存，也不公开。",
    )
    may_publish = forms.BooleanField(
        label="征求意见结束后，可以公开这条建议的内容（不公开姓名、电话、邮箱和附件）",
        required=False,
    )
    website = forms.CharField(
        label="请不要填写这一栏", required=False, widget=forms.TextInput(attrs=UNSEEN)
    )
    challenge = forms.CharField(required=False, widget=forms.HiddenInput)
    solution = forms.CharField(required=False, widget=forms.HiddenInput)

    FOLDED = ("attachment", "speaker", "name", "named", "phone", "email")
    """What nobody has to fill in: folded away unless something is wrong or filled in there."""

    def folded(self) -> list[forms.BoundField]:
        """The fields of the folded part."""
        return [self[name] for name in self.FOLDED]

    def is_unfolded(self) -> bool:
        """Whether something stands in the folded part, or is wrong there."""
        return any(self[name].errors or self[name].data for name in self.FOLDED)

    def show_quote(self) -> None:
        """The quote stands above the form, as it came; the form only carries it along."""
        self.fields["quote"].widget = forms.HiddenInput()

    def ask_for_proof(self, round_id: int) -> None:
        """Before the page is shown: a challenge that was not shown before."""
        fresh = {"challenge": new_challenge(round_id), "solution": ""}
        self.initial.update(fresh)
        if self.is_bound:
            self.data: Any = self.data.copy()
            self.data.update(fresh)


class QueryCodeForm(Form):
    """查询码, as people type and copy it."""

    code = forms.CharField(
        label="查询码",
        max_length=60,
        help_text="提交建议时得到的10位字母和数字，大小写、空格都不影响。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def clean_code(self) -> str:
        """As it is kept; O and I are none of its letters, and so meant as figures."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["code"]).upper()
        return _BETWEEN.sub("", typed).replace("O", "0").replace("I", "1").replace("L", "1")


class RefusalForm(Form):
    """Why suggestions that wait are not taken."""

    reason = forms.CharField(label="不受理的理由", max_length=REASON_MAX)


class WithholdForm(Form):
    """Why the words of a suggestion are not published."""

    reason = forms.CharField(label="不公开的理由", max_length=REASON_MAX)
