"""Who writes a chapter, and by when."""

from __future__ import annotations

from django import forms

from plans.models import User
from plans.system.fields import DateField, Form


class AssignForm(Form):
    """Who writes a chapter until when."""

    lead = forms.ModelChoiceField(
        label="主笔", required=False, queryset=User.objects.filter(kind="person", is_active=True)
    )
    writers = forms.ModelMultipleChoiceField(
        label="参与起草",
        required=False,
        queryset=User.objects.filter(kind="person", is_active=True),
        widget=forms.CheckboxSelectMultiple,
    )
    due_on = DateField(label="截止日期", required=False)
