"""Forms of the process's papers: what the office may change before the paper is made."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from plans.enums import FileFormat, UpwardKind
from plans.system import clock
from plans.system.fields import DateField, Form

FORMATS = [(FileFormat.PDF.value, "PDF"), (FileFormat.DOCX.value, "Word（docx）")]


class FormatField(forms.ChoiceField):
    """PDF or DOCX."""

    def __init__(self) -> None:
        super().__init__(label="格式", choices=FORMATS, initial=FileFormat.PDF.value)


class OutwardForm(Form):
    """请示 or 报告 to a body outside."""

    kind = forms.ChoiceField(
        label="文种",
        choices=UpwardKind.choices,
        help_text="需要批复的用请示，请示须写明联系人；只报告情况的用报告。",
    )
    addressee = forms.CharField(label="主送机关", max_length=120, help_text="只主送一个机关。")
    title = forms.CharField(label="标题", max_length=200)
    body = forms.CharField(label="正文", widget=forms.Textarea(attrs={"rows": 8}))
    enclosed = forms.CharField(
        label="附件名称",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="每行一件，按报审材料列出；文件请另行附上。",
    )
    signer = forms.CharField(label="签发人", max_length=60)
    contact = forms.CharField(label="附注（联系人和电话）", max_length=120, required=False)
    number = forms.CharField(label="发文字号", max_length=60, required=False)
    on = DateField(label="成文日期", initial=clock.today)
    format_ = FormatField()

    def clean_addressee(self) -> str:
        """上行文 goes to one body."""
        text = str(self.cleaned_data["addressee"]).strip()
        if "、" in text or "，" in text:
            raise ValidationError("上行文只能主送一个机关，其他机关请用抄送。")
        return text

    def clean(self) -> dict[str, object]:
        """A 请示 names whom to ask."""
        data = super().clean() or {}
        if data.get("kind") == UpwardKind.REQUEST and not str(data.get("contact", "")).strip():
            self.add_error("contact", "请示须在附注中写明联系人和电话。")
        return data


class CallingForm(Form):
    """会议通知."""

    title = forms.CharField(label="标题", max_length=200)
    addressees = forms.CharField(label="主送", max_length=120)
    when = forms.CharField(label="会议时间", max_length=120, help_text="例如：2021年1月28日9:30。")
    place = forms.CharField(label="会议地点", max_length=200)
    agenda = forms.CharField(
        label="会议议程", widget=forms.Textarea(attrs={"rows": 4}), help_text="每行一项。"
    )
    attending = forms.CharField(label="参会人员", widget=forms.Textarea(attrs={"rows": 3}))
    contact = forms.CharField(label="联系人和电话", max_length=120, required=False)
    receipt = forms.BooleanField(label="附参会回执", required=False, initial=True)
    number = forms.CharField(label="发文字号", max_length=60, required=False)
    on = DateField(label="成文日期", initial=clock.today)
    format_ = FormatField()
