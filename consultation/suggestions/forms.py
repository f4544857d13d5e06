"""The citizen's form."""

from __future__ import annotations

from django import forms

from consultation.replies.fields import OpinionForm


class SuggestionForm(OpinionForm):
    """A citizen's suggestion."""

    name = forms.CharField(label="姓名或称呼", max_length=60, required=False)
    phone = forms.CharField(label="联系电话", max_length=40, required=False)
    email = forms.EmailField(
        label="电子邮箱", required=False, help_text="联系方式只用于核实意见，不会公开。"
    )
