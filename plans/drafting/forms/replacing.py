"""The form of find and replace."""

from __future__ import annotations

from django import forms

from plans.system.fields import Form


class FindForm(Form):
    """What to look for in the plan and what to put in its place."""

    find = forms.CharField(label="查找", max_length=100, strip=False)
    put = forms.CharField(
        label="替换为",
        max_length=100,
        required=False,
        strip=False,
        help_text="留空表示删去查找的文字。",
    )
