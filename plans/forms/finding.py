"""Forms that work on many provisions at once."""

from __future__ import annotations

from django import forms


class FindForm(forms.Form):
    """What to look for in the plan and what to put in its place."""

    find = forms.CharField(label="查找", max_length=100, strip=False)
    put = forms.CharField(
        label="替换为",
        max_length=100,
        required=False,
        strip=False,
        help_text="留空表示删去查找的文字。",
    )


class MomentForm(forms.Form):
    """The moment to which a chapter is brought back."""

    at = forms.DateTimeField(
        label="恢复到这一时间的样子",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
