"""The moment to go back to."""

from __future__ import annotations

from django import forms

from plans.system.fields import Form


class MomentForm(Form):
    """The moment to which a chapter is brought back."""

    at = forms.DateTimeField(
        label="恢复到这一时间的样子",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
