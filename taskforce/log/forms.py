"""The filters of the audit log."""

from __future__ import annotations

from django import forms

from plans.system.fields import DateField, Form
from taskforce.log.search import Criteria
from taskforce.log.words import OBJECTS


class AuditFilter(Form):
    """Who, what, when, and words of what changed."""

    words = forms.CharField(label="内容包含", required=False, max_length=100)
    action = forms.ChoiceField(
        label="事项", required=False, choices=[("", "全部"), *OBJECTS.items()]
    )
    who = forms.CharField(label="操作人", required=False, max_length=60)
    since = DateField(label="起", required=False)
    until = DateField(label="止", required=False)

    def criteria(self) -> Criteria:
        """What is filled in as it should be; a wrong date narrows nothing and is shown."""
        self.is_valid()
        data = self.cleaned_data
        return Criteria(
            who=data.get("who", "").strip(),
            action=data.get("action", ""),
            words=data.get("words", "").strip(),
            since=data.get("since"),
            until=data.get("until"),
        )
