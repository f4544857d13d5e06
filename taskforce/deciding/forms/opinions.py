"""Forms of opinions: one's own, and one entered from paper."""

from __future__ import annotations

from django import forms

from plans.system.fields import Form
from taskforce.deciding.rules import voters, votes_open_to
from taskforce.enums import Vote
from taskforce.models import Gate, Seat


class OpinionForm(Form):
    """A member's text beside the two buttons, and for which of their seats they speak."""

    text = forms.CharField(
        label="意见",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "required": True}),
        help_text="不同意的须写明。",
    )
    seat = forms.IntegerField(required=False, widget=forms.HiddenInput)


class AskedForm(Form):
    """What was sent, kept while the consequences are shown; ``seen`` stands for them."""

    text = forms.CharField(required=False, widget=forms.HiddenInput)
    seat = forms.CharField(required=False, widget=forms.HiddenInput)
    entered = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class CheckOpinionForm(Form):
    """复核 of what another officer entered for a member."""

    text = forms.CharField(
        label="说明",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="退回的须写明理由；成员有账号而由您复核的，须写明为什么不能由本人确认。",
    )


class PaperOpinionForm(Form):
    """代录 from a signed sheet."""

    seat = forms.ModelChoiceField(label="成员", queryset=Seat.objects.none())
    vote = forms.ChoiceField(label="意见", choices=Vote.choices)
    text = forms.CharField(
        label="意见内容",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="照签批单上的原话录入；不同意、暂缓和按意见修改的须写明。",
    )
    scan = forms.FileField(
        label="签批单扫描件", help_text="PDF或者图片（png、jpg），复核的人对照它核对。"
    )

    def __init__(self, *args: object, gate: Gate, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        seats = voters(gate)
        self.fields["seat"].queryset = seats  # type: ignore[attr-defined]
        said = {vote for seat in seats for vote in votes_open_to(gate, seat)}
        choices = [(vote.value, vote.label) for vote in Vote if vote in said]
        self.fields["vote"] = forms.ChoiceField(label="意见", choices=choices)
