"""Forms with which staff enter what came on paper or as a filled form."""

from __future__ import annotations

from django import forms

from consultation.enums import ReplyOrigin
from plans.system.fields import Form


class EntryForm(Form):
    """A reply that staff enter for a unit."""

    origin = forms.ChoiceField(label="来源", choices=ReplyOrigin.choices[1:])
    no_opinion = forms.BooleanField(label="该单位反馈“无意见”", required=False)
    original = forms.FileField(label="来函原件", required=False)
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
