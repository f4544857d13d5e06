"""How notices come."""

from __future__ import annotations

from django import forms

from plans.system.fields import Form
from taskforce.enums import MailMode


class MailForm(Form):
    """How notices come by mail."""

    mode = forms.ChoiceField(label="邮件通知", choices=MailMode.choices)
