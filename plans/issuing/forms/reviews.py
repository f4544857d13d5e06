"""Forms of reviews, and of withdrawing a publication."""

from __future__ import annotations

from django import forms

from plans.enums import ReviewKind, ReviewOutcome
from plans.system import clock
from plans.system.fields import DateField, Form


class ReviewForm(Form):
    """What a review of an edition came to."""

    kind = forms.ChoiceField(label="审查事项", choices=ReviewKind.choices)
    outcome = forms.ChoiceField(label="结论", choices=ReviewOutcome.choices)
    opinion = forms.CharField(
        label="审查意见",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="结论为“不涉及”的，写明理由。",
    )
    reviewer = forms.CharField(label="审查人", max_length=60)
    reviewed_on = DateField(label="审查日期", initial=clock.today)
    file = forms.FileField(label="审查意见扫描件", required=False)


class WithdrawForm(Form):
    reason = forms.CharField(label="撤回理由", max_length=200)
