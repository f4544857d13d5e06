"""Forms with which staff enter what came on paper or as a filled form."""

from __future__ import annotations

from django import forms

from consultation.enums import ReplyOrigin
from plans.system.fields import Form


class EntryForm(Form):
    """A reply that staff enter for a unit."""

    origin = forms.ChoiceField(label="来源", choices=ReplyOrigin.choices[1:])
    no_opinion = forms.BooleanField(label="该单位反馈“无意见”", required=False)
    original = forms.FileField(
        label="原件",
        required=False,
        help_text="扫描件（PDF、png、jpg）、Word（docx）或Excel（xlsx），供另一人对照复核。"
        "已导入反馈表的可以不传；电话或口头反馈的没有原件，请填写下一项。",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.docx,.xlsx"}),
    )
    account = forms.CharField(
        label="口头情况",
        max_length=300,
        required=False,
        help_text="电话或口头反馈的必须填写：是谁、何时、怎样反馈的，可以向谁核实。",
    )
    late_reason = forms.CharField(
        label="逾期接收的理由",
        max_length=200,
        required=False,
        help_text="已过截止时间的必须填写，意见会标明“逾期”。",
    )


class FilledForm(Form):
    file = forms.FileField(
        label="填好的意见反馈表",
        help_text="Word（docx）或Excel（xlsx），请用下载的反馈表填写。先预览，再导入。",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.xlsx"}),
    )
