"""Why something is done to an account, as every form about it asks."""

from __future__ import annotations

from django import forms

from plans.system.fields import Form


class ReasonForm(Form):
    """Why something is done to an account; it goes into the log."""

    reason = forms.CharField(
        label="原因", max_length=200, help_text="写入操作日志，并告知本人。", widget=forms.Textarea
    )
